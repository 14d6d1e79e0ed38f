from __future__ import annotations

import numpy as np

from edge.domain.detection import Detection
from edge.domain.frame import Image
from edge.domain.geometry import Box
from edge.tracking.blobs import Blob
from edge.tracking.standing import LOOK_EVERY_NS, Standing
from edge.tracking.track import Sighting, Track

PARKED = Box.of_size(100, 40, 60, 50)
MODEL = np.zeros((180, 320, 3), np.uint8)


def blob(box: Box, solidity: float = 0.5) -> Blob:
    mask = np.zeros((180, 320), np.uint8)
    mask[int(box.top) : int(box.bottom), int(box.left) : int(box.right)] = 255
    return Blob(box=box, solidity=solidity, mask=mask)


class Detector:
    """Sees the parked car, and counts how often it was asked."""

    def __init__(self) -> None:
        self.asked = 0

    def __call__(self, image: Image) -> list[Detection]:
        self.asked += 1
        return [Detection(label="vehicle", score=0.9, box=PARKED)]


def looked() -> Standing:
    standing = Standing(Detector())
    standing.look(lambda: MODEL, 0, changed=False)
    return standing


def test_pieces_of_a_standing_vehicle_are_one_blob_and_strangers_stay_apart() -> None:
    top, bottom = blob(Box.of_size(105, 40, 50, 10), 1.0), blob(Box.of_size(105, 70, 50, 20), 0.4)
    walker = blob(Box.of_size(20, 40, 10, 40))
    walker_left, joined = looked().joined([top, walker, bottom])
    assert walker_left is walker
    assert joined.box == Box(left=105, top=40, right=155, bottom=90)
    assert abs(joined.solidity - 0.6) < 1e-9
    assert (joined.mask > 0).sum() == 50 * 30


def test_one_piece_is_left_as_it_is() -> None:
    only = blob(Box.of_size(105, 40, 50, 10))
    assert looked().joined([only]) == [only]


def test_a_track_that_began_on_a_standing_vehicle_is_its_own() -> None:
    standing = looked()
    assert standing.holds(Track(1, Sighting(time_ns=0, box=Box.of_size(98, 38, 30, 20), solidity=1)))
    assert not standing.holds(Track(2, Sighting(time_ns=0, box=Box.of_size(0, 38, 110, 20), solidity=1)))


def test_a_vehicle_on_its_old_place_is_there_still() -> None:
    assert looked().is_there_still(PARKED.moved(2, 1))
    assert not looked().is_there_still(PARKED.moved(20, 10))


def test_the_model_is_looked_at_seldom_but_at_once_when_it_was_healed() -> None:
    detector = Detector()
    standing = Standing(detector)
    for time_ns in range(0, LOOK_EVERY_NS, LOOK_EVERY_NS // 10):
        standing.look(lambda: MODEL, time_ns, changed=False)
    assert detector.asked == 1
    standing.look(lambda: MODEL, LOOK_EVERY_NS, changed=False)
    standing.look(lambda: MODEL, LOOK_EVERY_NS + 1, changed=True)
    assert detector.asked == 3
