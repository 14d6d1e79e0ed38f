"""What is measured at a place of two pictures: still under other light, loud where something is gone."""

from __future__ import annotations

from dataclasses import asdict

import cv2
import numpy as np
import pytest

from edge.domain.frame import Image
from edge.domain.geometry import Box
from edge.vision.change import Change, change
from edge.vision.patches import AREA_PX, SIDE_PX, Patches, Unmeasured, patches
from edge.vision.pyramid import Pyramid
from tests.carside import HERE, THERE, WIDTH, car_side

SAME = np.eye(3)


def measured(shown: Image, other: Image, box: Box = HERE) -> Change:
    both = patches(Pyramid.of(shown), Pyramid.of(other), SAME, box)
    assert isinstance(both, Patches)
    return change(both)


def test_the_same_picture_has_not_changed() -> None:
    told = measured(car_side(HERE), car_side(HERE))
    assert told.order == pytest.approx(0, abs=0.05)
    assert told.likeness == pytest.approx(1, abs=0.01)
    assert told.correlation == pytest.approx(1, abs=0.01)
    assert told.shown > 0.9


def test_a_scratch_that_is_not_there_is_loud_and_confined() -> None:
    told, still = measured(car_side(HERE), car_side()), measured(car_side(HERE), car_side(HERE))
    assert told.confined > 0.3
    assert told.likeness < 0.3
    assert told.shown < 0.5
    assert told.order > still.order + 0.3
    assert told.coarse_difference > still.coarse_difference
    assert told.gained > 0.2 > abs(still.gained)


def test_what_is_smoother_now_has_gained_nothing() -> None:
    assert measured(car_side(), car_side(HERE)).gained < -0.2


@pytest.mark.parametrize(
    "again",
    [
        lambda picture: np.clip(picture * 0.6 + 20, 0, 255),
        lambda picture: np.clip(picture * np.linspace(0.7, 1.2, WIDTH)[None, :, None], 0, 255),
        lambda picture: cv2.GaussianBlur(picture, (0, 0), 1.2),
        lambda picture: np.clip(picture + np.random.default_rng(0).normal(0, 4, picture.shape), 0, 255),
    ],
    ids=["darker", "brighter to one side", "blurred", "noisy"],
)
def test_light_blur_and_noise_are_no_change(again: object) -> None:
    assert callable(again)
    picture = car_side(HERE)
    told = measured(picture, np.asarray(again(picture), np.uint8))
    gone = measured(picture, np.asarray(again(car_side()), np.uint8))
    assert told.correlation > 0.8 > gone.correlation + 0.1
    assert told.likeness > gone.likeness + 0.3


def test_a_picture_a_little_off_is_shifted_into_place() -> None:
    picture = car_side(HERE)
    off = np.roll(picture, (2, -3), (0, 1))
    assert measured(picture, off).correlation > 0.95


def test_every_measure_is_a_number_where_both_pictures_are_blank() -> None:
    blank = np.full_like(car_side(), 120)
    assert all(np.isfinite(value) for value in asdict(measured(blank, blank)).values())


def test_a_large_place_costs_no_more_than_a_small_one() -> None:
    large = Box(left=20, top=20, right=620, bottom=380)
    both = patches(Pyramid.of(car_side()), Pyramid.of(car_side()), SAME, large)
    assert isinstance(both, Patches)
    assert both.this.size <= AREA_PX * 1.05
    assert max(both.this.shape) <= SIDE_PX


def test_a_box_that_reaches_beyond_the_picture_is_judged_inside() -> None:
    edge = Box(left=-20, top=100, right=40, bottom=140)
    assert isinstance(patches(Pyramid.of(car_side()), Pyramid.of(car_side()), SAME, edge), Patches)


@pytest.mark.parametrize(
    "box", [Box(left=-90, top=-50, right=-10, bottom=-5), Box(left=5, top=5, right=5, bottom=9)]
)
def test_a_box_outside_the_picture_is_not_measured(box: Box) -> None:
    side = Pyramid.of(car_side())
    assert patches(side, side, SAME, box) is Unmeasured.OUTSIDE


def test_a_place_that_the_other_picture_does_not_reach_is_not_measured() -> None:
    far = np.array([[1, 0, 400.0], [0, 1, 0], [0, 0, 1]])
    assert patches(Pyramid.of(car_side()), Pyramid.of(car_side()), far, HERE) is Unmeasured.OUTSIDE


def test_a_place_that_is_white_in_one_picture_is_not_measured() -> None:
    white = car_side()
    white[200:270, 400:500] = 255
    assert patches(Pyramid.of(car_side(THERE)), Pyramid.of(white), SAME, THERE) is Unmeasured.UNLIT


@pytest.mark.parametrize("scale", [1.0, 0.5, 0.3, 0.11])
def test_a_reduced_patch_shows_the_same_place(scale: float) -> None:
    """Against reducing by area, the exact way."""
    grey = Pyramid.of(car_side())
    size = round(WIDTH * scale), round(400 * scale)
    shift = 0.5 * scale - 0.5
    seen = grey.seen(np.array([[scale, 0, shift], [0, scale, shift], [0, 0, 1.0]]), size, scale)
    exact = cv2.resize(grey.grey, size, interpolation=cv2.INTER_AREA)
    assert np.abs(seen - exact)[2:-2, 2:-2].mean() < 6
