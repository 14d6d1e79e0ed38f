from __future__ import annotations

from itertools import pairwise

import cv2
import numpy as np
import pytest

from edge.domain.geometry import Box
from edge.vision.color import vehicle_color
from edge.vision.encode import decode_color, decode_grey, encode_jpeg
from edge.vision.quality import crop, measure
from edge.vision.tiles import tiles
from tests.passages import CAR_BOX, car_picture
from tests.unit.capture.clips import vast_png


def painted(blue: int, green: int, red: int) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    image = np.empty((90, 160, 3), np.uint8)
    image[:] = (blue, green, red)
    cv2.rectangle(image, (50, 20), (110, 35), (25, 25, 25), cv2.FILLED)  # a window
    return image


@pytest.mark.parametrize(
    ("paint", "name"),
    [
        ((230, 232, 231), "white"),
        ((160, 160, 160), "silver"),
        ((100, 100, 100), "grey"),
        ((15, 15, 15), None),
        ((45, 45, 45), "black"),
        ((30, 30, 190), "red"),
        ((20, 110, 230), "orange"),
        ((20, 210, 220), "yellow"),
        ((60, 150, 30), "green"),
        ((180, 90, 30), "blue"),
        ((170, 40, 120), "purple"),
    ],
)
def test_color(paint: tuple[int, int, int], name: str | None) -> None:
    assert vehicle_color(painted(*paint)) == name


def test_a_tiny_crop_has_a_color_too() -> None:
    assert vehicle_color(np.full((1, 1, 3), 230, np.uint8)) == "white"


def test_a_crop_beyond_the_picture_is_cut_and_never_empty() -> None:
    image = car_picture()
    assert crop(image, Box(left=-50, top=-50, right=10, bottom=20)).shape == (20, 10, 3)
    assert crop(image, Box(left=900, top=900, right=950, bottom=950)).shape == (1, 1, 3)


def test_a_blurred_picture_is_worse_than_a_crisp_one() -> None:
    crisp = crop(car_picture(), CAR_BOX)
    blurred = cv2.GaussianBlur(crisp, (0, 0), 4).astype(np.uint8)
    assert measure(crisp).score > 2 * measure(blurred).score


@pytest.mark.parametrize("level", [0, 255])
def test_a_black_and_a_burnt_out_picture_are_useless(level: int) -> None:
    quality = measure(np.full((50, 50, 3), level, np.uint8))
    assert quality.clipped == 1
    assert quality.score == 0


@pytest.mark.parametrize(("width", "height"), [(300, 100), (100, 300), (200, 200), (50, 1)])
def test_tiles_cover_the_box_and_nothing_else(width: int, height: int) -> None:
    box = Box.of_size(10, 20, width, height)
    seen = np.zeros((400, 400), bool)
    for tile in tiles(box):
        assert tile.covered_by(box) == pytest.approx(1)
        seen[round(tile.top) : round(tile.bottom), round(tile.left) : round(tile.right)] = True
    assert seen[20 : 20 + height, 10 : 10 + width].all()


def test_tiles_of_a_long_box_are_square_and_overlap() -> None:
    found = tiles(Box.of_size(0, 0, 300, 100), across=4)
    assert len(found) == 4
    assert all(tile.width == pytest.approx(tile.height) for tile in found)
    assert all(a.intersection(b).area > 0 for a, b in pairwise(found))


def test_the_same_picture_gives_the_same_jpeg() -> None:
    data = encode_jpeg(car_picture())
    assert data == encode_jpeg(car_picture())
    assert cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR).shape == (180, 320, 3)


@pytest.mark.parametrize("data", [b"", b"no picture", vast_png()])
def test_what_is_no_picture_is_a_value_error(data: bytes) -> None:
    for decode in (decode_color, decode_grey):
        with pytest.raises(ValueError, match="no picture"):
            decode(data)
