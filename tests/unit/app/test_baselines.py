"""From passages to what is said of a car that comes again: rentals, missing sides, old baselines."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from edge.app.filing import Desk
from edge.domain.inspection import Decision, Gap, Inspection, Interval, Purpose, Seen, Status
from edge.domain.observation import PlateVote
from edge.domain.passage import Passage
from edge.flow.clock import ReplayClock
from edge.inspection.identity import vehicle_key
from edge.inspection.roster import Roster
from edge.wire.expected import Expected
from tests.carside import drives_by
from tests.examples import NOON
from tests.passages import coverage, damage, observation
from tests.unit.app.test_desk import FLEET, Sees, desk, store_in

KEY = vehicle_key("AB123CD", FLEET)
SCRATCH, ANOTHER, THIRD = 90, 200, 300


class Yard:
    """Where one car comes and goes; each visit shows the scratches that it has by then."""

    def __init__(self, made: Desk) -> None:
        self.desk = made
        self.days = 0.0

    def visit(
        self,
        *lefts: float,
        purpose: Purpose = Purpose.RETURN,
        rental: str | None = None,
        seen: Seen = Seen.SEEN,
        days: float = 1,
        color: str = "red",
        plate: PlateVote | Gap | None = None,
        role: str = "lane",
    ) -> Inspection:
        self.days += days
        car = Expected(key=KEY, rental=rental, purpose=purpose)
        answer = replace(
            observation(*(damage(left=left) for left in lefts)),
            coverage=(coverage(seen, view=role),),
            color=color,
        )
        lane = replace(
            self.desk,
            inspector=Sees(replace(answer, plate=plate or answer.plate)),
            clock=ReplayClock(NOON + timedelta(days=self.days)),
            roster=lambda: Roster.of([car]),
            cameras=frozenset({role}),
        )
        told = lane.file(seen_by(role, drives_by(*lefts))).event.data
        assert isinstance(told, Inspection)
        return told


def seen_by(role: str, passage: Passage) -> Passage:
    views = (replace(view, frame=replace(view.frame, role=role)) for view in passage.views)
    return replace(passage, roles=(role,), views=tuple(views))


def statuses(told: Inspection) -> list[Status]:
    return [each.status for each in told.findings]


def test_what_happened_during_a_rental_is_new_at_its_return_whatever_came_between(tmp_path: Path) -> None:
    with store_in(tmp_path) as store:
        yard = Yard(desk(store, observation()))
        out = yard.visit(SCRATCH, purpose=Purpose.CHECKOUT, rental="R-1")
        between = yard.visit(SCRATCH, ANOTHER, purpose=Purpose.MOVE)
        back = yard.visit(SCRATCH, ANOTHER, rental="R-1")
        again = yard.visit(SCRATCH, ANOTHER, purpose=Purpose.CHECKOUT, rental="R-2")
    assert between.decision is Decision.NEW_DAMAGE
    assert back.baseline is not None
    assert (back.baseline.inspection_id, back.baseline.interval) == (out.inspection_id, Interval.RENTAL)
    assert (back.baseline.age_days, back.baseline.purpose) == (2.0, Purpose.CHECKOUT)
    assert back.baseline.until_at == back.passage.entered_at
    assert (back.decision, statuses(back)) == (Decision.NEW_DAMAGE, [Status.PRE_EXISTING, Status.NEW])
    assert again.baseline is not None
    assert (again.baseline.inspection_id, again.baseline.interval) == (
        back.inspection_id,
        Interval.BETWEEN_RENTALS,
    )
    assert again.decision is Decision.NO_NEW_DAMAGE


def test_a_finding_that_nobody_has_judged_is_carried_on_as_disputed(tmp_path: Path) -> None:
    with store_in(tmp_path) as store:
        yard = Yard(desk(store, observation()))
        yard.visit(SCRATCH)
        new = yard.visit(SCRATCH, ANOTHER).findings[1]
        second, third = yard.visit(SCRATCH, ANOTHER), yard.visit(SCRATCH, ANOTHER)
    assert new.status is Status.NEW
    for later in (second, third):
        assert [each.disputed for each in later.findings] == [None, new.id]
        assert statuses(later) == [Status.PRE_EXISTING, Status.PRE_EXISTING]
        assert later.decision is Decision.NO_NEW_DAMAGE


def test_a_side_that_was_missing_last_time_is_compared_with_the_time_before(tmp_path: Path) -> None:
    with store_in(tmp_path) as store:
        yard = Yard(desk(store, observation()))
        first = yard.visit(SCRATCH)
        dark = yard.visit(SCRATCH, seen=Seen.PARTLY)
        clean = yard.visit(SCRATCH)
    assert dark.decision is Decision.NEEDS_REVIEW
    assert clean.decision is Decision.NO_NEW_DAMAGE
    assert clean.baseline is not None
    assert clean.baseline.inspection_id == dark.inspection_id
    (side,) = clean.baseline.sides
    assert (side.inspection_id, side.age_days) == (first.inspection_id, 2.0)
    assert clean.findings[0].baseline is not None
    assert clean.findings[0].baseline.inspection_id == first.inspection_id


def test_what_is_new_on_such_a_side_may_be_older_than_the_rental(tmp_path: Path) -> None:
    with store_in(tmp_path) as store:
        yard = Yard(desk(store, observation()))
        yard.visit(SCRATCH)
        yard.visit(SCRATCH, ANOTHER, purpose=Purpose.CHECKOUT, rental="R-1", seen=Seen.PARTLY)
        back = yard.visit(SCRATCH, ANOTHER, rental="R-1")
    assert statuses(back) == [Status.PRE_EXISTING, Status.NEW]
    assert back.decision is Decision.NEEDS_REVIEW
    assert back.decision_reasons == ("new_since_older_side:unspecified:lane",)


def test_a_camera_that_is_renamed_costs_one_review_and_its_old_view_s_damage_is_carried_on(
    tmp_path: Path,
) -> None:
    with store_in(tmp_path) as store:
        yard = Yard(desk(store, observation()))
        old = yard.visit(SCRATCH).findings[0]
        renamed = yard.visit(role="front")
        same, scratched = yard.visit(role="front"), yard.visit(ANOTHER, role="front")
        back = yard.visit(SCRATCH)
    note = "view_without_camera:lane"
    assert renamed.decision_reasons == ("baseline_coverage:front", note)
    assert (same.decision, same.decision_reasons) == (
        Decision.NO_NEW_DAMAGE,
        ("every_view_compared", note),
    )
    assert scratched.decision is Decision.NEW_DAMAGE
    for later in (renamed, same, scratched):
        assert (later.findings[-1].id, later.findings[-1].status) == (old.id, Status.NOT_COMPARABLE)
    assert (back.findings[0].status, back.decision) == (Status.PRE_EXISTING, Decision.NO_NEW_DAMAGE)


def test_a_side_that_nobody_ever_saw_well_is_no_claim(tmp_path: Path) -> None:
    with store_in(tmp_path) as store:
        yard = Yard(desk(store, observation()))
        yard.visit(SCRATCH, seen=Seen.PARTLY)
        second = yard.visit(SCRATCH, ANOTHER)
    assert second.decision is Decision.NEEDS_REVIEW
    assert second.decision_reasons == ("baseline_coverage:lane",)
    assert Status.NEW not in statuses(second)


def test_a_baseline_of_two_years_ago_is_compared_with_and_told_as_old(tmp_path: Path) -> None:
    with store_in(tmp_path) as store:
        yard = Yard(desk(store, observation()))
        yard.visit(SCRATCH)
        same, scratched = yard.visit(SCRATCH, days=730), yard.visit(SCRATCH, THIRD, days=730)
    assert same.decision is Decision.NO_NEW_DAMAGE
    assert same.decision_reasons == ("every_view_compared", "baseline_old:730_days")
    assert scratched.decision is Decision.NEW_DAMAGE
    assert scratched.baseline is not None
    assert (scratched.baseline.age_days, scratched.baseline.interval) == (730.0, Interval.LAST_INSPECTION)
