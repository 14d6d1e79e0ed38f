"""``gate evaluate compare``."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import click
from tqdm import tqdm

from edge.app.damages import MOST, SecondOpinion
from edge.app.fitted import suspicion_of
from edge.cli.options import echo_json, json_option, models_option
from edge.config.gate import builtin
from edge.domain.detection import Detection
from edge.domain.frame import Image
from edge.domain.geometry import Box
from edge.evaluation.compare import CompareScore, Judged, score_pairs
from edge.evaluation.compare_truth import TruePair, read_pairs
from edge.evaluation.labelled import read_picture
from edge.inference.classifier import Classifier
from edge.inference.damage import DamageNetwork
from edge.inference.shelf import Shelf
from edge.inspection.compare.judge import Judge
from edge.inspection.compare.views import Side, Views, whole
from edge.resources import change_rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What a detector makes of the two pictures of a pair."""

    before: Sequence[Detection]
    after: Sequence[Detection]
    suspected_before: Sequence[Detection] = ()
    suspected_after: Sequence[Detection] = ()
    """Each nothing by itself."""


Look = Callable[[TruePair, Image, Image], Seen]


@click.command()
@click.option("--pairs", "folder", required=True, type=click.Path(path_type=Path), help="Folder of pairs.")
@click.option("--own-detector", is_flag=True, help="Look with our detector; without, boxes are as given.")
@models_option
@json_option
def compare(folder: Path, own_detector: bool, own: Path | None, as_json: bool) -> None:
    """New or old: damage on before-and-after pictures whose truth is known."""
    pairs = read_pairs(folder)
    look = by_own_detector(own) if own_detector else as_given
    rule = shipped_rule(own_detector=own_detector, own=own)
    judged, times_ms = [], []
    for pair in tqdm(pairs, unit=" pairs", disable=None):
        one, took_ms = judge(pair, look, rule)
        judged.append(one)
        times_ms.append(took_ms)
    tell(score_pairs(judged, times_ms), as_json=as_json)


def as_given(pair: TruePair, before: Image, after: Image) -> Seen:
    """The detections that the folder's file tells."""
    return Seen(before=pair.detections_before, after=pair.detections_after)


def by_own_detector(own: Path | None = None) -> Look:
    """What the damage and condition networks that ship, or the fleet's own, make of it, asked as by the gate.

    Raises ModelError.
    """
    shelf = Shelf.of(own)
    network, scores = DamageNetwork(shelf.take("damage")), suspicion_of(shelf)
    classify = Classifier(shelf.take("condition"))
    sure, asked_from = scores["sure_from"], scores["asked_from"]

    def find(image: Image, vehicle: Box) -> list[Detection]:
        return network(image, vehicle, min_score=asked_from)[:MOST]

    def look(pair: TruePair, before: Image, after: Image) -> Seen:
        earlier, later = _vehicles(pair, before, after)
        opinion = SecondOpinion(classify, after, later)
        then = find(before, earlier)
        now = [replace(each, second_opinion=opinion(each.box)) for each in find(after, later)]
        return Seen(
            before=[each for each in then if each.score >= sure],
            after=[each for each in now if each.score >= sure],
            suspected_before=[each for each in then if each.score < sure],
            suspected_after=[each for each in now if each.score < sure],
        )

    return look


def shipped_rule(*, own_detector: bool, own: Path | None = None) -> Judge:
    """What tells new from old, at the operating point that ships; given boxes have no score to weigh."""
    scores = suspicion_of(Shelf.of(own)) if own_detector else None
    return Judge.of(change_rule(), builtin().inspection.false_new_per_view, scores)


def judge(pair: TruePair, look: Look, rule: Judge) -> tuple[Judged, float]:
    """What is said of a pair, and the milliseconds that it took. Raises DataError naming the picture."""
    before, after = read_picture(pair.before), read_picture(pair.after)
    seen, (earlier, later) = look(pair, before, after), _vehicles(pair, before, after)
    began = time.perf_counter()
    views = Views(
        Side(
            image=before,
            vehicle=earlier,
            detections=tuple(seen.before),
            suspected=tuple(seen.suspected_before),
        ),
        Side(image=after, vehicle=later, detections=tuple(seen.after), suspected=tuple(seen.suspected_after)),
    )
    suspicion = rule.suspicion
    alone = (each for each in views.suspicions(rule) if suspicion and suspicion.tells(each.confidence))
    verdicts = (*views.judged(rule), *alone)
    return Judged(pair=pair, verdicts=verdicts), (time.perf_counter() - began) * 1e3


def _vehicles(pair: TruePair, before: Image, after: Image) -> tuple[Box, Box]:
    return pair.before_vehicle or whole(before), pair.after_vehicle or whole(after)


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
