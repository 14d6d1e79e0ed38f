"""Foreground mask to blobs: connected regions large enough to be part of something."""

from __future__ import annotations

from dataclasses import dataclass, field

import cv2
import numpy as np

from edge.domain.geometry import Box
from edge.vision.background import Mask


@dataclass(frozen=True, slots=True, kw_only=True)
class Blob:
    """One connected foreground region of the small picture."""

    box: Box
    fill: float
    """Share of the box that is foreground, in [0, 1]: a car fills its box, a walker does not."""
    mask: Mask = field(repr=False, compare=False)
    """(h, w) uint8, 255 inside this region."""


def find_blobs(foreground: Mask, *, least_share: float = 0.0012) -> list[Blob]:
    """Clean a mask and list its regions, largest first.

    Args:
        foreground: (h, w) uint8, 0 or 255.
        least_share: regions below this share of the picture are noise.
    """
    height, width = foreground.shape
    reach = max(3, round(max(height, width) * 0.028)) | 1
    opened = cv2.morphologyEx(foreground, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    closed = cv2.morphologyEx(opened, cv2.MORPH_CLOSE, np.ones((reach, reach), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(closed, connectivity=8)
    order = sorted(range(1, count), key=lambda i: -int(stats[i, cv2.CC_STAT_AREA]))
    return [
        _blob(labels, stats[i], i)
        for i in order
        if stats[i, cv2.CC_STAT_AREA] >= least_share * height * width
    ]


def _blob(labels: np.ndarray, stats: np.ndarray, index: int) -> Blob:  # type: ignore[type-arg]  # OpenCV's int32 tables
    x, y, w, h, area = (int(value) for value in stats)
    mask = np.where(labels == index, 255, 0).astype(np.uint8)
    return Blob(box=Box.of_size(x, y, w, h), fill=area / (w * h), mask=mask)
