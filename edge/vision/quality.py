"""How good a picture of a vehicle is: sharpness and exposure of its crop."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from edge.domain.frame import Image
from edge.domain.geometry import Box

PROBE_PX = 256
"""Crops are measured at this longer side, so that near and far vehicles compare."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quality:
    """Measured on the vehicle's crop."""

    sharpness: float
    """Variance of the Laplacian in grey levels squared (Pertuz et al. 2013); above about 60 is crisp."""
    brightness: float
    """Mean grey, 0 to 255."""
    clipped: float
    """Share of pixels at 0 to 4 or 251 to 255, in [0, 1]."""

    @property
    def score(self) -> float:
        """0 (useless) to 1 (crisp and well lit)."""
        crisp = min(1.0, self.sharpness / 60.0)
        lit = min(1.0, self.brightness / 40.0) * min(1.0, (255.0 - self.brightness) / 25.0)
        return float(crisp**0.5) * lit * (1.0 - min(1.0, self.clipped))


def crop(image: Image, box: Box) -> Image:
    """The part of a picture inside a box, at least one pixel; a view, not a copy."""
    height, width = image.shape[:2]
    left, top = min(width - 1, max(0, int(box.left))), min(height - 1, max(0, int(box.top)))
    right, bottom = min(width, max(left + 1, round(box.right))), min(height, max(top + 1, round(box.bottom)))
    return image[top:bottom, left:right]


def measure(image: Image) -> Quality:
    """Measure a crop (H, W, 3) uint8."""
    scale = PROBE_PX / max(image.shape[:2])
    probe = cv2.resize(image, None, fx=scale, fy=scale) if scale < 1 else image
    grey = cv2.cvtColor(probe, cv2.COLOR_BGR2GRAY)
    _, deviation = cv2.meanStdDev(cv2.Laplacian(grey, cv2.CV_16S))
    within = cv2.countNonZero(cv2.inRange(grey, np.array(5), np.array(250)))
    return Quality(
        sharpness=float(deviation[0, 0]) ** 2,
        brightness=float(cv2.mean(grey)[0]),
        clipped=1.0 - within / grey.size,
    )
