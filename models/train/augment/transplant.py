"""Pieces of one car blended onto another: damage onto clean cars, and undamaged places too.

Were damaged and clean cars from different sets, a network would learn to tell the sets apart. So damage is
brought to where only clean cars are, and as many undamaged pieces with it, that the seam tells nothing. To a
detector it is also a damage more, at a place where it never was (Ghiasi et al., copy-paste, 2021).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

import cv2
import numpy as np

from models.train.augment.tiles import Random, Window, judge
from models.train.data.pictures import Image, Loaded
from models.train.data.samples import Boxes

AROUND = 0.12
"""Of a damage's box, what is taken around it."""
LONGEST = (0.14, 0.6)
"""Longer side of what is brought, as a share of the shorter side of what it is brought to."""
LARGEST = 0.55
"""Of the picture's side: a longer damage is more than a piece."""
SMALLEST_PX = 10
TRIES = 8
PLACES = 5
"""Looked at for the most even one."""
SEEN = 25
"""Least difference of brightness that a copied damage makes, of 255, at its most visible percent."""
OWN_SIZE = (0.5, 1.1)
"""What a damage that is copied for a detector measures, in its own size: how long a scratch is beside the car
is half of what tells it."""
MOST_ROOM = 0.35
"""Of the shorter side of what it is copied to."""


def damaged_piece(loaded: Loaded, random: Random) -> Image | None:
    """A damage of the picture with a little around it, or None where none is of a fit size."""
    fit = _fit(loaded)
    return _with_rim(loaded, fit[int(random.integers(len(fit)))]) if fit else None


def _fit(loaded: Loaded) -> list[int]:
    """Which damages are neither too small nor too large to be a piece."""
    sides = loaded.boxes[:, 2:] - loaded.boxes[:, :2]
    largest = LARGEST * loaded.image.shape[1]
    fit = (sides.min(axis=1) >= SMALLEST_PX) & (sides.max(axis=1) <= largest)
    return [int(number) for number in np.flatnonzero(fit)]


def _with_rim(loaded: Loaded, number: int) -> Image:
    height, width = loaded.image.shape[:2]
    left, top, right, bottom = loaded.boxes[number].tolist()
    across, down = AROUND * (right - left) + 2, AROUND * (bottom - top) + 2
    window = Window(
        max(0, int(left - across)),
        max(0, int(top - down)),
        min(width, int(right + across)),
        min(height, int(bottom + down)),
    )
    return window.cut(loaded.image)


def clean_piece(loaded: Loaded, like: Image, random: Random) -> Image | None:
    """An undamaged place of the picture as large as another piece, or None where none has room."""
    height, width = loaded.image.shape[:2]
    tall, wide = min(like.shape[0], height), min(like.shape[1], width)
    for _ in range(TRIES):
        left = int(random.integers(0, width - wide + 1))
        top = int(random.integers(0, height - tall + 1))
        window = Window(left, top, left + wide, top + tall)
        if judge(window, loaded.boxes) is False:
            return window.cut(loaded.image)
    return None


def brought_to(car: Image, piece: Image, random: Random) -> Image:
    """The car with the piece blended in somewhere near its middle (Pérez, Poisson image editing, 2003)."""
    factor = random.uniform(*LONGEST) * min(car.shape[:2]) / max(piece.shape[:2])
    return _blended(car, piece, factor, random)[0]


def with_another(
    loaded: Loaded,
    source: Loaded,
    kinds: Collection[int],
    random: Random,
    *,
    clean: bool,
    car: Boxes | None = None,
) -> Loaded:
    """The picture with a damage of another one copied to it and boxed, or with an undamaged piece, unboxed.

    Args:
        loaded: what it is copied to.
        source: what it is copied from.
        kinds: of damage that may be anywhere on a car.
        random: draws the damage, its size and its place.
        clean: copy an undamaged piece as large as such a damage.
        car: (4,) left, top, right, bottom of where it may lie; by default anywhere near the middle.

    Returns:
        `loaded` itself where the source has none that is fit, the place is of another damage, or nothing of
        it is seen there.
    """
    fit = [number for number in _fit(source) if int(source.labels[number]) in kinds]
    if not fit:
        return loaded
    number = fit[int(random.integers(len(fit)))]
    piece = _with_rim(source, number)
    if clean:
        found = clean_piece(source, piece, random)
        if found is None:
            return loaded
        piece = found
    window = Window(0, 0, loaded.image.shape[1], loaded.image.shape[0])
    if car is not None:
        left, top, right, bottom = car.clip(0).astype(int).tolist()
        window = Window(left, top, min(right, window.right), min(bottom, window.bottom))
    there = window.cut(loaded.image)
    room = MOST_ROOM * min(there.shape[:2]) / max(piece.shape[:2])
    made, box = _blended(there, piece, min(room, random.uniform(*OWN_SIZE)), random, PLACES)
    image = loaded.image.copy()
    window.cut(image)[:] = made
    box += np.array([window.left, window.top] * 2, np.float32)
    if _touches(box, np.concatenate([loaded.boxes, loaded.ignore])) or not _seen(loaded.image, image, box):
        return loaded
    if clean:
        return replace(loaded, image=image)
    return replace(
        loaded,
        image=image,
        boxes=np.concatenate([loaded.boxes, box[None]]),
        labels=np.append(loaded.labels, source.labels[number]),
    )


def _seen(before: Image, after: Image, box: Boxes) -> bool:
    left, top, right, bottom = box.clip(0).astype(int).tolist()
    both = (image[top : bottom + 1, left : right + 1].max(axis=2).astype(int) for image in (before, after))
    return float(np.percentile(np.abs(next(both) - next(both)), 99)) >= SEEN


def _touches(box: Boxes, others: Boxes) -> bool:
    apart = (others[:, :2] >= box[2:]) | (others[:, 2:] <= box[:2])
    return bool((~apart.any(axis=1)).any())


def _blended(car: Image, piece: Image, factor: float, random: Random, places: int = 1) -> tuple[Image, Boxes]:
    """The car with the piece, so much larger, somewhere near its middle; and the box of what it shows.

    Of several places the most even one is taken, which a panel is and a wheel or a grille is not.
    """
    height, width = car.shape[:2]
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
    middles = [random.uniform(low, high).astype(int) for _ in range(places)]
    middle = min(middles, key=lambda at: float(_around(car, at, half).std()))
    way = cv2.MIXED_CLONE if random.random() < 0.3 else cv2.NORMAL_CLONE
    made = cv2.seamlessClone(small, car, mask, (int(middle[0]), int(middle[1])), way)
    shown = np.array(size) / (1 + 2 * AROUND) / 2
    return np.asarray(made, np.uint8), np.concatenate([middle - shown, middle + shown]).astype(np.float32)


def _around(image: Image, middle: np.ndarray[tuple[int], np.dtype[np.int_]], half: tuple[int, int]) -> Image:
    (x, y), (across, down) = middle.tolist(), half
    return image[max(0, y - down) : y + down + 1, max(0, x - across) : x + across + 1]
