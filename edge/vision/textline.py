"""A plate's crop to its line of characters: upright, cut close, at full contrast, without border or band."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from edge.domain.frame import Image

WORK_HEIGHT_PX = 96
LINE_HEIGHT_PX = 60
"""Of the result: capitals of about 48 pixels, at which Tesseract reads best."""
LEAST_CHARACTERS = 4
OFF_LINE = 0.09
"""Of a character's height: what stands further off the line is a piece of the border or the band."""

Grey = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Characters:
    """Middles, edges, height and slope of a line of what looks like characters, in working pixels."""

    x: Floats
    y: Floats
    left: float
    right: float
    height: float
    slope: float


def text_line(crop: Image) -> Grey | None:
    """The line of characters of a plate's crop, dark on white.

    Regions as high as characters, none at the sides of the crop, give the line and its slope, which a shear
    takes out.

    Args:
        crop: (H, W, 3) uint8, BGR.

    Returns:
        (LINE_HEIGHT_PX, any width) uint8, or None where fewer than four characters stand in a line.
    """
    scale = WORK_HEIGHT_PX / crop.shape[0]
    large = cv2.resize(crop, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
    # The brightest channel: the blue band of a European plate turns light, its letters stay dark.
    brightest = cv2.GaussianBlur(np.asarray(large, np.uint8).max(axis=2), (0, 0), 1.2)
    grey = _dark_on_light(_stretched(np.asarray(brightest, np.uint8), 5, 90))
    found = _characters(grey)
    return None if found is None else _of_height(_stretched(_cut(grey, found), 4, 80))


def _stretched(grey: Grey, low: float, high: float) -> Grey:
    """Full contrast between two percentiles."""
    dark, light = np.percentile(grey, (low, high))
    spread = (grey.astype(np.float32) - dark) * (255.0 / max(1.0, light - dark))
    return np.asarray(np.clip(spread, 0, 255), np.uint8)


def _dark_on_light(grey: Grey) -> Grey:
    """Light characters on a dark plate are turned round: there most of the middle is dark."""
    middle = grey[len(grey) // 4 : -len(grey) // 4]
    return np.asarray(cv2.bitwise_not(grey), np.uint8) if np.median(middle) < 110 else grey


def _characters(grey: Grey) -> _Characters | None:
    height, width = grey.shape
    ink = cv2.adaptiveThreshold(
        grey, 255, cv2.ADAPTIVE_THRESH_GAUSSIAN_C, cv2.THRESH_BINARY_INV, height // 2 * 2 + 1, 22
    )
    _, _, table, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    x, y, w, h, area = np.asarray(table, np.float64)[1:].T
    fits = (h > 0.24 * height) & (h < 0.93 * height) & (w > 0.03 * height) & (w < 0.8 * height)
    fits &= (x > 1) & (x + w < width - 1) & (area > 0.1 * w * h)
    if fits.any():
        usual = np.median(h[fits])
        fits &= (h > 0.72 * usual) & (h < 1.3 * usual)
    if np.count_nonzero(fits) < LEAST_CHARACTERS:
        return None
    x, y, w, h = (column[fits] for column in (x + w / 2, y + h / 2, w, h))
    slope = _slope(x, y)
    off = y - slope * x
    on_line = np.abs(off - np.median(off)) < OFF_LINE * np.median(h)
    if np.count_nonzero(on_line) < LEAST_CHARACTERS:
        return None
    x, y, w, h = (column[on_line] for column in (x, y, w, h))
    left, right = float((x - w / 2).min()), float((x + w / 2).max())
    return _Characters(x=x, y=y, left=left, right=right, height=float(np.median(h)), slope=slope)


def _slope(x: Floats, y: Floats) -> float:
    """Theil-Sen: the median of the slopes between any two, which a few strangers do not turn."""
    one, other = np.triu_indices(len(x), 1)
    apart = np.abs(x[other] - x[one]) > 1
    if not apart.any():
        return 0.0
    return float(np.median((y[other] - y[one])[apart] / (x[other] - x[one])[apart]))


def _cut(grey: Grey, found: _Characters) -> Grey:
    """Shear the slope of the line away and cut it out, with an eighth of a character around."""
    height, width = grey.shape
    slope = found.slope
    shear = np.array([[1, 0, 0], [-slope, 1, slope * width / 2]], np.float32)
    upright = np.asarray(cv2.warpAffine(grey, shear, (width, height), borderValue=(255,)), np.uint8)
    middle = float(np.median(found.y - slope * (found.x - width / 2)))
    top, bottom = max(0, int(middle - 0.62 * found.height)), int(middle + 0.62 * found.height)
    left, right = max(0, int(found.left - 0.12 * found.height)), int(found.right + 0.12 * found.height)
    return upright[top:bottom, left:right]


def _of_height(line: Grey) -> Grey:
    scale = LINE_HEIGHT_PX / line.shape[0]
    return np.asarray(cv2.resize(line, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC), np.uint8)
