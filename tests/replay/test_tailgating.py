"""A real car twice in one lane, so close behind itself as no barrier can part: as filmed, and otherwise."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
import pytest

from edge.domain.frame import Image
from edge.domain.inspection import Manoeuvre
from edge.domain.passage import Passage
from edge.inspection.manoeuvre import manoeuvres
from tests.replay.remade import DATA, followed, frames, white_car
from tests.replay.watching import told, watched

pytestmark = [
    pytest.mark.data,
    pytest.mark.skipif(
        DATA is None, reason="RETURN_GATE_DATA does not name the folder of pictures and clips"
    ),
]
NEAREST_S = 1.9
"""A fifteenth of a car's length between them; 2.4 s: a fifth; 3 s: half a length."""
BUMPERS_S = 1.75

SEEN: dict[str, tuple[Callable[[Image], Image], str]] = {
    "mirrored": (lambda image: np.asarray(cv2.flip(image, 1), np.uint8), "up"),
    "turned": (lambda image: np.asarray(cv2.flip(image, -1), np.uint8), "down"),
    "along the picture": (lambda image: np.asarray(cv2.rotate(image, cv2.ROTATE_90_CLOCKWISE)), "right"),
    "dark": (lambda image: np.asarray(cv2.convertScaleAbs(image, alpha=0.35), np.uint8), "up"),
}


def assert_two(found: list[Passage], behind_s: float, heading: str = "up") -> tuple[Passage, Passage]:
    first, second = sorted(found, key=lambda passage: passage.entered_ns)
    for late_s, (direction, entered_s, left_s) in zip((0, behind_s), told(found), strict=True):
        assert direction == heading, told(found)
        assert (entered_s, left_s) == pytest.approx((2.4 + late_s, 6.6 + late_s), abs=0.5), told(found)
    return first, second


@pytest.mark.parametrize(("behind_s", "tailgated"), [(NEAREST_S, True), (2.4, True), (3, False)])
def test_two_cars_nose_to_tail_are_two_and_the_second_tailgated(behind_s: float, tailgated: bool) -> None:
    first, second = assert_two(watched(frames(followed(white_car(), behind_s))), behind_s)
    assert manoeuvres(first.track, first.gap_ahead) == ()
    assert manoeuvres(second.track, second.gap_ahead) == ((Manoeuvre.TAILGATED,) if tailgated else ())


@pytest.mark.xfail(
    strict=True, reason="no pixel of lane shows between them: without a detector they are one long thing"
)
def test_two_cars_bumper_to_bumper() -> None:
    assert_two(watched(frames(followed(white_car(), BUMPERS_S))), BUMPERS_S)


@pytest.mark.parametrize(("change", "heading"), SEEN.values(), ids=SEEN.keys())
def test_they_are_two_to_other_cameras(change: Callable[[Image], Image], heading: str) -> None:
    pictures = [change(image) for image in followed(white_car(), NEAREST_S)]
    _, second = assert_two(watched(frames(pictures)), NEAREST_S, heading)
    assert Manoeuvre.TAILGATED in manoeuvres(second.track, second.gap_ahead)


def test_they_are_two_at_half_the_frame_rate() -> None:
    every_other = (frame for frame in frames(followed(white_car(), NEAREST_S)) if frame.sequence % 2 == 0)
    assert_two(watched(every_other), NEAREST_S)


def test_no_view_of_either_shows_the_other_as_its_own() -> None:
    """The kept boxes are a car long, not two."""
    for passage in assert_two(watched(frames(followed(white_car(), NEAREST_S))), NEAREST_S):
        assert max(view.box.height / view.box.width for view in passage.views) < 2.2
