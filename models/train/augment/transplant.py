"""Pieces of one car blended onto another: damage onto clean cars, and undamaged places too.

Were damaged and clean cars from different sets, a network would learn to tell the sets apart. So damage is
brought to where only clean cars are, and as many undamaged pieces with it, that the seam tells nothing.
"""

from __future__ import annotations

import cv2
import numpy as np

from models.train.augment.tiles import Random, free_window
from models.train.data.pictures import Image, Loaded, cut_around

AROUND = 0.2
"""Of a damage's box, what is taken around it."""
LONGEST = (0.14, 0.6)
"""Longer side of what is brought, as a share of the shorter side of what it is brought to."""
LARGEST = 0.55
"""Of the picture's side: a longer damage is more than a piece."""
SMALLEST_PX = 10


def damaged_piece(loaded: Loaded, random: Random) -> Image | None:
    """A damage of the picture with a little around it, or None where none is of a fit size."""
    width = loaded.image.shape[1]
    sides = loaded.boxes[:, 2:] - loaded.boxes[:, :2]
    fit = np.flatnonzero((sides.min(axis=1) >= SMALLEST_PX) & (sides.max(axis=1) <= LARGEST * width))
    if not len(fit):
        return None
    box = loaded.boxes[fit[int(random.integers(len(fit)))]]
    return cut_around(loaded.image, tuple(box.tolist()), AROUND)[0]


def clean_piece(loaded: Loaded, like: Image, random: Random) -> Image | None:
    """An undamaged place of the picture as large as another piece, or None where none has room."""
    window = free_window((like.shape[1], like.shape[0]), loaded.image.shape, loaded.boxes, random)
    return None if window is None else window.cut(loaded.image)


def brought_to(car: Image, piece: Image, random: Random) -> Image:
    """The car with the piece blended in somewhere near its middle (Pérez, Poisson image editing, 2003)."""
    height, width = car.shape[:2]
    factor = random.uniform(*LONGEST) * min(height, width) / max(piece.shape[:2])
    size = (max(6, round(piece.shape[1] * factor)), max(6, round(piece.shape[0] * factor)))
    small = np.asarray(cv2.resize(piece, size, interpolation=cv2.INTER_AREA), np.uint8)
    if random.random() < 0.5:
        small = np.ascontiguousarray(small[:, ::-1])
    mask = np.zeros(small.shape[:2], np.uint8)
    half = (size[0] // 2, size[1] // 2)
    cv2.ellipse(mask, half, (half[0] - 1, half[1] - 1), 0, 0, 360, (255,), -1)
    reach = np.array(half) + 2
    low, high = np.maximum(reach, (0.15 * width, 0.2 * height)), np.array([width, height])
    high = np.maximum(low + 1, np.minimum(high - reach, (0.85 * width, 0.85 * height)))
    middle = random.uniform(low, high).astype(int)
    way = cv2.MIXED_CLONE if random.random() < 0.3 else cv2.NORMAL_CLONE
    return np.asarray(cv2.seamlessClone(small, car, mask, (int(middle[0]), int(middle[1])), way), np.uint8)
