"""What the watch knows between the passages."""

from __future__ import annotations

import numpy as np
import pytest

from edge.app.watcher import Watcher
from edge.domain.detection import Detection
from edge.domain.frame import Image
from edge.domain.geometry import Box
from edge.domain.passage import Direction
from edge.tracking.judgement import VehicleRules
from tests.replay.scenes import RED, Car, Scene, Walker, across, chained, standing, straight
from tests.replay.watching import sees_nothing

PLACE = (150, 110)
GONE_S = 5.0


class SeesRed:
    """A detector that knows one red car on one place, and remembers what it was asked and said."""

    def __init__(self) -> None:
        self.told: list[bool] = []

    def __call__(self, image: Image) -> list[Detection]:
        blue, _, red = image[PLACE[1] - 12 : PLACE[1] + 12, PLACE[0] - 10 : PLACE[0] + 10].mean(axis=(0, 1))
        self.told.append(bool(red > blue + 60))
        box = Box.of_size(PLACE[0] - 52, PLACE[1] - 25, 104, 50)
        return [Detection(label="vehicle", score=0.9, box=box)] if self.told[-1] else []


def test_a_vehicle_that_vanished_from_an_empty_lane_is_known_to_have_gone_at_once() -> None:
    """Between two pictures: only its ghost is left, and nothing else moves."""
    gone = chained((GONE_S, standing(PLACE)), (99, standing((900, 110))))
    walker = Walker(path=straight((-40, 40), (360, 40), 0.5, 3))
    scene = Scene(things=(Car(path=gone, heading=Direction.RIGHT, color=RED), walker))
    detector = SeesRed()
    watcher = Watcher(detect=detector, rules=VehicleRules())
    for frame in scene.frames(GONE_S + 2):
        watcher.step(frame)
    assert detector.told[0]
    assert not detector.told[-1]


def test_a_vehicle_is_known_to_be_in_view_until_its_passage_is_told() -> None:
    car = Car(path=across(Direction.RIGHT, begin_s=1, seconds=3), heading=Direction.RIGHT)
    watcher = Watcher(detect=sees_nothing, rules=VehicleRules())
    known, told = [], []
    for frame in Scene(things=(car,)).frames(6):
        told += watcher.step(frame)
        known += [(frame.time_ns / 1e9, since_ns) for since_ns in watcher.since_ns]
    (passage,) = told
    assert {since_ns for _, since_ns in known} == {passage.entered_ns}
    assert np.diff([at for at, _ in known]) == pytest.approx(0.1), "from first to last without a hole"
    assert known[0][0] == pytest.approx(1.1, abs=0.3)
    assert known[-1][0] == pytest.approx(4.6, abs=0.3)


def test_a_vehicle_that_stands_in_view_from_the_start_is_not_awaited() -> None:
    parked = Car(path=standing(PLACE), heading=Direction.RIGHT, color=RED)
    watcher = Watcher(detect=SeesRed(), rules=VehicleRules())
    for frame in Scene(things=(parked,)).frames(4):
        watcher.step(frame)
        assert watcher.since_ns == ()
