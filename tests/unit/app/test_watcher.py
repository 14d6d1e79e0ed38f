"""What the watch knows between the passages."""

from __future__ import annotations

from edge.app.watcher import Watcher
from edge.domain.detection import Detection
from edge.domain.frame import Image
from edge.domain.geometry import Box
from edge.domain.passage import Direction
from edge.tracking.judgement import VehicleRules
from tests.replay.scenes import RED, Car, Scene, Walker, chained, standing, straight

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
