"""Which pictures are one photograph, also where one of them has its background cut to black.

The difference hash of `duplicates` sees the background; here only what is lit in both pictures is compared.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt

from edge.domain.frame import Image
from models.train.data.duplicates import linked

SIDE = 48
LIT = 12
LEAST_SHARED = 0.1
"""Share of a thumbnail that must be lit in both, or nothing can be said."""
CLOSE = 8.0
"""Mean difference in grey levels: of 370 pictures 265 had a twin at 0 to 4, and the others' nearest neighbour
was another car at 10 and more."""


class Thumbnails:
    """Small grey pictures, each with what is lit in it, all of one size."""

    def __init__(self, images: Sequence[Image]) -> None:
        small = [cv2.resize(image, (SIDE, SIDE), interpolation=cv2.INTER_AREA) for image in images]
        grey = [cv2.cvtColor(each, cv2.COLOR_BGR2GRAY) for each in small]
        self.grey = np.stack(grey).reshape(len(images), -1).astype(np.int16)
        self.lit = np.stack([_lit(each) for each in grey]).reshape(len(images), -1)

    def near(self, other: Thumbnails, index: int) -> npt.NDArray[np.intp]:
        """Which of these are the same photograph as one of the others."""
        both = self.lit & other.lit[index]
        shared = both.sum(axis=1)
        apart = (np.abs(self.grey - other.grey[index]) * both).sum(axis=1)
        return np.flatnonzero((shared >= LEAST_SHARED * SIDE * SIDE) & (apart <= CLOSE * shared))


def _lit(grey: npt.NDArray[np.generic]) -> npt.NDArray[np.bool_]:
    """Without the rim, where a cut-out and its original differ."""
    lit = np.asarray(grey > np.uint8(LIT), np.uint8)
    return np.asarray(cv2.erode(lit, np.ones((3, 3), np.uint8), borderValue=(1,)), np.bool_)


def same_photograph(images: Sequence[Image]) -> list[int]:
    """A group number for each picture: the lowest index that it is linked to, directly or through others."""
    thumbnails = Thumbnails(images)
    return linked(len(images), lambda index: thumbnails.near(thumbnails, index).tolist())


def seen_before(images: Sequence[Image], earlier: Sequence[Image]) -> npt.NDArray[np.bool_]:
    """Of which pictures the photograph is among earlier ones too: (n,)."""
    new, old = Thumbnails(images), Thumbnails(earlier)
    return np.array([len(old.near(new, index)) > 0 for index in range(len(images))], np.bool_)
