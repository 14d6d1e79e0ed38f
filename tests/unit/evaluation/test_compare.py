"""The figures of `gate evaluate compare`, on verdicts whose right answer is plain."""

from __future__ import annotations

from pathlib import Path

import pytest

from edge.domain.geometry import Box
from edge.domain.inspection import Status
from edge.evaluation.compare import Judged, score_pairs
from edge.evaluation.compare_truth import TrueDamage, TruePair
from edge.inspection.compare.verdict import Reason, Verdict

HERE = Box(left=10, top=10, right=50, bottom=40)
THERE = Box(left=100, top=100, right=150, bottom=140)


def true(state: Status, box: Box = HERE) -> TrueDamage:
    return TrueDamage(
        kind="dent",
        state=state,
        before_box=None if state is Status.NEW else box,
        after_box=None if state is Status.REPAIRED else box,
    )


def said(state: Status, box: Box = HERE) -> Verdict:
    repaired = state is Status.REPAIRED
    return Verdict(
        state=state,
        confidence=0.9,
        reason=Reason.CHANGED,
        earlier=0 if repaired else None,
        later=None if repaired else 0,
        earlier_box=box if repaired else None,
        later_box=None if repaired else box,
    )


def judged(damages: list[TrueDamage], verdicts: list[Verdict]) -> Judged:
    pair = TruePair(
        before=Path("b"),
        after=Path("a"),
        damages=tuple(damages),
        detections_before=(),
        detections_after=(),
    )
    return Judged(pair=pair, verdicts=tuple(verdicts))


def test_each_state_is_counted_against_its_own_truth() -> None:
    right = [
        judged([true(Status.NEW)], [said(Status.NEW, HERE.moved(5, 5))]),
        judged([true(Status.REPAIRED)], [said(Status.REPAIRED)]),
        judged([true(Status.PRE_EXISTING)], [said(Status.PRE_EXISTING)]),
    ]
    wrong = [
        judged([true(Status.NEW)], [said(Status.PRE_EXISTING)]),
        judged([true(Status.REPAIRED)], [said(Status.PRE_EXISTING)]),
        judged([true(Status.PRE_EXISTING)], [said(Status.NEW)]),
    ]
    score = score_pairs([*right, *wrong], [1.0, 3.0, 5.0])
    assert (score.pairs, score.clean_pairs, score.ms_p50) == (6, 4, 3.0)
    assert (score.new.n, score.new.recall) == (2, 0.5)
    assert (score.repaired.n, score.repaired.recall) == (2, 0.5)
    assert (score.pre_existing.n, score.pre_existing.accuracy) == (2, 0.5)
    assert (score.false_new, score.false_new_per_clean_pair) == (1, 0.25)


def test_false_ones_are_counted_over_clean_pairs_alone_and_each_by_itself() -> None:
    pairs = [
        judged([true(Status.NEW)], [said(Status.NEW), said(Status.NEW, THERE)]),
        judged([], [said(Status.NEW), said(Status.NEW, THERE)]),
    ]
    assert score_pairs(pairs, [1.0]).false_new_per_clean_pair == 2.0


def test_a_finding_elsewhere_is_no_hit() -> None:
    assert score_pairs([judged([true(Status.NEW)], [said(Status.NEW, THERE)])], [1.0]).new.recall == 0.0


def test_an_old_damage_that_no_finding_is_at_is_not_judged() -> None:
    score = score_pairs([judged([true(Status.PRE_EXISTING)], [])], [1.0])
    assert (score.pre_existing.n, score.pre_existing.accuracy_ci) == (0, (0.0, 1.0))


def test_of_two_findings_at_an_old_damage_the_nearer_counts() -> None:
    near, far = said(Status.PRE_EXISTING), said(Status.NEW, HERE.moved(12, 0))
    score = score_pairs([judged([true(Status.PRE_EXISTING)], [far, near])], [1.0])
    assert score.pre_existing.accuracy == 1.0


def test_what_nobody_can_say_is_a_share_of_all_findings() -> None:
    unknown = said(Status.NOT_COMPARABLE)
    score = score_pairs([judged([], [unknown, said(Status.PRE_EXISTING, THERE)])], [1.0])
    assert score.not_comparable_rate == 0.5


def test_intervals_hold_their_figures() -> None:
    pairs = [judged([true(Status.NEW)], [said(Status.NEW)])] * 9 + [judged([], [])] * 30
    score = score_pairs(pairs, [1.0])
    low, high = score.new.recall_ci
    assert low < score.new.recall == 1.0 <= high
    low, high = score.false_new_per_clean_pair_ci
    assert low == 0.0
    assert high == pytest.approx(3.69 / 30, rel=0.02)
