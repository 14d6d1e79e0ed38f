"""Light that falls on the lane, told from a thing in it by its edge."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from edge.domain.frame import Image
from edge.vision.background import Mask, difference

REACH = 14
"""Pixels in which light has come up, and an edge long since."""
STEP = 0.12
"""Of the greatest difference from the background within reach, per pixel. Not of the whole region's: what a
car's own lamps light ahead of it is many times as bright as the car."""
HARD_SHARE = 0.25
"""Of the outline: nine in ten pictures of passing light had less than 0.27, nine in ten of cars over 0.35."""
LEAST_OUTLINE = 20
THIN = 7
"""Pixels: what is thinner comes into view or leaves it, and has no room for a slope."""


def is_light(picture: Image, background: Image, mask: Mask) -> bool:
    """Whether a foreground region is a patch of light: hardly any of its outline is a hard edge.

    Args:
        picture: (h, w, 3) uint8, the present.
        background: (h, w, 3) uint8, the model.
        mask: (h, w), the region. What the picture's own border cuts is no outline.
    """
    outline = _outline(mask)
    if np.count_nonzero(outline) < LEAST_OUTLINE or min(cv2.boundingRect(mask)[2:]) < THIN:
        return False
    near = _around(mask)
    change = difference(picture[near], background[near]).astype(np.float32)
    apart = np.asarray(cv2.GaussianBlur(change, (3, 3), 0), np.float32)
    level = cv2.dilate(apart, np.ones((2 * REACH + 1, 2 * REACH + 1), np.uint8))
    hard = _slope(apart) > STEP * level
    return float(np.mean(hard[outline[near]])) < HARD_SHARE


def _around(mask: Mask) -> tuple[slice, slice]:
    """The part of the picture that its outline needs."""
    x, y, width, height = cv2.boundingRect(mask)
    return slice(max(0, y - REACH), y + height + REACH), slice(max(0, x - REACH), x + width + REACH)


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
