"""``gate evaluate damage`` and ``gate evaluate plate-boxes``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import click
from tqdm import tqdm

from edge.cli.options import echo_json, json_option, models_option
from edge.evaluation.boxes import BoxScore
from edge.evaluation.coco import read_coco
from edge.evaluation.labelled import Labelled
from edge.evaluation.looking import LENSOR, in_our_words, measure_boxes
from edge.evaluation.voc import read_voc
from edge.inference.detector import Detector
from edge.inference.shelf import Shelf

Command = TypeVar("Command", bound=Callable[..., None])


def box_options(command: Command) -> Command:
    """What both verbs take."""
    for option in (
        click.option("--coco", type=click.Path(path_type=Path), help="COCO boxes (JSON)."),
        click.option("--images", type=click.Path(path_type=Path), help="Folder of the pictures of --coco."),
        click.option("--voc", type=click.Path(path_type=Path), help="Folder of labelImg boxes and pictures."),
        click.option("--map", "renamed", multiple=True, metavar="NAME=KIND", help="Rename a category."),
        click.option(
            "--scale",
            type=click.FloatRange(0, 1, min_open=True),
            default=1.0,
            show_default=True,
            help="Reduce the pictures first, as a car further away is.",
        ),
        models_option,
        json_option,
    ):
        command = option(command)
    return command


@click.command()
@box_options
def damage(**options: Any) -> None:
    """Damage found against labelled boxes; a category that is no kind of ours is ignored."""
    _evaluate("damage", LENSOR, **options)


@click.command(name="plate-boxes")
@box_options
def plate_boxes(**options: Any) -> None:
    """Number plates found in whole pictures against labelled boxes."""
    _evaluate("plate-detector", {}, **options)


def _evaluate(
    network: str,
    known: Mapping[str, str],
    *,
    coco: Path | None,
    images: Path | None,
    voc: Path | None,
    renamed: tuple[str, ...],
    scale: float,
    own: Path | None,
    as_json: bool,
) -> None:
    """``known``: category to kind, as `--map` gives more of them."""
    detector = open_detector(network, own)
    names = {**known, **mapping(renamed, detector.labels)}
    truth = labelled_boxes(coco, images, voc, detector.labels, names)
    tell(measure(detector, truth, scale), as_json=as_json)


def open_detector(name: str, own: Path | None = None) -> Detector:
    """One of the gate's detectors, or of a fleet's own. Raises ModelError."""
    return Detector(Shelf.of(own).take(name))


def mapping(renamed: tuple[str, ...], kinds: tuple[str, ...]) -> dict[str, str]:
    """Category to kind, of `NAME=KIND` options; a usage error where that is no kind of the network."""
    pairs = [each.rpartition("=") for each in renamed]
    for whole, (name, equals, kind) in zip(renamed, pairs, strict=True):
        if not (name and equals):
            raise click.BadParameter(f"{whole!r} is not NAME=KIND", param_hint="--map")
        if kind not in kinds:
            raise click.BadParameter(
                f"{whole!r}: {kind!r} is no kind of the network ({', '.join(kinds)})", param_hint="--map"
            )
    return {name: kind for name, _, kind in pairs}


def labelled_boxes(
    coco: Path | None,
    images: Path | None,
    voc: Path | None,
    kinds: tuple[str, ...],
    renamed: Mapping[str, str],
) -> list[Labelled]:
    """The truth of either form. Raises DataError; a usage error where not exactly one form is given."""
    if voc is not None and coco is None and images is None:
        return in_our_words(read_voc(voc), kinds, renamed, voc)
    if coco is not None and images is not None and voc is None:
        return in_our_words(read_coco(coco, images), kinds, renamed, coco)
    raise click.UsageError("give either --coco FILE with --images DIR, or --voc DIR")


def measure(detector: Detector, truth: list[Labelled], scale: float) -> BoxScore:
    """Everything that the card's decoding tells, however low its score: a precision-recall curve needs it."""
    assert detector.card.decode is not None  # a detector has it
    look = partial(detector, min_score=detector.card.decode.min_score)
    watched = tqdm(truth, unit=" pictures", disable=None)
    return measure_boxes(look, watched, detector.labels, scale)


def tell(score: BoxScore, *, as_json: bool) -> None:
    """On stdout, as one line of JSON or as a table."""
    if as_json:
        echo_json(score)
        return
    low, high = score.map50_ci
    click.echo(
        f"{score.n} pictures, mAP50 {score.map50:.3f} ({low:.3f} to {high:.3f}), "
        f"mAP50-95 {score.map50_95:.3f}, {score.ms_p50:.0f} ms a picture"
    )
    for name, kind in score.per_class.items():
        click.echo(
            f"  {name:<12} {kind.n:5} boxes  AP50 {kind.ap50:.3f}  "
            f"recall at one false box a picture {kind.recall_1fp:.3f}"
        )
    for name, size in score.by_size.items():
        click.echo(f"  {name:<9} px {size.n:5} boxes  AP50 {size.ap50:.3f}  recall {size.recall:.3f}")
