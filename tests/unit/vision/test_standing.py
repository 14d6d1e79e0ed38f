"""What stands still in the picture while the vehicle moves."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from edge.domain.frame import Frame, Image
from edge.domain.geometry import Box
from edge.domain.passage import View
from edge.vision.standing import stands_still

SPOT = Box.of_size(150, 100, 16, 14)
RANDOM = np.random.default_rng(5)
YARD = cv2.GaussianBlur(RANDOM.integers(0, 256, (240, 320, 3), np.uint8), (0, 0), 3)
DIRT = cv2.GaussianBlur(RANDOM.integers(0, 120, (14, 16, 3), np.uint8), (0, 0), 1)
PAINT = cv2.GaussianBlur(RANDOM.integers(0, 256, (120, 160, 3), np.uint8), (0, 0), 3)


def seen(left: int, top: int = 60, *, drop: float = 0.0, side: float = 1.0) -> View:
    """The yard with a vehicle in it, and dirt on the lens that covers so much."""
    car = np.asarray(cv2.resize(PAINT, None, fx=side, fy=side), np.uint8)
    height, width = car.shape[:2]
    image = np.array(YARD)
    image[top : top + height, left : left + width] = car
    part = image[100:114, 150:166]
    part[:] = part * (1 - drop) + DIRT * drop
    frame = Frame(role="lane", sequence=0, time_ns=0, image=image.astype(np.uint8))
    return View(frame=frame, box=Box.of_size(left, top, width, height), quality=0.8, whole=True)


def with_noise(view: View) -> View:
    noisy: Image = np.clip(view.frame.image + RANDOM.normal(0, 1, view.frame.image.shape), 0, 255).astype(
        np.uint8
    )
    frame = Frame(role="lane", sequence=1, time_ns=1, image=noisy)
    return View(frame=frame, box=view.box, quality=view.quality, whole=True)


def test_what_is_on_the_vehicle_moves_with_it() -> None:
    assert not stands_still(SPOT, seen(80), (with_noise(seen(110)), with_noise(seen(40, 80))))


def test_dirt_on_the_lens_does_not() -> None:
    assert stands_still(SPOT, seen(80, drop=1.0), (with_noise(seen(110, drop=1.0)),))


def test_nor_does_the_scene_beside_the_vehicle() -> None:
    beside = Box.of_size(250, 190, 20, 20)
    assert stands_still(beside, seen(80), (with_noise(seen(20)),))


def test_a_vehicle_that_waits_tells_nothing() -> None:
    view = seen(80)
    assert not stands_still(SPOT, view, (with_noise(view), with_noise(seen(83))))


def test_one_view_alone_tells_nothing() -> None:
    assert not stands_still(SPOT, seen(80, drop=1.0), ())


def test_one_that_comes_nearer_takes_its_places_along() -> None:
    near = with_noise(seen(60, 20, side=1.5))
    assert not stands_still(SPOT, seen(80), (near,))
    assert stands_still(SPOT, seen(80, drop=1.0), (with_noise(seen(60, 20, side=1.5, drop=1.0)),))


@pytest.mark.parametrize(
    "box",
    [
        Box.of_size(-40, -40, 30, 30),
        Box.of_size(0, 0, 2, 2),
        Box.of_size(310, 230, 60, 60),
        Box.of_size(5, 5, 0, 0),
    ],
)
def test_a_place_at_the_border_or_of_no_size_is_no_fault(box: Box) -> None:
    assert stands_still(box, seen(80), (seen(20),)) in (True, False)


def test_a_picture_of_another_size_tells_nothing() -> None:
    other = seen(110, drop=1.0)
    small = Frame(role="lane", sequence=1, time_ns=1, image=np.ascontiguousarray(other.frame.image[::2, ::2]))
    assert not stands_still(
        SPOT, seen(80, drop=1.0), (View(frame=small, box=other.box, quality=0.8, whole=True),)
    )


def test_an_even_place_is_no_proof() -> None:
    grey = Frame(role="lane", sequence=0, time_ns=0, image=np.full((240, 320, 3), 90, np.uint8))
    here, there = (
        View(frame=grey, box=Box.of_size(x, 60, 160, 120), quality=0.8, whole=True) for x in (80, 110)
    )
    assert not stands_still(SPOT, here, (there,))
