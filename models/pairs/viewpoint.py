"""The same scene from a slightly different place: a homography that moves each corner of the picture."""

from __future__ import annotations

import cv2
import numpy as np

from edge.domain.frame import Image
from edge.vision.align import Matrix

REACH = 0.07
"""Farthest that a corner moves along each axis, as a share of that side of the picture."""
_BORDERS = (cv2.BORDER_REFLECT, cv2.BORDER_REPLICATE, cv2.BORDER_CONSTANT)


def moved_camera(dice: np.random.Generator, size: tuple[int, int], reach: float = REACH) -> Matrix:
    """From a picture of this (width, height) to what a camera near by sees."""
    width, height = size
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    shift = dice.uniform(-reach, reach, (4, 2)) * (width, height)
    return np.asarray(cv2.getPerspectiveTransform(corners, (corners + shift).astype(np.float32)), np.float64)


def seen_from(image: Image, homography: Matrix, dice: np.random.Generator) -> Image:
    """The picture as that camera sees it; what it never saw is filled in one of three ways."""
    size = image.shape[1], image.shape[0]
    border = _BORDERS[int(dice.integers(len(_BORDERS)))]
    fill = (114, 114, 114)
    moved = cv2.warpPerspective(
        image, homography, size, flags=cv2.INTER_CUBIC, borderMode=border, borderValue=fill
    )
    return np.asarray(moved, np.uint8)
