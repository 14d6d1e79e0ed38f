"""``gate evaluate compare``."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path

import click
from tqdm import tqdm

from edge.cli.evaluate_boxes import open_detector
from edge.cli.options import echo_json, json_option
from edge.config.gate import builtin
from edge.domain.detection import Detection
from edge.domain.frame import Image
from edge.evaluation.compare import CompareScore, Judged, score_pairs
from edge.evaluation.compare_truth import TruePair, read_pairs
from edge.evaluation.labelled import read_picture
from edge.inspection.compare.judge import Judge
from edge.inspection.compare.views import Side, Views, whole
from edge.resources import change_rule

Detections = Callable[[TruePair, Image, Image], tuple[Sequence[Detection], Sequence[Detection]]]
"""What is seen on the earlier and on the later picture of a pair."""


@click.command()
@click.option("--pairs", "folder", required=True, type=click.Path(path_type=Path), help="Folder of pairs.")
@click.option("--own-detector", is_flag=True, help="Look with our detector; without, boxes are as given.")
@json_option
def compare(folder: Path, own_detector: bool, as_json: bool) -> None:
    """New or old: damage on before-and-after pictures whose truth is known."""
    pairs = read_pairs(folder)
    look = by_own_detector() if own_detector else as_given
    rule = Judge.of(change_rule(), builtin().inspection.false_new_per_view)
    judged, times_ms = [], []
    for pair in tqdm(pairs, unit=" pairs", disable=None):
        one, took_ms = judge(pair, look, rule)
        judged.append(one)
        times_ms.append(took_ms)
    tell(score_pairs(judged, times_ms), as_json=as_json)


def as_given(pair: TruePair, before: Image, after: Image) -> tuple[Sequence[Detection], Sequence[Detection]]:
    """The detections that the folder's file tells."""
    return pair.detections_before, pair.detections_after


def by_own_detector() -> Detections:
    """What the damage network that ships finds, at its operating point. Raises ModelError."""
    detector = open_detector("damage")
    return lambda pair, before, after: (detector(before), detector(after))


def judge(pair: TruePair, look: Detections, rule: Judge) -> tuple[Judged, float]:
    """What is said of a pair, and the milliseconds that it took. Raises DataError naming the picture."""
    before, after = read_picture(pair.before), read_picture(pair.after)
    earlier, later = look(pair, before, after)
    began = time.perf_counter()
    views = Views(
        Side(image=before, vehicle=pair.before_vehicle or whole(before), detections=tuple(earlier)),
        Side(image=after, vehicle=pair.after_vehicle or whole(after), detections=tuple(later)),
    )
    verdicts = views.judged(rule)
    return Judged(pair=pair, verdicts=verdicts), (time.perf_counter() - began) * 1e3


def tell(score: CompareScore, *, as_json: bool) -> None:
    """On stdout, as one line of JSON or as a few of text."""
    if as_json:
        echo_json(score)
        return
    low, high = score.false_new_per_clean_pair_ci
    click.echo(
        f"{score.pairs} pairs, {score.clean_pairs} with nothing new; "
        f"called new and not new {score.false_new}, a clean pair {score.false_new_per_clean_pair:.4f} "
        f"({low:.4f} to {high:.4f}); {score.ms_p50:.0f} ms a pair"
    )
    for name, found in (("new", score.new), ("repaired", score.repaired)):
        low, high = found.recall_ci
        click.echo(f"  {name:<12} {found.n:5}  recall {found.recall:.3f} ({low:.3f} to {high:.3f})")
    old = score.pre_existing
    low, high = old.accuracy_ci
    click.echo(f"  {'pre_existing':<12} {old.n:5}  accuracy {old.accuracy:.3f} ({low:.3f} to {high:.3f})")
    click.echo(f"  not comparable: {score.not_comparable_rate:.3f} of the findings")
