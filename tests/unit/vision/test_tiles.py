"""Pieces of a vehicle's picture."""

from __future__ import annotations

import pytest

from edge.domain.geometry import Box
from edge.vision.tiles import LEAST_SHARE, ROOM, square_around, tiles

VEHICLE = Box.of_size(100, 50, 400, 200)


def test_tiles_cover_the_vehicle() -> None:
    made = tiles(VEHICLE)
    for x in range(100, 500, 7):
        for y in range(50, 250, 7):
            place = Box.of_size(x, y, 1, 1)
            assert any(place.covered_by(tile) == 1 for tile in made), (x, y)


@pytest.mark.parametrize(
    ("width", "height", "side"), [(10, 4, LEAST_SHARE * 400), (30, 90, ROOM * 90), (200, 20, ROOM * 200)]
)
def test_a_damage_lies_in_the_middle_of_its_square(width: float, height: float, side: float) -> None:
    damage = Box.of_size(300, 120, width, height)
    square = square_around(damage, VEHICLE)
    assert (square.width, square.height) == pytest.approx((side, side))
    assert square.center == pytest.approx(damage.center)
