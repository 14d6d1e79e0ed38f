from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from itertools import count
from pathlib import Path

import cv2
import numpy as np
import pytest

from edge.app.filing import Desk
from edge.domain.inspection import Blind, Decision, Gap, Inspection, Manoeuvre, Purpose, Status
from edge.domain.observation import Observation
from edge.domain.passage import Direction, Passage
from edge.flow.clock import ReplayClock
from edge.inspection.identity import vehicle_key
from edge.inspection.purpose import Purposes
from edge.inspection.roster import Roster
from edge.storage.store import Store
from edge.wire.event import EventType, event_from_json
from tests.carside import drives_by
from tests.examples import NOON, SOURCE, expected, judge
from tests.passages import damage, observation, passage, plate_vote, view

FLEET = b"a fleet's key"
NO_PLATE = Gap(stage="plate", reason="no_plate_visible")


class Sees:
    """An inspector that says of every passage what it was told to say."""

    def __init__(self, answer: Observation) -> None:
        self.answer = answer

    def inspect(self, passage: Passage) -> Observation:
        return replace(self.answer, passage=passage)


@contextmanager
def store_in(folder: Path) -> Iterator[Store]:
    with Store.open(folder, source=SOURCE) as store:
        yield store


def desk(store: Store, answer: Observation) -> Desk:
    ticks = count(0, 3_000_000)
    return Desk(
        inspector=Sees(answer),
        store=store,
        key=FLEET,
        clock=ReplayClock(NOON),
        purposes=Purposes(usual=Purpose.RETURN),
        now_ns=lambda: next(ticks),
        judge=judge(),
        cameras=frozenset({"lane"}),
    )


def test_the_direction_can_tell_the_purpose(tmp_path: Path) -> None:
    both_ways = Purposes(usual=Purpose.RETURN, by_direction={Direction.UP: Purpose.CHECKOUT})
    with store_in(tmp_path) as store:
        lane = replace(desk(store, observation()), purposes=both_ways)
        told = [
            lane.file(replace(passage(), direction=way)).event.data for way in (Direction.UP, Direction.DOWN)
        ]
    assert [data.purpose for data in told if isinstance(data, Inspection)] == ["checkout", "return"]


def filed(store: Store, answer: Observation, seen: Passage | None = None) -> Inspection:
    data = desk(store, answer).file(seen or passage()).event.data
    assert isinstance(data, Inspection)
    return data


def test_a_passage_is_filed_with_its_pictures_and_waits_to_be_sent(tmp_path: Path) -> None:
    with store_in(tmp_path) as store:
        event = desk(store, observation()).file(passage())
        (row,) = store.outbox.pending(8)
        told = event_from_json(row.body).data
        assert isinstance(told, Inspection)
        (evidence,) = told.evidence
        jpeg = np.frombuffer(store.picture(evidence.sha256), np.uint8)
        assert row.body == event.body
        assert cv2.imdecode(jpeg, cv2.IMREAD_COLOR).shape == (180, 320, 3)
        assert evidence.vehicle_box == (0.25, 0.33333, 0.5, 0.44444)


