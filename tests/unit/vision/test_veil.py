from __future__ import annotations

import numpy as np
import pytest

from edge.domain.frame import Image
from edge.domain.geometry import Box
from edge.vision.veil import AROUND, veiled

CAR = Box(left=200, top=100, right=500, bottom=300)


def noise() -> Image:
    return np.random.default_rng(1).integers(0, 256, (400, 640, 3)).astype(np.uint8)


def test_the_vehicle_stays_as_it_was_and_nothing_else_does() -> None:
    picture = noise()
    shown = veiled(picture, CAR)
    assert np.array_equal(shown[100:300, 200:500], picture[100:300, 200:500])
    beside = np.ones((400, 640), bool)
    edge_x, edge_y = int(300 * AROUND), int(200 * AROUND)
    beside[100 - edge_y : 300 + edge_y, 200 - edge_x : 500 + edge_x] = False
    assert float(shown[beside].std()) < float(picture[beside].std()) / 10


def test_what_was_hidden_is_no_longer_in_the_picture() -> None:
    """Two people of the same brightness, in other patterns, leave the same behind."""
    striped, chequered = noise(), noise()
    striped[0:40, 0:40] = (np.arange(40) % 2 * 255)[:, None, None].astype(np.uint8)
    chequered[0:40, 0:40] = ((np.arange(40)[:, None] + np.arange(40)) % 2 * 255)[..., None].astype(np.uint8)
    apart = veiled(striped, CAR).astype(int) - veiled(chequered, CAR).astype(int)
    assert np.abs(apart).max() <= 12


def test_the_picture_itself_is_left_alone() -> None:
    picture = noise()
    before = picture.copy()
    veiled(picture, CAR)
    assert np.array_equal(picture, before)


@pytest.mark.parametrize(
    "vehicle", [Box(left=-50, top=-50, right=900, bottom=900), Box(left=600, top=390, right=900, bottom=900)]
)
def test_a_vehicle_that_reaches_beyond_the_picture(vehicle: Box) -> None:
    assert veiled(noise(), vehicle).shape == (400, 640, 3)


def test_a_vehicle_beside_the_picture_shows_nothing() -> None:
    picture = noise()
    assert veiled(picture, Box(left=700, top=0, right=800, bottom=100)).std() < picture.std() / 10
