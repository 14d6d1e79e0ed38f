"""Paint a region of a picture over from what surrounds it.

Three ways, so that nothing can be learnt from one: fast marching (Telea, 2004), Navier-Stokes (Bertalmio,
2001), and a neighbouring patch cloned in (Perez, Poisson image editing, 2003).
"""

from __future__ import annotations

import cv2
import numpy as np

from edge.domain.frame import Image
from edge.domain.geometry import Box

MARGIN_PX, MARGIN = 2.0, 0.06
"""A damage reaches a little out of the box that a person drew around it."""


def region(box: Box) -> Box:
    """What is painted over to remove what a box surrounds."""
    return box.grown(MARGIN).grown(MARGIN_PX / max(1.0, min(box.width, box.height)))


def painted_over(image: Image, box: Box, dice: np.random.Generator) -> Image:
    """The picture without what was in the box (pixels, at least partly inside)."""
    height, width = image.shape[:2]
    inside = region(box).clamped(width, height)
    left, top = int(inside.left), int(inside.top)
    right, bottom = int(np.ceil(inside.right)), int(np.ceil(inside.bottom))
    mask = np.zeros((height, width), np.uint8)
    mask[top:bottom, left:right] = 255
    way = int(dice.integers(3))
    if way == 2:
        cloned = _cloned(image, (left, top, right, bottom), dice)
        if cloned is not None:
            return cloned
        way = 0
    method = (cv2.INPAINT_TELEA, cv2.INPAINT_NS)[way]
    return np.asarray(cv2.inpaint(image, mask, float(dice.uniform(3, 7)), method), np.uint8)


def _cloned(image: Image, hole: tuple[int, int, int, int], dice: np.random.Generator) -> Image | None:
    """A patch of that size from beside the hole, blended in; None where none has room."""
    height, width = image.shape[:2]
    left, top, right, bottom = hole
    across, down = right - left, bottom - top
    if left < 2 or top < 2 or right > width - 2 or bottom > height - 2 or min(across, down) < 4:
        return None
    steps = [(-across, 0), (across, 0), (0, -down), (0, down)]
    room = [
        (x, y)
        for x, y in steps
        if left + x >= 0 and top + y >= 0 and right + x <= width and bottom + y <= height
    ]
    if not room:
        return None
    x, y = room[int(dice.integers(len(room)))]
    patch = image[top + y : bottom + y, left + x : right + x]
    middle = (left + across // 2, top + down // 2)
    full = np.full(patch.shape[:2], 255, np.uint8)
    return np.asarray(cv2.seamlessClone(patch, image, full, middle, cv2.NORMAL_CLONE), np.uint8)
