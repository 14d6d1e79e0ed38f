"""Views of damaged cars with the damage painted over.

Without them a large view of a car in a damage set would always be a damaged one, and a network would learn
that a wheel, a wing and a lamp together, seen from near, are damage.
"""

from __future__ import annotations

import cv2
import numpy as np

from edge.domain.geometry import Box
from models.pairs.retouch import painted_over
from models.train.augment.geometry import area
from models.train.augment.tiles import Random, Window, free_window, judge, random_window
from models.train.data.pictures import Image, Loaded
from models.train.data.samples import Boxes

SHARE = (0.45, 1.0)
"""Side of a view, as a share of the picture's."""
LARGEST, MOST = 0.4, 6
"""Damage longer than this share of a view, and more of it than this, cannot be painted over well."""
TRIES = 8


def large_view(loaded: Loaded, damaged: bool, random: Random, side: int) -> Image | None:
    """A view without its damage; or one with it, in which as many undamaged places are painted over.

    Args:
        loaded: a picture with the boxes of its damages.
        damaged: whether the damage stays.
        random: of what is random.
        side: of the view in pixels, at most: painting takes time.

    Returns:
        The view, BGR, or None where this picture gave none.
    """
    for _ in range(TRIES):
        window = random_window(loaded.image.shape, random, SHARE)
        if judge(window, loaded.boxes) is True and _repairable(window, loaded.boxes):
            return _painted(loaded, window, damaged, random, side)
    return None


def _repairable(window: Window, boxes: Boxes) -> bool:
    seen = _seen(window, boxes)
    longest = (seen[:, 2:] - seen[:, :2]).max(axis=1)
    reach = LARGEST * min(window.right - window.left, window.bottom - window.top)
    return len(seen) <= MOST and bool((longest <= reach).all())


def _seen(window: Window, boxes: Boxes) -> Boxes:
    """What of the boxes is in the window, in the window's pixels; without those that are not."""
    inside = boxes - np.array(window[:2] * 2, np.float32)
    inside[:, 0::2] = inside[:, 0::2].clip(0, window.right - window.left)
    inside[:, 1::2] = inside[:, 1::2].clip(0, window.bottom - window.top)
    return np.asarray(inside[area(inside) > 0], np.float32)


def _painted(loaded: Loaded, window: Window, damaged: bool, random: Random, side: int) -> Image:
    view = window.cut(loaded.image)
    scale = min(1.0, side / min(view.shape[:2]))
    size = (round(view.shape[1] * scale), round(view.shape[0] * scale))
    made = np.asarray(cv2.resize(view, size, interpolation=cv2.INTER_AREA), np.uint8)
    seen = np.asarray(_seen(window, loaded.boxes) * scale, np.float32)
    damages = [Box(left=x, top=y, right=r, bottom=b) for x, y, r, b in seen.tolist()]
    for box in damages:
        place: Box | None = box
        if damaged:
            free = free_window((int(box.width) + 1, int(box.height) + 1), made.shape, seen, random)
            place = free and Box(left=free.left, top=free.top, right=free.right, bottom=free.bottom)
        if place is not None:
            made = painted_over(made, place, random, damages)
    return made
