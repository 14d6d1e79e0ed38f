"""Hides what a picture shows beside the vehicle: people and other cars are nobody's business."""

from __future__ import annotations

import cv2
import numpy as np

from edge.domain.frame import Image
from edge.domain.geometry import Box

AROUND = 0.02
"""Of the vehicle's box, still shown beside it: the box is off by so much."""
SPOTS = 24
"""What is hidden is averaged over squares, so many along the longer side: they tell no face and no plate."""


def veiled(image: Image, vehicle: Box) -> Image:
    """A copy with everything outside the vehicle's box averaged away; it cannot be brought back.

    Args:
        image: (H, W, 3) uint8.
        vehicle: in its pixels; what lies inside is left as it is, whoever stands there.
    """
    height, width = image.shape[:2]
    scale = min(1.0, SPOTS / max(height, width))
    size = max(1, round(width * scale)), max(1, round(height * scale))
    spots = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
    hidden = np.asarray(cv2.resize(spots, (width, height), interpolation=cv2.INTER_LINEAR), np.uint8)
    shown = vehicle.grown(AROUND).clamped(width, height)
    rows, columns = slice(int(shown.top), round(shown.bottom)), slice(int(shown.left), round(shown.right))
    hidden[rows, columns] = image[rows, columns]
    return hidden