def test_the_journal_tells_what_the_car_did_on_its_way(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    with store_in(tmp_path) as store:
        told = filed(store, observation(), replace(passage(), gap_ahead=0.2))
    assert told.passage.manoeuvres == (Manoeuvre.TAILGATED,)
    assert ", up, tailgated, " in caplog.text


def test_times_come_from_the_passage_and_cost_from_the_clock_that_runs(tmp_path: Path) -> None:
    with store_in(tmp_path) as store:
        told = filed(store, observation())
    assert told.passage.entered_at == NOON + timedelta(seconds=2)
    assert told.passage.left_at == NOON + timedelta(seconds=6)
    assert told.timing_ms == {"plate": 1.0, "total": 3.0}


def test_the_key_is_the_plates_under_the_fleets_key(tmp_path: Path) -> None:
    with store_in(tmp_path) as store:
        assert filed(store, observation()).vehicle.key == vehicle_key("AB123CD", FLEET)
        assert filed(store, replace(observation(), plate=NO_PLATE)).vehicle.key is None


def test_the_second_visit_is_compared_with_the_first(tmp_path: Path) -> None:
    with store_in(tmp_path) as store:
        first = filed(store, observation(damage()), drives_by(90))
        second = filed(store, observation(damage(), damage(left=200)), drives_by(90, 200))
    assert first.decision is Decision.FIRST_SEEN
    assert second.decision is Decision.NEW_DAMAGE
    assert [f.status for f in second.findings] == [Status.PRE_EXISTING, Status.NEW]
    assert second.baseline is not None
    assert second.baseline.inspection_id == first.inspection_id
    assert not second.baseline.across_blind


def test_what_was_only_suspected_is_known_to_the_next_visit_and_told_to_nobody(tmp_path: Path) -> None:
    doubt = replace(damage(), suspected=True, confidence=0.1)
    with store_in(tmp_path) as store:
        first = filed(store, observation(doubt))
        hard_of_hearing = replace(judge(), surely_from=1.1)
        lane = replace(desk(store, observation(damage())), judge=hard_of_hearing)
        second = lane.file(drives_by(90)).event.data
    assert isinstance(second, Inspection)
    assert first.findings == ()
    assert [(f.status, f.status_reason) for f in second.findings] == [
        (Status.PRE_EXISTING, "suspected_before")
    ]


def test_a_baseline_whose_picture_is_gone_leaves_a_gap_and_no_claim(tmp_path: Path) -> None:
    with store_in(tmp_path) as store:
        first = filed(store, observation())
        store.evidence.drop(first.evidence[0].path)
        second = filed(store, observation(damage()))
    (found,) = second.findings
    assert (found.status, found.status_reason) == (Status.NOT_COMPARABLE, "no_picture")
    assert second.decision is Decision.NEEDS_REVIEW
    assert "no_picture:unspecified:lane" in second.decision_reasons
    assert [(gap.stage, gap.reason) for gap in second.gaps if gap.stage == "baseline"] == [
        ("baseline", "picture_unreadable")
    ]


def test_a_baseline_whose_picture_is_damaged_leaves_a_gap_too(tmp_path: Path) -> None:
    with store_in(tmp_path) as store:
        first = filed(store, observation(damage()))
        (store.evidence.folder / first.evidence[0].path).write_bytes(b"no picture")
        second = filed(store, observation(damage()))
    assert [found.status for found in second.findings] == [Status.PRE_EXISTING]
    assert "picture_unreadable" in [gap.reason for gap in second.gaps]


def test_another_car_has_no_part_in_it(tmp_path: Path) -> None:
    with store_in(tmp_path) as store:
        filed(store, observation())
        other = filed(store, replace(observation(), plate=plate_vote("XY987ZW")))
    assert other.decision is Decision.FIRST_SEEN


def test_the_roster_goes_before_the_direction_and_that_before_the_lane(tmp_path: Path) -> None:
    roster = Roster.of([expected(vehicle_key("AB123CD", FLEET))])
    both_ways = Purposes(usual=Purpose.RETURN, by_direction={Direction.UP: Purpose.MOVE})
    with store_in(tmp_path) as store:
        lane = replace(desk(store, observation()), purposes=both_ways, roster=lambda: roster)
        told = lane.file(passage()).event.data
    assert isinstance(told, Inspection)
    assert (told.purpose, told.rental) == (Purpose.CHECKOUT, "R-7")


def test_a_misread_plate_borrows_nothing_of_the_expected_car_s(tmp_path: Path) -> None:
    right = vehicle_key("AB123CD", FLEET)
    with store_in(tmp_path) as store:
        filed(store, observation(damage()))
        misread = desk(store, replace(observation(damage()), plate=plate_vote("A8123CD")))
        told = replace(misread, roster=lambda: Roster.of([expected(right)])).file(passage()).event.data
    assert isinstance(told, Inspection)
    assert told.vehicle.plate is not None
    assert told.vehicle.plate.text == "A8123CD"
    assert told.vehicle.key == vehicle_key("A8123CD", FLEET)
    assert (told.baseline, told.rental, told.purpose) == (None, None, Purpose.RETURN)
    assert told.decision is Decision.NEEDS_REVIEW
    assert told.decision_reasons == (f"roster:plate_near_expected:{right}", "roster:not_expected")


def test_of_a_car_without_a_plate_the_roster_says_nothing(tmp_path: Path) -> None:
    with store_in(tmp_path) as store:
        unread = desk(store, replace(observation(), plate=NO_PLATE))
        told = replace(unread, roster=lambda: Roster.of([])).file(passage()).event.data
    assert isinstance(told, Inspection)
    assert told.decision_reasons == ("plate:no_plate_visible",)


def test_a_visit_that_somebody_must_review_is_no_baseline(tmp_path: Path) -> None:
    with store_in(tmp_path) as store:
        first = filed(store, observation())
        doubtful = filed(store, replace(observation(damage()), color="blue"))
        third = filed(store, observation())
    assert doubtful.decision is Decision.NEEDS_REVIEW
    assert third.baseline is not None
    assert third.baseline.inspection_id == first.inspection_id


def test_a_comparison_across_a_blind_interval_says_so(tmp_path: Path) -> None:
    blind = Blind(inspection_id="b", from_at=NOON, until_at=NOON + timedelta(hours=1), reason="crash")
    with store_in(tmp_path) as store:
        filed(store, observation())
        store.file(EventType.BLIND, blind, (), NOON + timedelta(hours=1))
        second = filed(store, observation())
    assert second.baseline is not None
    assert second.baseline.across_blind


def test_the_same_picture_twice_is_filed_once(tmp_path: Path) -> None:
    with store_in(tmp_path) as store:
        told = filed(store, observation(), passage(view(), view()))
    assert len(told.evidence) == 1
    assert told.passage.frames_used == 2


def test_a_vehicle_without_a_plate_is_filed_all_the_same(tmp_path: Path) -> None:
    with store_in(tmp_path) as store:
        told = filed(store, replace(observation(damage()), plate=NO_PLATE))
    assert told.decision is Decision.NEEDS_REVIEW
    assert NO_PLATE in told.gaps
    assert len(told.findings) == 1
