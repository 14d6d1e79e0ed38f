"""Paint a region of a picture over from what surrounds it.

Three ways, so that nothing can be learnt from one: fast marching (Telea, 2004), Navier-Stokes (Bertalmio,
2001), and a neighbouring patch cloned in (Perez, Poisson image editing, 2003).
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from edge.domain.frame import Image
from edge.domain.geometry import Box

MARGIN_PX, MARGIN = 2.0, 0.06
"""A damage reaches a little out of the box that a person drew around it."""
FRINGE_PX = 4


def region(box: Box) -> Box:
    """What is painted over to remove what a box surrounds."""
    return box.grown(MARGIN).grown(MARGIN_PX / max(1.0, min(box.width, box.height)))


def painted_over(image: Image, box: Box, dice: np.random.Generator, others: Sequence[Box] = ()) -> Image:
    """The picture without what was in the box (pixels, at least partly inside).

    Args:
        image: BGR.
        box: what is painted over.
        dice: which way, and from where.
        others: damages that must not be cloned into the box.
    """
    height, width = image.shape[:2]
    inside = region(box).clamped(width, height)
    left, top = int(inside.left), int(inside.top)
    right, bottom = int(np.ceil(inside.right)), int(np.ceil(inside.bottom))
    way = int(dice.integers(3))
    if way == 2:
        cloned = _cloned(image, Box(left=left, top=top, right=right, bottom=bottom), dice, others)
        if cloned is not None:
            return cloned
        way = 0
    mask = np.zeros((height, width), np.uint8)
    mask[top:bottom, left:right] = 255
    method = (cv2.INPAINT_TELEA, cv2.INPAINT_NS)[way]
    return np.asarray(cv2.inpaint(image, mask, float(dice.uniform(3, 7)), method), np.uint8)


def _cloned(image: Image, hole: Box, dice: np.random.Generator, others: Sequence[Box]) -> Image | None:
    """A patch of that size from beside the hole, blended in; None where none has room.

    Around the hole `FRINGE_PX` too: there OpenCV keeps the steps of the picture that is cloned into, and a
    damage that ends there would give its colour to all of the patch.
    """
    height, width = image.shape[:2]
    left, top = int(hole.left) - FRINGE_PX, int(hole.top) - FRINGE_PX
    across, down = int(hole.width) + 2 * FRINGE_PX, int(hole.height) + 2 * FRINGE_PX
    if left < 2 or top < 2 or left + across > width - 2 or top + down > height - 2:
        return None
    steps = ((-across, 0), (across, 0), (0, -down), (0, down))
    beside = [Box.of_size(left + x, top + y, across, down) for x, y in steps]
    whole = Box.of_size(0, 0, width, height)
    room = [
        one
        for one in beside
        if one.covered_by(whole) == 1 and not any(one.intersection(other).area > 0 for other in others)
    ]
    if not room:
        return None
    from_ = room[int(dice.integers(len(room)))]
    patch = image[int(from_.top) : int(from_.bottom), int(from_.left) : int(from_.right)]
    middle = (left + across // 2, top + down // 2)
    full = np.full(patch.shape[:2], 255, np.uint8)
    return np.asarray(cv2.seamlessClone(patch, image, full, middle, cv2.NORMAL_CLONE), np.uint8)
