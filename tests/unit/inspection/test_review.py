"""What becomes of an inspection that a person has corrected."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from edge.domain.inspection import (
    BaselineRef,
    Decision,
    Finding,
    Gap,
    Inspection,
    Purpose,
    Seen,
    SideRef,
    Status,
)
from edge.inspection.baseline import Baseline
from edge.inspection.review import compared_again, corrected, revised, takes_its_place
from edge.wire.ruling import Correction, FindingVerdict, Review
from tests.examples import KEY, NOON, finding, inspection, judge, plate
from tests.passages import coverage

ID = inspection().inspection_id
SIDE = (coverage(view="left"),)
CAMERAS = ("left", "rear")


def filed(*findings: Finding, decision: Decision = Decision.NEW_DAMAGE) -> Inspection:
    return replace(inspection(), findings=findings, coverage=SIDE, decision=decision, gaps=())


def found(n: int, status: Status = Status.NEW, name: str | None = None) -> Finding:
    return replace(finding(None), id=name or f"{ID[:8]}-{n}", status=status)


def said(*findings: tuple[int, FindingVerdict], **more: object) -> Review:
    corrections = tuple(Correction(id=f"{ID[:8]}-{n}", verdict=verdict) for n, verdict in findings)
    plain = Review(transaction="t", by="Kim", why="looked", inspection=ID, findings=corrections)
    return replace(plain, **more)  # type: ignore[arg-type]


def known() -> Baseline:
    return Baseline(inspection=replace(inspection(7), coverage=SIDE))


def after(
    before: Inspection, review: Review, baseline: Baseline | Gap | None = None
) -> tuple[Decision, tuple[str, ...]]:
    told = revised(before, review, known() if baseline is None else baseline, at=NOON, cameras=CAMERAS)
    return told.decision, told.decision_reasons


def test_a_revision_says_who_corrected_what_and_why() -> None:
    told = revised(
        filed(found(1)),
        said((1, FindingVerdict.NEW), purpose=Purpose.MOVE),
        known(),
        at=NOON,
        cameras=CAMERAS,
    )
    assert told.review is not None
    assert (told.revision, told.review.by, told.review.why, told.review.at) == (1, "Kim", "looked", NOON)
    assert (told.review.corrected, told.review.judged) == (("purpose", "findings"), (f"{ID[:8]}-1",))


def test_what_a_person_calls_no_damage_is_no_finding() -> None:
    before = filed(found(1), found(2, Status.PRE_EXISTING))
    told = revised(before, said((1, FindingVerdict.NO_DAMAGE)), known(), at=NOON, cameras=CAMERAS)
    assert [each.id for each in told.findings] == [f"{ID[:8]}-2"]
    assert (told.decision, told.decision_reasons) == (Decision.NO_NEW_DAMAGE, ("every_view_compared",))


def test_what_a_person_calls_old_is_not_new() -> None:
    (old,) = revised(
        filed(found(1)), said((1, FindingVerdict.PRE_EXISTING)), known(), at=NOON, cameras=CAMERAS
    ).findings
    assert (old.status, old.status_confidence, old.status_reason) == (Status.PRE_EXISTING, 1.0, "judged")
    assert after(filed(found(1)), said((1, FindingVerdict.PRE_EXISTING)))[0] is Decision.NO_NEW_DAMAGE


def test_one_of_two_that_is_new_is_enough() -> None:
    verdict = after(filed(found(1), found(2)), said((1, FindingVerdict.PRE_EXISTING)))
    assert verdict == (Decision.NEW_DAMAGE, ("new:dent:left",))


def test_what_a_person_calls_new_is_new_whatever_else_is_in_doubt() -> None:
    dark = replace(
        filed(found(1, Status.NOT_COMPARABLE), decision=Decision.NEEDS_REVIEW),
        coverage=(coverage(Seen.PARTLY, view="left"),),
    )
    assert after(dark, said((1, FindingVerdict.NEW))) == (
        Decision.NEW_DAMAGE,
        ("new:dent:left", "coverage:left:partly"),
    )


def test_a_side_that_no_camera_saw_no_person_has_seen_either() -> None:
    dark = replace(filed(found(1)), coverage=(coverage(Seen.PARTLY, view="left"),))
    assert after(dark, said((1, FindingVerdict.NO_DAMAGE)))[0] is Decision.NEEDS_REVIEW


@pytest.mark.parametrize(
    ("plate", "decision"), [(None, Decision.NEEDS_REVIEW), ("AB123CD", Decision.NO_NEW_DAMAGE)]
)
def test_a_true_plate_clears_up_which_car_it_was(plate: str | None, decision: Decision) -> None:
    doubtful = replace(filed(), decision_reasons=("identity:color_was_blue_is_red", "roster:not_expected"))
    assert after(doubtful, said(plate=plate, purpose=Purpose.MOVE))[0] is decision


def test_without_a_plate_or_a_baseline_it_is_what_it_would_have_been() -> None:
    gap = Gap(stage="baseline", reason="baseline_unreachable")
    assert after(filed(), said(rental="R"), gap)[1] == ("baseline:baseline_unreachable",)
    unread = replace(inspection(key=None), coverage=SIDE)
    assert after(unread, said(rental="R")) == (Decision.NEEDS_REVIEW, ("plate:no_plate_visible",))
    first = revised(filed(), said(rental="R"), None, at=NOON, cameras=CAMERAS)
    assert (first.decision, first.decision_reasons) == (Decision.FIRST_SEEN, ("no_earlier_inspection",))


def test_what_stays_compared_as_it_was_is_never_a_first_visit_and_keeps_its_doubts() -> None:
    at_back = (
        SideRef(view="left", inspection_id="older", at=NOON, age_days=9),
        SideRef(view="rear", inspection_id="old", at=NOON, age_days=2),
    )
    compared = replace(
        filed(found(1), found(9, Status.NOT_COMPARABLE, "another-4")),
        baseline=BaselineRef(inspection_id="old", at=NOON, age_days=2, sides=at_back),
    )

    def told(before: Inspection, *findings: tuple[int, FindingVerdict]) -> tuple[Decision, tuple[str, ...]]:
        revision = revised(before, said(*findings), None, at=NOON, cameras=CAMERAS)
        assert revision.baseline == before.baseline
        return revision.decision, revision.decision_reasons

    no_damage = (1, FindingVerdict.NO_DAMAGE)
    assert told(compared, no_damage) == (Decision.NO_NEW_DAMAGE, ("every_view_compared",))
    assert told(compared) == (Decision.NEEDS_REVIEW, ("new_since_older_side:dent:left",))
    doubt = ("baseline_coverage:left", "coverage:rear:not_in_view")
    unsure = replace(compared, decision_reasons=(*doubt, "roster:not_expected"))
    assert told(unsure, no_damage) == (Decision.NEEDS_REVIEW, doubt)
    sure = revised(unsure, said((1, FindingVerdict.NEW)), None, at=NOON, cameras=CAMERAS)
    assert sure.decision_reasons == ("new:dent:left", *doubt)
    assert told(sure, no_damage) == (Decision.NEEDS_REVIEW, doubt), "a later verdict claims no more"


@pytest.mark.parametrize(("rental", "days", "fits"), [(None, 0, True), (None, 1, False), ("R-1", 1, True)])
def test_only_the_checkout_of_its_rental_is_older_than_what_was_filed_and_takes_its_place(
    rental: str | None, days: int, fits: bool
) -> None:
    out = replace(inspection(7), purpose=Purpose.CHECKOUT, rental="R-1")
    ref = BaselineRef(inspection_id="old", at=out.passage.left_at + timedelta(days=days), age_days=2)
    assert takes_its_place(Baseline(inspection=out), ref, rental) is fits
    assert not takes_its_place(None, ref, rental)


def test_the_true_plate_takes_the_place_of_the_one_that_was_read() -> None:
    read = replace(filed(), vehicle=replace(inspection().vehicle, plate=plate()))
    told = corrected(read, said(), plate="AB123CD", key=KEY).vehicle.plate
    assert told is not None
    assert (told.text, told.raw, told.confidence, told.image_id) == ("AB123CD", "12 가 3456", 1.0, "i1")
    assert len(told.char_confidence) == 7


def test_a_plate_that_nobody_had_read_is_on_no_picture() -> None:
    unread = inspection(key=None)
    told = corrected(unread, said(), plate="AB123CD", key=KEY)
    assert told.vehicle.plate is not None
    assert (told.vehicle.plate.box, told.vehicle.plate.image_id) == (None, None)
    assert told.gaps == ()
    assert told.vehicle.key == KEY


def test_an_empty_rental_is_none_and_what_is_not_said_stays() -> None:
    rented = replace(filed(), rental="R-1")
    assert corrected(rented, said(rental=""), plate=None, key=KEY).rental is None
    assert corrected(rented, said(rental="R-2"), plate=None, key=KEY).rental == "R-2"
    assert corrected(rented, said(), plate=None, key=KEY) == rented


def test_compared_with_nothing_it_keeps_what_it_saw_itself_and_what_a_person_judged() -> None:
    carried = replace(found(9, Status.PRE_EXISTING, "another-4"), disputed="x")
    judged = replace(found(2, Status.PRE_EXISTING), status_reason="judged")
    told = compared_again(filed(found(1), judged, carried), None, (), judge())
    assert [(each.id[-1], each.status) for each in told.findings] == [
        ("1", Status.NOT_COMPARABLE),
        ("2", Status.PRE_EXISTING),
    ]
    assert told.baseline is None
