"""How well new is told from old: the figures of `gate evaluate compare`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from edge.domain.geometry import Box
from edge.domain.inspection import Status
from edge.evaluation.compare_truth import TrueDamage, TruePair
from edge.evaluation.interval import Interval, byar, share, wilson
from edge.inspection.compare.verdict import Verdict

MATCH_IOU = 0.3


@dataclass(frozen=True, slots=True, kw_only=True)
class RecallScore:
    """Of the damages of one state, the share that a finding of that state matches."""

    n: int
    recall: float
    recall_ci: Interval


@dataclass(frozen=True, slots=True, kw_only=True)
class AccuracyScore:
    """Of the old damages that any finding matches, the share whose best match is called pre-existing."""

    n: int
    accuracy: float
    accuracy_ci: Interval


@dataclass(frozen=True, slots=True, kw_only=True)
class CompareScore:
    """`gate evaluate compare`. Intervals are of 95 %."""

    pairs: int
    clean_pairs: int
    """Those in which nothing is new."""
    new: RecallScore
    repaired: RecallScore
    pre_existing: AccuracyScore
    false_new: int
    """Findings called new that match no new damage, in clean pairs."""
    false_new_per_clean_pair: float
    false_new_per_clean_pair_ci: Interval
    not_comparable_rate: float
    """Of all findings."""
    not_comparable_rate_ci: Interval
    ms_p50: float
    """Of the comparison of a pair, without reading the pictures or running a network."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A pair and what was said of it."""

    pair: TruePair
    verdicts: tuple[Verdict, ...]


def score_pairs(judged: Sequence[Judged], times_ms: Sequence[float]) -> CompareScore:
    """All figures of at least one pair."""
    clean = [each for each in judged if each.pair.clean]
    false = sum(verdict.state is Status.NEW for each in clean for verdict in each.verdicts)
    findings = [verdict for each in judged for verdict in each.verdicts]
    open_ = sum(verdict.state is Status.NOT_COMPARABLE for verdict in findings)
    return CompareScore(
        pairs=len(judged),
        clean_pairs=len(clean),
        new=_recall(judged, Status.NEW),
        repaired=_recall(judged, Status.REPAIRED),
        pre_existing=_accuracy(judged),
        false_new=false,
        false_new_per_clean_pair=share(false, len(clean)),
        false_new_per_clean_pair_ci=byar(false, len(clean)),
        not_comparable_rate=share(open_, len(findings)),
        not_comparable_rate_ci=wilson(open_, len(findings)),
        ms_p50=round(float(np.median(times_ms)), 2),
    )


def _recall(judged: Sequence[Judged], state: Status) -> RecallScore:
    true = [(each, damage) for each in judged for damage in each.pair.damages if damage.state is state]
    hits = sum(
        any(verdict.state is state and match(damage, verdict) >= MATCH_IOU for verdict in each.verdicts)
        for each, damage in true
    )
    return RecallScore(n=len(true), recall=share(hits, len(true)), recall_ci=wilson(hits, len(true)))


def _accuracy(judged: Sequence[Judged]) -> AccuracyScore:
    best = [
        max(each.verdicts, key=lambda verdict, damage=damage: match(damage, verdict))  # type: ignore[misc]
        for each in judged
        for damage in each.pair.damages
        if damage.state is Status.PRE_EXISTING
        and any(match(damage, verdict) >= MATCH_IOU for verdict in each.verdicts)
    ]
    right = sum(verdict.state is Status.PRE_EXISTING for verdict in best)
    return AccuracyScore(n=len(best), accuracy=share(right, len(best)), accuracy_ci=wilson(right, len(best)))


def match(damage: TrueDamage, verdict: Verdict) -> float:
    """Overlap (IoU) of a finding with a damage in the picture where both are; the better of two."""
    return max(
        _overlap(damage.after_box, verdict.later_box), _overlap(damage.before_box, verdict.earlier_box)
    )


def _overlap(true: Box | None, found: Box | None) -> float:
    return 0.0 if true is None or found is None else true.iou(found)
