from __future__ import annotations

import numpy as np
import pytest

from edge.vision.shrink import shrink, small_size


@pytest.mark.parametrize(
    ("full", "small"),
    [
        ((1280, 720), (320, 180)),
        ((720, 1280), (180, 320)),
        ((1456, 1088), (320, 240)),
        ((160, 90), (320, 180)),
        ((1000, 1), (320, 2)),
    ],
)
def test_the_longer_side_is_as_long_as_told(full: tuple[int, int], small: tuple[int, int]) -> None:
    assert small_size(*full, 320) == small


def test_a_picture_of_that_size_is_left_as_it_is() -> None:
    picture = np.zeros((90, 160, 3), np.uint8)
    assert shrink(picture, (160, 90)) is picture
    assert shrink(picture, (80, 44)).shape == (44, 80, 3)
