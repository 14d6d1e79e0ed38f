"""``gate evaluate``: how good the program is on pictures whose truth is known."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import click
from tqdm import tqdm

from edge.app.replay import passages as find_passages
from edge.app.wiring import Networks, make_fusion, make_watcher
from edge.cli.evaluate_boxes import damage, plate_boxes
from edge.cli.evaluate_compare import compare
from edge.cli.evaluate_condition import condition
from edge.cli.evaluate_plates import plates
from edge.cli.evaluate_vehicles import vehicles, views
from edge.cli.options import config_option, configured, echo_json, json_option
from edge.cli.replay import open_frames
from edge.domain.passage import Passage
from edge.evaluation.passages import FoundPassage, read_truth, score_passages
from edge.flow.clock import ReplayClock


@click.group()
def evaluate() -> None:
    """Measure the program on pictures and clips whose truth is known."""


for command in (damage, plates, plate_boxes, condition, vehicles, views, compare):
    evaluate.add_command(command)


@evaluate.command()
@click.argument("clip")
@click.option("--truth", required=True, type=click.Path(path_type=Path), help="JSON list of true passages.")
@config_option
@json_option
def passages(clip: str, truth: Path, config_file: Path | None, as_json: bool) -> None:
    """Passages found in a clip against a list of {entered_s, left_s, direction, optional?}."""
    true = read_truth(truth)
    config = configured(config_file)
    networks = Networks.of(config)
    with ExitStack() as stack:
        roles, frames = open_frames((clip,), config, stack)
        found = find_passages(
            tqdm(frames, unit=" frames", disable=None),
            partial(make_watcher, config, networks),
            make_fusion(config, roles),
            ReplayClock(datetime(2000, 1, 1, tzinfo=UTC)),
        )
        seconds = [_seconds(passage) for passage in found]
    score = score_passages(seconds, true)
    if as_json:
        echo_json(score)
        return
    for each in seconds:
        click.echo(f"{each.entered_s:8.2f} s {each.left_s:8.2f} s  {each.direction}")
    click.echo(
        f"{score.found} of {score.n} found, {score.missed} missed, {score.false} false, "
        f"{score.direction_errors} direction errors; times within "
        f"{max(score.entered_error_s, score.left_error_s):.2f} s"
    )


def _seconds(passage: Passage) -> FoundPassage:
    return FoundPassage(
        entered_s=passage.entered_ns / 1e9, left_s=passage.left_ns / 1e9, direction=passage.direction
    )
