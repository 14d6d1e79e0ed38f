"""Light that falls on the lane, told from a thing in it by its edge."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from edge.domain.frame import Image
from edge.vision.background import Mask, difference

STEP = 0.1
"""Of a region's own difference from the background, per pixel: a thing begins at once, light comes slowly."""
HARD_SHARE = 0.15
"""Of the outline. Headlights sweeping a wet lane had 0.07 at most; cars 0.2 at least, their own lights on."""
LEAST_OUTLINE = 20
MARGIN = 4


def is_light(picture: Image, background: Image, mask: Mask) -> bool:
    """Whether a foreground region is a patch of light: hardly any of its outline is a hard edge.

    Args:
        picture: (h, w, 3) uint8, the present.
        background: (h, w, 3) uint8, the model.
        mask: (h, w), the region. What the picture's own border cuts is no outline.
    """
    outline = _outline(mask)
    if np.count_nonzero(outline) < LEAST_OUTLINE:
        return False
    near = _around(mask)
    change = difference(picture[near], background[near]).astype(np.float32)
    apart = np.asarray(cv2.GaussianBlur(change, (3, 3), 0), np.float32)
    level = float(np.percentile(apart[mask[near] > 0], 80))
    return float(np.mean(_slope(apart)[outline[near]] > STEP * level)) < HARD_SHARE


def _around(mask: Mask) -> tuple[slice, slice]:
    """The part of the picture that its outline needs."""
    x, y, width, height = cv2.boundingRect(mask)
    return slice(max(0, y - MARGIN), y + height + MARGIN), slice(max(0, x - MARGIN), x + width + MARGIN)


def _outline(mask: Mask) -> npt.NDArray[np.bool_]:
    inner = np.asarray(cv2.erode(mask, np.ones((3, 3), np.uint8)))
    outline: npt.NDArray[np.bool_] = (mask > 0) & (inner == 0)
    outline[:2] = outline[-2:] = False
    outline[:, :2] = outline[:, -2:] = False
    return outline


def _slope(apart: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Steepest change per pixel within two pixels of each."""
    across, down = cv2.Sobel(apart, cv2.CV_32F, 1, 0), cv2.Sobel(apart, cv2.CV_32F, 0, 1)
    return np.asarray(cv2.dilate(cv2.magnitude(across, down) / 8, np.ones((5, 5), np.uint8)), np.float32)
