from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from edge.domain.inspection import Decision, Gap, Inspection, Purpose, Seen, Status
from edge.domain.observation import Observation
from edge.inspection.baseline import Baseline
from edge.inspection.compare.kept import Kept
from edge.inspection.conclude import Circumstances, best_coverage, conclude
from edge.inspection.roster import Listing
from tests.carside import drives_by
from tests.examples import KEY, NOON, expected, inspection, judge
from tests.passages import CAR_BOX, coverage, damage, observation, passage, view

NO_PLATE = Gap(stage="plate", reason="no_plate_visible")


def around() -> Circumstances:
    return Circumstances(
        inspection_id="0123456789abcdef",
        purpose=Purpose.RETURN,
        key=KEY,
        image_ids=("picture", "another"),
        entered_at=NOON,
        left_at=NOON + timedelta(seconds=4),
        synchronized=True,
        cameras=frozenset({"lane"}),
    )


def concluded(seen: Observation, earlier: Baseline | Gap | None = None) -> Inspection:
    return conclude(seen, around(), earlier, judge())


def test_the_passage_is_told_as_it_was() -> None:
    told = concluded(observation()).passage
    assert (told.duration_ms, told.frames_seen, told.frames_used, told.frames_missed) == (4000, 50, 1, 3)
    assert (told.entered_at, told.left_at) == (NOON, NOON + timedelta(seconds=4))


def test_the_plate_names_its_picture_and_its_place_in_it() -> None:
    plate = concluded(observation()).vehicle.plate
    assert plate is not None
    assert (plate.text, plate.image_id) == ("AB123CD", "picture")
    assert plate.box == pytest.approx((140 / 320, 100 / 180, 40 / 320, 10 / 180), abs=1e-4)


def test_a_damage_is_placed_in_its_picture_and_on_the_vehicle() -> None:
    (found,) = concluded(observation(damage(left=CAR_BOX.left))).findings
    assert found.id == "01234567-1"
    assert found.box == pytest.approx((0.25, 70 / 180, 20 / 320, 20 / 180), abs=1e-4)
    assert found.vehicle_box == pytest.approx((0, 10 / 80, 20 / 160, 20 / 80), abs=1e-4)
    assert found.size == pytest.approx(20 / 160)


def test_every_absent_answer_is_a_gap() -> None:
    seen = replace(observation(), plate=NO_PLATE, damages=Gap(stage="damage", reason="never_whole"))
    told = concluded(seen, Gap(stage="baseline", reason="baseline_unreachable"))
    assert [gap.stage for gap in told.gaps] == ["plate", "make_model", "damage", "baseline"]
    assert told.vehicle.plate is None
    assert told.findings == ()


def test_the_second_visit_knows_the_first() -> None:
    before, now = drives_by(90), drives_by(90, 200)
    first = concluded(replace(observation(damage()), passage=before))
    left = Kept(
        view="lane", image_id="picture", vehicle=(0, 0, 1, 1), see=lambda: before.views[0].frame.image
    )
    seen = replace(observation(damage(), damage(left=200)), passage=now)
    second = concluded(seen, Baseline(inspection=first, across_blind=True, pictures=(left,)))
    assert (first.decision, second.decision) == (Decision.FIRST_SEEN, Decision.NEW_DAMAGE)
    assert [f.status for f in second.findings] == [Status.PRE_EXISTING, Status.NEW]
    assert second.baseline is not None
    assert second.baseline.inspection_id == first.inspection_id
    assert second.baseline.across_blind


def test_one_damage_that_two_views_show_is_one_finding() -> None:
    both = passage(view(), view())
    once = replace(observation(damage()), passage=both)
    twice = replace(observation(damage(), replace(damage(left=92, view=1), confidence=0.95)), passage=both)
    first = concluded(once)
    second = concluded(twice, Baseline(inspection=first))
    (found,) = second.findings
    assert (found.status, found.confidence, found.image_id) == (Status.PRE_EXISTING, 0.95, "another")
    assert second.decision is Decision.NO_NEW_DAMAGE


def test_the_age_of_the_baseline_is_counted_from_when_it_left() -> None:
    old = replace(inspection(7), passage=replace(inspection(7).passage, left_at=NOON - timedelta(days=2)))
    told = concluded(observation(), Baseline(inspection=old))
    assert told.baseline is not None
    assert told.baseline.age_days == 2


def test_an_expected_car_comes_for_what_the_roster_says() -> None:
    told = conclude(observation(), replace(around(), listing=Listing(car=expected())), None, judge())
    assert (told.purpose, told.rental) == (Purpose.CHECKOUT, "R-7")
    unlisted = concluded(observation())
    assert (unlisted.purpose, unlisted.rental) == (Purpose.RETURN, None)


def test_the_best_of_a_roles_views_counts() -> None:
    dim = replace(coverage(), quality=0.5)
    views = (coverage(Seen.PARTLY), dim, coverage(), coverage(Seen.UNSEEN, view="rear"))
    assert best_coverage(views) == (coverage(), coverage(Seen.UNSEEN, view="rear"))
