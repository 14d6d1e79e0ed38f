"""The colour of a vehicle by measurement."""

from __future__ import annotations

from collections import Counter

import cv2
import numpy as np
import numpy.typing as npt

from edge.domain.frame import Image

HUES = (
    (8, "red"),
    (20, "orange"),
    (33, "yellow"),
    (82, "green"),
    (130, "blue"),
    (155, "purple"),
    (180, "red"),
)
"""OpenCV's hue, 0 to 180, up to which the name holds."""
LEAST_SATURATION = 70
CHROMATIC_SHARE = 0.28


def vehicle_color(image: Image) -> str | None:
    """Name of the paint that covers most of a vehicle's crop.

    Only the middle of the crop is counted (the corners are lane), and the darkest pixels (glass, tyres,
    grille) only if there is little else. Returns white, silver, grey, black, red, orange, yellow, green,
    blue or purple, or None for a crop too dark to say.

    Args:
        image: (H, W, 3) uint8 crop of the vehicle.
    """
    rows, columns = image.shape[:2]
    middle = image[rows // 5 : max(rows // 5 + 1, rows * 4 // 5), columns // 6 : max(1, columns * 5 // 6)]
    hsv = np.asarray(cv2.cvtColor(cv2.resize(middle, (64, 64)), cv2.COLOR_BGR2HSV), np.uint8).reshape(-1, 3)
    if hsv[:, 2].mean() < 22:
        return None
    bright = hsv[hsv[:, 2] > 70]
    if len(bright) < 0.25 * len(hsv):
        return "black"
    vivid = bright[bright[:, 1] >= LEAST_SATURATION]
    if len(vivid) >= CHROMATIC_SHARE * len(bright):
        return _hue_name(vivid[:, 0])
    return _grey_name(float(np.median(bright[:, 2])))


def _hue_name(hues: npt.NDArray[np.uint8]) -> str:
    places = np.searchsorted([limit for limit, _ in HUES], hues)
    counts: Counter[str] = Counter()
    for (_, name), count in zip(HUES, np.bincount(places, minlength=len(HUES)), strict=True):
        counts[name] += int(count)
    return max(counts, key=lambda name: (counts[name], name))


def _grey_name(value: float) -> str:
    return "white" if value > 185 else "silver" if value > 130 else "grey"
