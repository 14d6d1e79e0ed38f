from __future__ import annotations

from dataclasses import replace

import pytest

from edge.domain.inspection import (
    Coverage,
    Decision,
    Finding,
    Gap,
    Seen,
    Status,
    Vehicle,
)
from edge.domain.observation import Observation
from edge.inspection.baseline import Baseline
from edge.inspection.decide import decide
from edge.inspection.roster import NO_LISTING, Listing
from tests.examples import finding, inspection
from tests.passages import coverage, observation

SEEN = (coverage(),)
NO_PLATE = Gap(stage="plate", reason="no_plate_visible")


def baseline(color: str | None = "red", *views: Coverage) -> Baseline:
    vehicle = Vehicle(key="k", plate=None, make_model=None, color=color)
    return Baseline(inspection=replace(inspection(7), vehicle=vehicle, coverage=views or SEEN))


def decided(
    known: Baseline | Gap | None,
    seen: Observation | None = None,
    *findings: Finding,
    views: tuple[Coverage, ...] = SEEN,
    listing: Listing = NO_LISTING,
) -> tuple[Decision, tuple[str, ...]]:
    return decide(seen or observation(), views, findings, known, listing)


def test_a_car_that_was_never_here() -> None:
    assert decided(None) == (Decision.FIRST_SEEN, ("no_earlier_inspection",))


def test_nothing_new() -> None:
    old = replace(finding(None), status=Status.PRE_EXISTING)
    assert decided(baseline(), None, old) == (Decision.NO_NEW_DAMAGE, ("every_view_compared",))


def test_new_damage_is_named_by_kind_and_view() -> None:
    new = replace(finding(None), status=Status.NEW, view="lane")
    assert decided(baseline(), None, new) == (Decision.NEW_DAMAGE, ("new:dent:lane",))


def test_without_a_plate_somebody_must_look() -> None:
    unread = replace(observation(), plate=NO_PLATE)
    assert decided(None, unread) == (Decision.NEEDS_REVIEW, ("plate:no_plate_visible",))


def test_a_baseline_that_nobody_can_tell_is_not_a_first_visit() -> None:
    unreachable = Gap(stage="baseline", reason="baseline_unreachable")
    assert decided(unreachable) == (Decision.NEEDS_REVIEW, ("baseline:baseline_unreachable",))


def test_where_nobody_looked_for_damage_nothing_is_claimed() -> None:
    blind = replace(observation(), damages=Gap(stage="damage", reason="never_whole"))
    assert decided(baseline(), blind) == (Decision.NEEDS_REVIEW, ("damage:never_whole",))
    assert decided(None, blind)[1] == ("no_earlier_inspection", "damage:never_whole")


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        (coverage(Seen.PARTLY, reason="cut_by_the_picture"), "coverage:lane:cut_by_the_picture"),
        (coverage(Seen.UNSEEN), "coverage:lane:unseen"),
    ],
)
def test_a_side_that_is_not_seen_well_now(entry: Coverage, reason: str) -> None:
    assert decided(baseline(), views=(entry,)) == (Decision.NEEDS_REVIEW, (reason,))


def test_a_side_that_was_not_seen_well_before() -> None:
    known = baseline("red", coverage(Seen.PARTLY))
    assert decided(known) == (Decision.NEEDS_REVIEW, ("baseline_coverage:lane",))


def test_a_side_that_was_seen_before_and_not_at_all_now() -> None:
    known = baseline("red", coverage(), coverage(view="rear"))
    assert decided(known) == (Decision.NEEDS_REVIEW, ("coverage:rear:not_in_view",))


def test_a_doubt_outweighs_new_damage() -> None:
    new = replace(finding(None), status=Status.NEW)
    assert decided(baseline("blue"), None, new)[0] is Decision.NEEDS_REVIEW


def test_another_color_is_another_car_until_somebody_looks() -> None:
    assert decided(baseline("blue"))[1] == ("identity:color_was_blue_is_red",)


@pytest.mark.parametrize(("was", "now"), [("silver", "white"), ("black", "grey"), (None, "red")])
def test_light_moves_a_car_along_the_greys(was: str | None, now: str) -> None:
    seen = replace(observation(), color=now)
    assert decided(baseline(was), seen)[0] is Decision.NO_NEW_DAMAGE


def test_a_color_that_nobody_could_measure_says_nothing() -> None:
    dark = replace(observation(), color=Gap(stage="color", reason="view_too_dark"))
    assert decided(baseline("blue"), dark)[0] is Decision.NO_NEW_DAMAGE


def test_that_a_car_is_not_expected_is_told_and_changes_nothing() -> None:
    unexpected = Listing(notes=("roster:not_expected",))
    assert decided(baseline(), listing=unexpected) == (
        Decision.NO_NEW_DAMAGE,
        ("every_view_compared", "roster:not_expected"),
    )


def test_a_plate_that_may_be_another_s_is_compared_with_nothing() -> None:
    near = Listing(doubts=("roster:plate_near_expected:k",), notes=("roster:not_expected",))
    assert decided(baseline(), listing=near) == (Decision.NEEDS_REVIEW, near.doubts + near.notes)
    assert decided(None, listing=near)[0] is Decision.FIRST_SEEN
