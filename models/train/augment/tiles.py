"""Square pieces of a picture that surely show damage, or surely none.

Damaged and clean pieces are cut from the SAME pictures at the same sizes wherever possible: were all clean
ones from dealers' photographs, the network would learn to tell the photographers apart.
"""

from __future__ import annotations

from typing import NamedTuple

import cv2
import numpy as np

from models.train.augment.geometry import area
from models.train.data.pictures import Image, Loaded
from models.train.data.samples import Boxes

Random = np.random.Generator
TRIES, PLACES = 12, 4
SLIM = 0.18
"""Deviation of a window's proportions, in log: the input is a square, a photograph 4:3 or 16:9."""
LEAST_LENGTH = 0.07
"""Of a damage in a damaged tile, as a share of the tile's side: 16 of 224 pixels."""
LEAST_PART = 0.5
"""Share of a damage that must lie in the tile, or the damage must fill 15 % of the tile."""


class Window(NamedTuple):
    """A piece of a picture, pixels; right and bottom are exclusive."""

    left: int
    top: int
    right: int
    bottom: int

    def cut(self, image: Image) -> Image:
        """The piece, a view of the picture."""
        return image[self.top : self.bottom, self.left : self.right]


def judge(window: Window, boxes: Boxes) -> bool | None:
    """True: damage is well seen in it. False: no damage touches it. None: neither is sure."""
    inside = boxes.copy()
    inside[:, 0::2] = inside[:, 0::2].clip(window.left, window.right)
    inside[:, 1::2] = inside[:, 1::2].clip(window.top, window.bottom)
    seen = area(inside)
    if not (seen > 0).any():
        return False
    side = max(window.right - window.left, window.bottom - window.top)
    longest = np.maximum(inside[:, 2] - inside[:, 0], inside[:, 3] - inside[:, 1])
    whole = seen >= LEAST_PART * np.maximum(area(boxes), 1e-6)
    fills = seen >= 0.15 * side * side
    return True if bool(((whole | fills) & (longest >= LEAST_LENGTH * side)).any()) else None


def random_window(shape: tuple[int, ...], random: Random, share: tuple[float, float]) -> Window:
    """Somewhere in a picture of this shape; sides are `share` of the picture's, nearly alike."""
    height, width = shape[:2]
    side = np.exp(random.uniform(np.log(share[0]), np.log(share[1]))) * min(height, width)
    slim = np.exp(random.normal(0, SLIM))
    w, h = int(min(width, max(8, side * slim))), int(min(height, max(8, side / slim)))
    return _elsewhere(Window(0, 0, w, h), shape, random)


class Two(NamedTuple):
    """A damaged and an undamaged piece of one picture, equally large."""

    damaged: Window
    clean: Window


def two_of(loaded: Loaded, random: Random, share: tuple[float, float]) -> Two | None:
    """A damaged and an undamaged window of one size, or None where the picture has not both.

    Were each sought by itself, undamaged ones would be smaller, as large ones seldom are: a network would
    learn that what is seen from near is clean.
    """
    if not len(loaded.boxes):
        return None
    for _ in range(TRIES):
        window = random_window(loaded.image.shape, random, share)
        near = loaded.boxes[int(random.integers(len(loaded.boxes)))]
        places = [window, _moved_to(window, near, loaded.image.shape, random)]
        places += [_elsewhere(window, loaded.image.shape, random) for _ in range(PLACES)]
        found = {judge(place, loaded.boxes): place for place in places}
        if True in found and False in found:
            return Two(found[True], found[False])
    return None


def free_window(size: tuple[int, int], shape: tuple[int, ...], boxes: Boxes, random: Random) -> Window | None:
    """One of this width and height in a picture of this shape that no damage touches, or None."""
    window = Window(0, 0, min(size[0], shape[1]), min(size[1], shape[0]))
    tried = (_elsewhere(window, shape, random) for _ in range(TRIES))
    return next((one for one in tried if judge(one, boxes) is False), None)


def _elsewhere(window: Window, shape: tuple[int, ...], random: Random) -> Window:
    width, height = window.right - window.left, window.bottom - window.top
    left, top = int(random.integers(0, shape[1] - width + 1)), int(random.integers(0, shape[0] - height + 1))
    return Window(left, top, left + width, top + height)


def _moved_to(window: Window, box: Boxes, shape: tuple[int, ...], random: Random) -> Window:
    width, height = window.right - window.left, window.bottom - window.top
    x, y = (box[:2] + (box[2:] - box[:2]) * random.random(2)).tolist()
    left = int(np.clip(x - width * random.uniform(0.2, 0.8), 0, shape[1] - width))
    top = int(np.clip(y - height * random.uniform(0.2, 0.8), 0, shape[0] - height))
    return Window(left, top, left + width, top + height)


def to_input(piece: Image, side: int) -> Image:
    """Stretched to the input; by area first where it shrinks much, which a gate's bilinear resize is not
    far from at the sizes that it sees."""
    shrinks = min(piece.shape[:2]) > 2 * side
    return np.asarray(
        cv2.resize(piece, (side, side), interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR),
        np.uint8,
    )


def varied(piece: Image, random: Random, coarse: float = 0.25) -> Image:
    """Mirrored, turned a little, and in a share of cases coarse, as a far car is."""
    if random.random() < 0.5:
        piece = np.ascontiguousarray(piece[:, ::-1])
    side = piece.shape[0]
    turn = cv2.getRotationMatrix2D((side / 2, side / 2), random.normal(0, 5), random.uniform(1.0, 1.15))
    piece = np.asarray(cv2.warpAffine(piece, turn, (side, side), borderMode=cv2.BORDER_REFLECT_101), np.uint8)
    if random.random() < coarse:
        small = cv2.resize(
            piece, None, fx=(f := random.uniform(0.35, 0.8)), fy=f, interpolation=cv2.INTER_AREA
        )
        piece = np.asarray(cv2.resize(small, (side, side)), np.uint8)
    return piece
