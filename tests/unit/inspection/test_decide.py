from __future__ import annotations

from dataclasses import replace

import pytest

from edge.domain.inspection import (
    Coverage,
    Decision,
    Finding,
    Gap,
    Provenance,
    Seen,
    Status,
)
from edge.domain.observation import Observation
from edge.inspection.baseline import Baseline
from edge.inspection.compare.verdict import Reason
from edge.inspection.decide import decide
from edge.inspection.identity_gate import Identity
from tests.examples import finding, inspection
from tests.passages import coverage, observation

SEEN = (coverage(),)
SURELY = Identity()
NO_PLATE = Gap(stage="plate", reason="no_plate_visible")


def baseline(*views: Coverage) -> Baseline:
    return Baseline(inspection=replace(inspection(7), coverage=views or SEEN))


def decided(
    known: Baseline | Gap | None,
    seen: Observation | None = None,
    *findings: Finding,
    views: tuple[Coverage, ...] = SEEN,
    identity: Identity = SURELY,
    cameras: tuple[str, ...] = ("lane", "rear"),
    notes: tuple[str, ...] = (),
) -> tuple[Decision, tuple[str, ...]]:
    seen = seen or observation()
    return decide(seen, views, findings, known, identity=identity, cameras=cameras, notes=notes)


def test_a_car_that_was_never_here() -> None:
    assert decided(None) == (Decision.FIRST_SEEN, ("no_earlier_inspection",))


def test_nothing_new() -> None:
    old = replace(finding(None), status=Status.PRE_EXISTING)
    assert decided(baseline(), None, old) == (Decision.NO_NEW_DAMAGE, ("every_view_compared",))


def test_new_damage_is_named_by_kind_and_view() -> None:
    new = replace(finding(None), status=Status.NEW, view="lane")
    assert decided(baseline(), None, new) == (Decision.NEW_DAMAGE, ("new:dent:lane",))


def test_new_damage_that_the_other_network_does_not_see_is_for_a_person() -> None:
    doubted = replace(finding(None), view="lane", status_reason=Reason.DOUBTED.value)
    reason = ("doubted_by_second_opinion:dent:lane",)
    assert decided(baseline(), None, doubted) == (Decision.NEEDS_REVIEW, reason)
    sure = replace(finding(None), view="lane", kind="lamp")
    assert decided(baseline(), None, doubted, sure) == (Decision.NEW_DAMAGE, ("new:lamp:lane", *reason))


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
    known = baseline(coverage(Seen.PARTLY))
    assert decided(known) == (Decision.NEEDS_REVIEW, ("baseline_coverage:lane",))


def test_a_side_that_was_seen_before_and_not_at_all_now() -> None:
    known = baseline(coverage(), coverage(view="rear"))
    assert decided(known) == (Decision.NEEDS_REVIEW, ("coverage:rear:not_in_view",))


def test_a_view_that_no_camera_has_any_more_is_told_and_weighs_nothing() -> None:
    known = baseline(coverage(), coverage(view="rear"))
    assert decided(known, cameras=("lane",), notes=("roster:not_expected",)) == (
        Decision.NO_NEW_DAMAGE,
        ("every_view_compared", "view_without_camera:rear", "roster:not_expected"),
    )


def test_a_view_of_another_gate_s_camera_stays_a_doubt() -> None:
    known = replace(baseline(coverage(), coverage(view="rear")), provenance=Provenance.CENTRE)
    assert decided(known, cameras=("lane",)) == (Decision.NEEDS_REVIEW, ("coverage:rear:not_in_view",))


def test_a_renamed_camera_is_a_doubt_until_there_is_something_to_compare_it_with() -> None:
    assert decided(baseline(coverage(view="rear")), cameras=("lane",)) == (
        Decision.NEEDS_REVIEW,
        ("baseline_coverage:lane", "view_without_camera:rear"),
    )


def test_a_doubt_outweighs_new_damage() -> None:
    new = replace(finding(None), status=Status.NEW)
    views = (coverage(Seen.PARTLY),)
    assert decided(baseline(), None, new, views=views)[0] is Decision.NEEDS_REVIEW


@pytest.mark.parametrize("known", [baseline(), None])
def test_a_car_that_may_be_another_is_looked_at_before_all_else(known: Baseline | None) -> None:
    doubted = Identity(contradictions=("identity:color_was_blue_is_red",), doubts=("identity:looks_unlike",))
    assert decided(known, views=(coverage(Seen.UNSEEN),), identity=doubted) == (
        Decision.NEEDS_REVIEW,
        ("identity:color_was_blue_is_red", "identity:looks_unlike", "coverage:lane:unseen"),
    )


def test_that_a_car_is_not_expected_is_told_and_changes_nothing() -> None:
    assert decided(baseline(), notes=("roster:not_expected",)) == (
        Decision.NO_NEW_DAMAGE,
        ("every_view_compared", "roster:not_expected"),
    )
