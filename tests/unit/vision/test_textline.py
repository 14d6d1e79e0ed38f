from __future__ import annotations

import cv2
import numpy as np
import pytest

from edge.domain.frame import Image
from edge.vision.textline import LINE_HEIGHT_PX, text_line


def plate(*, slope: float = 0.0, band: bool = False, light_on_dark: bool = False) -> Image:
    image = np.full((60, 300, 3), 235, np.uint8)
    cv2.rectangle(image, (1, 1), (298, 58), (30, 30, 30), 2)
    cv2.putText(image, "KL 47 MX", (46, 44), cv2.FONT_HERSHEY_SIMPLEX, 1.3, (20, 20, 20), 4, cv2.LINE_AA)
    if band:
        image[4:57, 3:30] = (150, 50, 0)
    if light_on_dark:
        image = 255 - image
    tilt = np.array([[1, 0, 0], [slope, 1, -slope * 150]], np.float32)
    return np.asarray(cv2.warpAffine(image, tilt, (300, 60), borderValue=(90, 90, 90)), np.uint8)


@pytest.mark.parametrize(
    "crop", [plate(), plate(band=True), plate(light_on_dark=True)], ids=["plain", "band", "dark"]
)
def test_the_line_is_dark_on_white_and_free_of_its_border(crop: Image) -> None:
    line = text_line(crop)
    assert line is not None
    assert line.shape[0] == LINE_HEIGHT_PX
    assert np.median(line) > 200
    assert line[:, :2].mean() > 150, "the border or the band is still there"
    assert line.min() < 60


def test_a_slope_is_taken_out() -> None:
    level, tilted = text_line(plate()), text_line(plate(slope=0.06))
    assert level is not None
    assert tilted is not None
    ink_rows = [np.flatnonzero((line < 100).any(axis=1)) for line in (level, tilted)]
    heights = [int(rows[-1] - rows[0]) for rows in ink_rows]
    assert heights[1] <= heights[0] + 8


@pytest.mark.parametrize("value", [0, 128, 255])
def test_a_flat_crop_has_no_line(value: int) -> None:
    assert text_line(np.full((60, 280, 3), value, np.uint8)) is None


@pytest.mark.parametrize("size", [(1, 1), (1, 300), (60, 2)])
def test_the_smallest_crops_harm_nobody(size: tuple[int, int]) -> None:
    assert text_line(np.full((*size, 3), 90, np.uint8)) is None
