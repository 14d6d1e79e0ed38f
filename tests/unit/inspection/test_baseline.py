"""What a vehicle is compared with: which visit, which of its sides, and what is said of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from edge.domain.inspection import (
    Decision,
    Evidence,
    Finding,
    FindingBaseline,
    Gap,
    Inspection,
    Interval,
    Provenance,
    Purpose,
    Seen,
    Status,
)
from edge.inspection.baseline import accepted, age_notes, compose, interval_of, reference, well_seen
from tests.examples import finding, inspection
from tests.passages import coverage


def visit(number: int, **sides: Seen) -> Inspection:
    """With one finding and one picture of each view that it tells of."""
    views = tuple(coverage(seen, view=view) for view, seen in sides.items())
    return replace(
        inspection(number),
        coverage=views,
        findings=tuple(found(f"{number}-{side.view}", side.view) for side in views),
        evidence=tuple(picture(f"{number}-{side.view}", side.view) for side in views),
    )


def found(name: str, view: str, status: Status = Status.NOT_COMPARABLE) -> Finding:
    return replace(finding(None), id=name, view=view, status=status)


def picture(name: str, view: str) -> Evidence:
    return Evidence(
        image_id=name, role="view", view=view, sha256="ab" * 32, bytes=1, width=1, height=1, path="p"
    )


def told(visits: list[Inspection]) -> tuple[set[str], set[str], set[str]]:
    """Findings, pictures and well-seen views of what they make together."""
    made = compose(visits).inspection
    return (
        {each.id for each in made.findings},
        {each.image_id for each in made.evidence},
        {each.view for each in made.coverage if each.status is Seen.SEEN},
    )


def test_one_visit_is_a_baseline_as_it_is() -> None:
    assert compose([visit(1, left=Seen.SEEN)]).inspection == visit(1, left=Seen.SEEN)


def test_a_side_that_was_not_seen_well_keeps_its_earlier_state() -> None:
    visits = [visit(2, left=Seen.SEEN, rear=Seen.PARTLY), visit(1, left=Seen.SEEN, rear=Seen.SEEN)]
    assert told(visits) == ({"2-left", "1-rear"}, {"2-left", "1-rear"}, {"left", "rear"})
    made = compose(visits)
    assert made.inspection.inspection_id == inspection(2).inspection_id
    assert made.of("rear").inspection_id == inspection(1).inspection_id
    assert made.older == {"rear"}


def test_a_side_that_another_camera_saw_once_is_not_forgotten() -> None:
    visits = [visit(2, left=Seen.SEEN), visit(1, left=Seen.SEEN, rear=Seen.SEEN)]
    assert told(visits)[0] == {"2-left", "1-rear"}


def test_a_side_that_nobody_ever_saw_well_is_the_newest_s_and_stays_missing() -> None:
    visits = [visit(2, left=Seen.SEEN, rear=Seen.UNSEEN), visit(1, rear=Seen.PARTLY)]
    assert told(visits) == ({"2-left", "2-rear"}, {"2-left", "2-rear"}, {"left"})
    assert compose(visits).older == set()


def test_where_nobody_looked_for_damage_no_side_is_clean() -> None:
    unlooked = replace(visit(2, left=Seen.SEEN), findings=(), gaps=(Gap(stage="damage", reason="overload"),))
    assert well_seen(unlooked) == ()
    assert told([unlooked, visit(1, left=Seen.SEEN)])[0] == {"1-left"}
    (alone,) = compose([unlooked]).inspection.coverage
    assert (alone.status, alone.reason) == (Seen.PARTLY, "damage_not_looked_for")


@pytest.mark.parametrize(
    "reason",
    ["identity:color_was_red_is_blue", "roster:plate_near_expected:00112233445566778899aabbccddeeff"],
)
def test_a_visit_that_may_be_another_car_s_is_not_accepted(reason: str) -> None:
    doubtful = replace(inspection(), decision=Decision.NEEDS_REVIEW, decision_reasons=("x", reason))
    assert not accepted(doubtful)
    assert not accepted(inspection(key=None))


def test_a_visit_in_doubt_for_another_reason_is() -> None:
    reasons = ("coverage:rear:small_or_blurred", "roster:not_expected")
    assert accepted(replace(inspection(), decision=Decision.NEEDS_REVIEW, decision_reasons=reasons))


def under_review(number: int, *findings: Finding) -> Inspection:
    return replace(visit(number, left=Seen.SEEN), findings=findings, decision=Decision.NEW_DAMAGE)


def disputes(visits: list[Inspection], settled: frozenset[str] = frozenset()) -> list[str | None]:
    return [each.disputed for each in compose(visits, settled).inspection.findings]


def test_what_is_new_and_that_nobody_has_judged_is_disputed_from_visit_to_visit() -> None:
    new = found("f", "left", Status.NEW)
    assert disputes([under_review(1, new)]) == ["f"]
    carried = replace(found("g", "left", Status.PRE_EXISTING), disputed="f")
    later = replace(under_review(2, carried), decision=Decision.NO_NEW_DAMAGE)
    assert disputes([later]) == ["f"]
    assert disputes([later], frozenset({"f"})) == [None]


def test_what_was_there_before_is_not_disputed() -> None:
    link = FindingBaseline(inspection_id="i", finding_id="old", image_id=None, box=None)
    untold = replace(found("f", "left"), baseline=link)
    assert disputes([under_review(1, untold, found("g", "left", Status.PRE_EXISTING))]) == [None, None]
    first = replace(under_review(1, found("f", "left")), decision=Decision.FIRST_SEEN)
    assert disputes([first]) == [None]


def came(purpose: Purpose, rental: str | None = None) -> Inspection:
    return replace(inspection(), purpose=purpose, rental=rental)


@pytest.mark.parametrize(
    ("now", "rental", "then", "interval"),
    [
        (Purpose.RETURN, "R-1", came(Purpose.CHECKOUT, "R-1"), Interval.RENTAL),
        (Purpose.RETURN, "R-2", came(Purpose.CHECKOUT, "R-1"), Interval.LAST_INSPECTION),
        (Purpose.RETURN, None, came(Purpose.CHECKOUT, "R-1"), Interval.LAST_INSPECTION),
        (Purpose.RETURN, None, came(Purpose.CHECKOUT), Interval.LAST_INSPECTION),
        (Purpose.RETURN, "R-1", came(Purpose.RETURN, "R-1"), Interval.LAST_INSPECTION),
        (Purpose.CHECKOUT, "R-2", came(Purpose.RETURN, "R-1"), Interval.BETWEEN_RENTALS),
        (Purpose.MOVE, None, came(Purpose.RETURN, "R-1"), Interval.BETWEEN_RENTALS),
        (Purpose.CHECKOUT, "R-2", came(Purpose.CHECKOUT, "R-1"), Interval.LAST_INSPECTION),
        (Purpose.UNKNOWN, None, came(Purpose.RETURN), Interval.LAST_INSPECTION),
    ],
)
def test_the_interval_says_who_had_the_car(
    now: Purpose, rental: str | None, then: Inspection, interval: Interval
) -> None:
    assert interval_of(now, rental, then) is interval


def test_both_ends_and_every_side_s_age_are_told() -> None:
    made = compose([visit(2, left=Seen.SEEN, rear=Seen.PARTLY), before(visit(1, rear=Seen.SEEN), days=3)])
    entered = inspection().passage.left_at + timedelta(days=2)
    said = reference(made, purpose=Purpose.CHECKOUT, rental=None, entered_at=entered)
    assert (said.at, said.until_at, said.age_days) == (inspection().passage.left_at, entered, 2.0)
    assert (said.purpose, said.interval) == (Purpose.RETURN, Interval.BETWEEN_RENTALS)
    assert said.provenance is Provenance.OWN
    assert {(side.view, side.inspection_id, side.age_days) for side in said.sides} == {
        ("left", inspection(2).inspection_id, 2.0),
        ("rear", inspection(1).inspection_id, 5.0),
    }


def before(record: Inspection, *, days: int) -> Inspection:
    left_at = record.passage.left_at - timedelta(days=days)
    return replace(record, passage=replace(record.passage, left_at=left_at))


def test_a_baseline_of_two_years_ago_is_told_as_old_and_one_of_last_year_is_not() -> None:
    left_at = inspection().passage.left_at
    for days, notes in ((730, ("baseline_old:730_days",)), (364, ())):
        said = reference(
            compose([inspection()]),
            purpose=Purpose.RETURN,
            rental=None,
            entered_at=left_at + timedelta(days=days),
        )
        assert age_notes(said) == notes
    assert age_notes(None) == ()
