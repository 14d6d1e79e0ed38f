"""Laying one picture of a vehicle onto another: found to a pixel, through light and noise, or not claimed."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from edge.domain.frame import Image
from edge.domain.geometry import Box
from edge.vision.align import Alignment, Matrix, align, carried

WIDTH, HEIGHT = 480, 320
WHOLE = Box(left=0, top=0, right=WIDTH, bottom=HEIGHT)
CORNERS = np.array([[[0.0, 0.0], [WIDTH, 0.0], [WIDTH, HEIGHT], [0.0, HEIGHT]]])


def scene(seed: int = 0) -> Image:
    """Something with corners of all sizes: ellipses and lines over one another."""
    dice = np.random.default_rng(seed)
    picture = np.full((HEIGHT, WIDTH), 128, np.uint8)
    for _ in range(120):
        middle = (int(dice.integers(WIDTH)), int(dice.integers(HEIGHT)))
        axes = (int(dice.integers(3, 40)), int(dice.integers(3, 40)))
        cv2.ellipse(picture, middle, axes, float(dice.integers(180)), 0, 360, (int(dice.integers(256)),), -1)
    return cv2.GaussianBlur(picture, (0, 0), 1.0).astype(np.uint8)


def another_place(reach: float = 0.07, seed: int = 1) -> Matrix:
    shift = np.random.default_rng(seed).uniform(-reach, reach, (4, 2)) * (WIDTH, HEIGHT)
    target = (CORNERS[0] + shift).astype(np.float32)
    return np.asarray(cv2.getPerspectiveTransform(CORNERS[0].astype(np.float32), target), np.float64)


def seen_from(picture: Image, onto: Matrix) -> Image:
    return np.asarray(cv2.warpPerspective(picture, onto, (WIDTH, HEIGHT)), np.uint8)


def off_px(found: Matrix, true: Matrix) -> float:
    there, truly = (cv2.perspectiveTransform(CORNERS, each) for each in (found, true))
    return float(np.linalg.norm(there - truly, axis=2).max())


@pytest.mark.parametrize("seed", range(4))
def test_a_change_of_viewpoint_is_found_to_two_pixels(seed: int) -> None:
    onto = another_place(seed=seed)
    found = align(scene(seed), seen_from(scene(seed), onto), WHOLE, WHOLE)
    assert off_px(found.onto, onto) < 2.0
    assert found.fit > 0.6


def test_through_other_light_blur_and_noise() -> None:
    onto = another_place()
    later = cv2.GaussianBlur(seen_from(scene(), onto), (0, 0), 1.2) * np.linspace(0.5, 1.1, WIDTH) + 12
    later += np.random.default_rng(0).normal(0, 5, later.shape)
    found = align(scene(), np.clip(later, 0, 255).astype(np.uint8), WHOLE, WHOLE)
    assert off_px(found.onto, onto) < 3.0


def test_a_vehicle_that_stands_elsewhere_is_found_and_not_the_ground_that_stayed() -> None:
    ground, vehicle = scene(8), scene(9)[60:220, 100:320]
    earlier, later = ground.copy(), ground.copy()
    earlier[80:240, 60:280] = vehicle
    later[100:260, 180:400] = vehicle
    found = align(
        earlier,
        later,
        Box(left=60, top=80, right=280, bottom=240),
        Box(left=180, top=100, right=400, bottom=260),
    )
    place = carried(Box(left=100, top=120, right=140, bottom=150), found.onto)
    assert place.iou(Box(left=220, top=140, right=260, bottom=170)) > 0.9


@pytest.mark.parametrize("later", [scene(5), np.full((HEIGHT, WIDTH), 90, np.uint8)])
def test_what_does_not_agree_is_laid_box_onto_box_and_claims_no_fit(later: Image) -> None:
    earlier_box = Box(left=40, top=40, right=240, bottom=140)
    later_box = Box(left=60, top=50, right=460, bottom=300)
    found = align(scene(), later, earlier_box, later_box)
    assert found.fit == 0.0
    assert carried(earlier_box, found.onto).iou(later_box) > 0.999


def test_the_way_back_is_the_inverse() -> None:
    there = Alignment(onto=another_place(), fit=1.0)
    box = Box(left=100, top=80, right=180, bottom=130)
    assert box.covered_by(carried(carried(box, there.onto), there.back).grown(1e-9)) == 1.0


@pytest.mark.parametrize(
    "vehicle",
    [
        Box(left=-90, top=-80, right=-10, bottom=-5),
        Box(left=600, top=10, right=900, bottom=200),
        Box(left=50, top=50, right=50, bottom=50),
        Box(left=0, top=100, right=WIDTH, bottom=103),
    ],
    ids=["outside", "beyond the right border", "empty", "a line"],
)
def test_a_vehicle_that_is_hardly_in_the_picture_is_no_error_and_no_claim(vehicle: Box) -> None:
    found = align(scene(), scene(), vehicle, WHOLE)
    assert found.fit == 0.0
    assert np.isfinite(found.back).all()


def test_a_thumbnail_is_too_small_to_align() -> None:
    small = scene()[:20, :30].copy()
    whole = Box(left=0, top=0, right=30, bottom=20)
    assert align(small, small, whole, whole).fit == 0.0
