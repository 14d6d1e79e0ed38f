"""An inspection's findings against the baseline's: every status, its reason, and what is missing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from edge.domain.frame import Image
from edge.domain.geometry import Box
from edge.domain.inspection import Finding, Gap, Inspection, Seen, Status
from edge.inspection.baseline import Baseline
from edge.inspection.compare.findings import Comparison, Visit, compare
from edge.inspection.compare.kept import Kept
from tests.carside import HEIGHT, HERE, THERE, WIDTH, car_side, seen_again
from tests.examples import finding, inspection, judge
from tests.passages import coverage

UNREADABLE = Gap(stage="baseline", reason="picture_unreadable", detail="then: gone")


def found(
    name: str, box: Box = HERE, *, image_id: str = "now", view: str = "lane", kind: str = "scratch"
) -> Finding:
    return replace(
        finding(None),
        id=name,
        box=box.normalized(WIDTH, HEIGHT),
        vehicle_box=box.normalized(WIDTH, HEIGHT),
        image_id=image_id,
        view=view,
        kind=kind,
        status=Status.NOT_COMPARABLE,
    )


def old(name: str, box: Box = HERE, *, kind: str = "scratch") -> Finding:
    return found(name, box, image_id="then", kind=kind)


def kept(picture: Image | Gap, image_id: str, *, view: str = "lane") -> Kept:
    return Kept(view=view, image_id=image_id, vehicle=(0, 0, 1, 1), see=lambda: picture)


def before(*findings: Finding, seen: Seen = Seen.SEEN) -> Inspection:
    return replace(inspection(7), findings=findings, coverage=(coverage(seen),))


def compared(
    now: tuple[Finding, ...],
    baseline: Inspection | None,
    *,
    earlier: Image | Gap,
    later: Image,
    seen: Seen = Seen.SEEN,
) -> Comparison:
    visit = Visit(findings=now, coverage=(coverage(seen),), pictures=(kept(later, "now"),))
    left = (kept(earlier, "then"),)
    before_it = None if baseline is None else Baseline(inspection=baseline, pictures=left)
    return compare(visit, before_it, judge())


def told(comparison: Comparison) -> dict[str, tuple[Status, str | None]]:
    return {each.id: (each.status, each.status_reason) for each in comparison.findings}


def test_without_a_baseline_nothing_is_compared() -> None:
    answer = compared((found("a"),), None, earlier=car_side(), later=car_side(HERE))
    assert told(answer) == {"a": (Status.NOT_COMPARABLE, None)}


def test_at_the_same_place_it_was_there_before_and_says_where() -> None:
    both = car_side(HERE)
    answer = compared((found("a"),), before(old("old")), earlier=both, later=seen_again(both))
    (same,) = answer.findings
    assert (same.status, same.status_reason) == (Status.PRE_EXISTING, "matched")
    assert same.baseline is not None
    assert (same.baseline.inspection_id, same.baseline.finding_id) == (inspection(7).inspection_id, "old")


def test_what_only_the_later_picture_shows_is_new_and_the_earlier_place_is_told() -> None:
    later = seen_again(car_side(HERE))
    (new,) = compared((found("a"),), before(), earlier=car_side(), later=later).findings
    assert (new.status, new.status_reason) == (Status.NEW, "changed_at_place")
    assert new.status_confidence > 0.5
    assert new.baseline is not None
    assert (new.baseline.finding_id, new.baseline.image_id) == (None, "then")
    assert new.baseline.box is not None
    assert Box.of_size(*new.baseline.box).iou(Box.of_size(*new.box)) > 0.3


@pytest.mark.parametrize(
    ("sees", "status", "reason"),
    [
        (0.001, Status.NOT_COMPARABLE, "doubted_by_second_opinion"),
        (0.32, Status.NEW, "doubted_by_second_opinion"),
        (0.9, Status.NEW, "changed_at_place"),
    ],
)
def test_new_damage_that_the_other_network_does_not_see_is_doubted(
    sees: float, status: Status, reason: str
) -> None:
    seen = replace(found("a"), second_opinion=sees)
    answer = compared((seen,), before(), earlier=car_side(), later=seen_again(car_side(HERE)))
    assert told(answer) == {"a": (status, reason)}


def test_what_both_pictures_show_is_not_new_although_nobody_marked_it_before() -> None:
    both = car_side(HERE)
    answer = compared((found("a"),), before(), earlier=both, later=seen_again(both))
    assert told(answer) == {"a": (Status.PRE_EXISTING, "unchanged_at_place")}


def test_what_is_gone_is_repaired_and_keeps_its_earlier_picture() -> None:
    later = seen_again(car_side())
    (gone,) = compared((), before(old("old")), earlier=car_side(HERE), later=later).findings
    assert (gone.status, gone.status_reason) == (Status.REPAIRED, "changed_at_place")
    assert gone.image_id == "then"


def test_what_the_detector_misses_now_is_carried_on_in_this_visit_s_picture() -> None:
    both = car_side(HERE)
    (still,) = compared((), before(old("old")), earlier=both, later=seen_again(both)).findings
    assert (still.id, still.status, still.image_id) == ("old", Status.PRE_EXISTING, "now")
    assert Box.of_size(*still.box).iou(Box.of_size(*old("old").box)) > 0.3


def test_at_another_place_it_is_new_and_the_old_one_is_gone() -> None:
    later = seen_again(car_side(THERE))
    answer = compared((found("a", THERE),), before(old("old")), earlier=car_side(HERE), later=later)
    assert {name: status for name, (status, _) in told(answer).items()} == {
        "a": Status.NEW,
        "old": Status.REPAIRED,
    }


def test_another_view_has_pictures_of_its_own() -> None:
    rear = found("a", view="rear")
    answer = compared((rear,), before(), earlier=car_side(), later=car_side(HERE))
    assert told(answer) == {"a": (Status.NOT_COMPARABLE, "no_picture")}


def test_on_a_side_that_was_not_seen_well_before_nothing_is_new() -> None:
    partly = before(seen=Seen.PARTLY)
    answer = compared((found("a"),), partly, earlier=car_side(), later=seen_again(car_side(HERE)))
    assert told(answer) == {"a": (Status.NOT_COMPARABLE, "not_seen_well")}


def test_on_a_side_that_is_not_seen_well_now_nothing_is_repaired() -> None:
    later = seen_again(car_side())
    answer = compared((), before(old("old")), earlier=car_side(HERE), later=later, seen=Seen.PARTLY)
    assert told(answer) == {"old": (Status.NOT_COMPARABLE, "not_seen_well")}


def test_what_was_repaired_before_is_new_if_it_is_there_again() -> None:
    repaired = replace(old("old"), status=Status.REPAIRED)
    answer = compared((found("a"),), before(repaired), earlier=car_side(), later=seen_again(car_side(HERE)))
    assert told(answer) == {"a": (Status.NEW, "changed_at_place")}


def test_one_earlier_damage_explains_only_one_where_no_picture_can_be_asked() -> None:
    now = (found("near", HERE.moved(8, 4)), found("exact"))
    answer = compared(now, before(old("old")), earlier=UNREADABLE, later=car_side(HERE))
    assert told(answer) == {
        "near": (Status.NOT_COMPARABLE, "no_picture"),
        "exact": (Status.PRE_EXISTING, "matched"),
    }


def test_a_picture_that_cannot_be_read_is_a_gap_and_nothing_is_called_new_or_repaired() -> None:
    answer = compared((found("a"),), before(old("old", THERE)), earlier=UNREADABLE, later=car_side(HERE))
    assert told(answer) == {
        "a": (Status.NOT_COMPARABLE, "no_picture"),
        "old": (Status.NOT_COMPARABLE, "no_picture"),
    }
    assert answer.gaps == (UNREADABLE,)


def test_the_next_picture_of_that_view_is_asked_where_the_likest_is_gone() -> None:
    both = car_side(HERE)
    visit = Visit(findings=(found("a"),), coverage=(coverage(),), pictures=(kept(seen_again(both), "now"),))
    left = (kept(UNREADABLE, "then"), replace(kept(both, "other"), vehicle=(0.0, 0.0, 1.0, 0.98)))
    answer = compare(visit, Baseline(inspection=before(), pictures=left), judge())
    assert told(answer) == {"a": (Status.PRE_EXISTING, "unchanged_at_place")}
    assert answer.gaps == (UNREADABLE,)


def test_the_likest_viewpoint_is_asked() -> None:
    far = replace(kept(UNREADABLE, "far"), vehicle=(0.3, 0.3, 0.4, 0.4))
    visit = Visit(findings=(found("a"),), coverage=(coverage(),), pictures=(kept(car_side(HERE), "now"),))
    left = (far, kept(car_side(HERE), "then"))
    answer = compare(visit, Baseline(inspection=before(), pictures=left), judge())
    assert answer.gaps == ()
    assert told(answer) == {"a": (Status.PRE_EXISTING, "unchanged_at_place")}
