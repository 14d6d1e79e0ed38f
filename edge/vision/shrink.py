"""The picture on which motion is watched."""

from __future__ import annotations

import cv2
import numpy as np

from edge.domain.frame import Image


def small_size(width: int, height: int, longer_side: int) -> tuple[int, int]:
    """Width and height of a picture of ``width`` by ``height`` pixels when its longer side is that long.

    Even, as a Pi's camera delivers no others.
    """
    scale = longer_side / max(width, height)
    return even(width * scale), even(height * scale)


def even(pixels: float) -> int:
    """The nearest even number of pixels, at least 2."""
    return max(2, 2 * round(pixels / 2))


def shrink(image: Image, size: tuple[int, int]) -> Image:
    """The picture (H, W, 3) at that width and height; itself if it has them already."""
    if image.shape[1::-1] == size:
        return image
    return np.asarray(cv2.resize(image, size), np.uint8)
