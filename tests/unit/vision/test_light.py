"""Light and things on a lane, drawn."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from edge.domain.frame import Image
from edge.vision.background import Mask, difference
from edge.vision.light import is_light

HEIGHT, WIDTH = 180, 320


def lane() -> Image:
    grain = np.random.default_rng(4).normal(0, 4, (HEIGHT, WIDTH, 3))
    return (90 + cv2.GaussianBlur(grain, (3, 3), 0)).astype(np.uint8)


def spot(soft: float) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    """(180, 320, 1), 0 to 1: an ellipse whose edge is blurred by so many pixels."""
    canvas = np.zeros((HEIGHT, WIDTH), np.float32)
    cv2.ellipse(canvas, (160, 90), (60, 35), 0, 0, 360, (1.0,), cv2.FILLED)
    return np.asarray(cv2.GaussianBlur(canvas, (0, 0), soft), np.float32)[..., None]


def region(picture: Image) -> Mask:
    return np.where(difference(picture, lane()) > 11, 255, 0).astype(np.uint8)


@pytest.mark.parametrize("strength", [40, 90, 150])
@pytest.mark.parametrize("soft", [10, 16])
def test_a_beam_of_light_is_light(strength: float, soft: float) -> None:
    picture = np.clip(lane() + strength * spot(soft), 0, 255).astype(np.uint8)
    assert is_light(picture, lane(), region(picture))


@pytest.mark.parametrize("color", [30, 60, 130, 230])
def test_a_thing_is_none_whatever_its_color(color: float) -> None:
    cover = spot(1.2)  # as a lens draws it
    picture = (lane() * (1 - cover) + color * cover).astype(np.uint8)
    assert not is_light(picture, lane(), region(picture))


def test_a_car_with_its_lights_on_is_none() -> None:
    cover, beam = spot(1.2), np.roll(spot(14), 100, axis=1)
    picture = np.clip(lane() * (1 - cover) + 220 * cover + 120 * beam, 0, 255).astype(np.uint8)
    assert not is_light(picture, lane(), region(picture))


def test_a_dim_car_behind_its_own_glare_is_none() -> None:
    """The car differs from the lane by 30 grey levels, what it lights ahead of it by up to 160."""
    cover, beam = spot(1.2), np.roll(spot(14), 100, axis=1)
    picture = np.clip(lane() * (1 - cover) + 120 * cover + 160 * beam, 0, 255).astype(np.uint8)
    assert not is_light(picture, lane(), region(picture))


def test_a_sliver_at_the_border_is_not_judged() -> None:
    """A rounded bumper that comes into view has no outline yet, and no slope."""
    picture = lane()
    picture[:20] += np.arange(40, 0, -2, dtype=np.uint8)[:, None, None]
    judged = {}
    for rows in (5, 10):
        mask = np.zeros((HEIGHT, WIDTH), np.uint8)
        mask[:rows, 100:160] = 255
        judged[rows] = is_light(picture, lane(), mask)
    assert judged == {5: False, 10: True}


def test_what_fills_the_picture_has_no_outline_to_judge() -> None:
    picture = np.full((HEIGHT, WIDTH, 3), 200, np.uint8)
    assert not is_light(picture, lane(), np.full((HEIGHT, WIDTH), 255, np.uint8))
