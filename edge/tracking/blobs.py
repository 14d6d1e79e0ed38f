"""Foreground mask to blobs: connected regions large enough to be part of something."""

from __future__ import annotations

from dataclasses import dataclass, field

import cv2
import numpy as np
import numpy.typing as npt

from edge.domain.geometry import Box
from edge.vision.background import Mask, mask_of

Table = npt.NDArray[np.int32]
"""OpenCV's labels or statistics."""

BRUSHES = (3, 5, 7)
"""Pixels of the small picture: what is thinner is swept away, with the first that leaves few specks."""
MOST_SPECKS = 20
"""A lane in dry weather had 15 at most, one in a cloudburst 40 to 110."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Blob:
    """One connected foreground region of the small picture."""

    box: Box
    solidity: float
    """Share of its convex hull that is its own, 0 to 1: a car fills its outline, a walker does not."""
    mask: Mask = field(repr=False, compare=False)
    """(h, w) uint8, 255 inside this region."""


def find_blobs(foreground: Mask, *, least_share: float = 0.0012) -> list[Blob]:
    """Clean a mask and list its regions, largest first.

    Args:
        foreground: (h, w) uint8: 255 foreground, ``SHADOW``, 0; as the background model tells them.
        least_share: regions below this share of the picture are noise.
    """
    if not foreground.any():
        return []
    height, width = foreground.shape
    reach = max(3, round(max(height, width) * 0.028)) | 1
    solid = mask_of(foreground == 255)
    least = least_share * height * width
    swept = _swept(solid, least)
    closed = cv2.morphologyEx(swept, cv2.MORPH_CLOSE, np.ones((reach, reach), np.uint8))
    labels, stats = _regions(np.asarray(closed, np.uint8))
    order = sorted(range(1, len(stats)), key=lambda i: -int(stats[i, cv2.CC_STAT_AREA]))
    return [_blob(foreground, labels, stats[i], i) for i in order if stats[i, cv2.CC_STAT_AREA] >= least]


def _swept(solid: Mask, least: float) -> Mask:
    """Without noise, and in a downpour without its streaks: closing would hang them on a car's outline."""
    swept = solid
    for brush in BRUSHES:
        swept = np.asarray(cv2.morphologyEx(solid, cv2.MORPH_OPEN, np.ones((brush, brush), np.uint8)))
        outlines, _ = cv2.findContours(swept, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
        if sum(cv2.contourArea(outline) < least for outline in outlines) <= MOST_SPECKS:
            break
    return swept


def _regions(mask: Mask) -> tuple[Table, Table]:
    """OpenCV's labels and statistics; the first region is the background."""
    # Of its algorithms the default takes twice as long on a picture this small.
    _, labels, stats, _ = cv2.connectedComponentsWithStatsWithAlgorithm(mask, 8, cv2.CV_32S, cv2.CCL_BBDT)
    return np.asarray(labels, np.int32), np.asarray(stats, np.int32)


def _blob(foreground: Mask, labels: Table, stats: Table, index: int) -> Blob:
    x, y, w, h = (int(value) for value in stats[:4])
    mask = mask_of(labels == index)
    return Blob(box=Box.of_size(x, y, w, h), solidity=_solidity(foreground, mask), mask=mask)


def _solidity(foreground: Mask, mask: Mask) -> float:
    """Counted on what changed, not on the closed mask: closing fills the gaps that tell a cycle from a car.

    What looks like a shadow counts where the outline encloses it: glass and dark paint do, and between the
    limbs of a walker the lane is seen.
    """
    outline, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    hull = [cv2.convexHull(np.concatenate(outline))]
    inside, around = (
        cv2.drawContours(np.zeros_like(mask), lines, -1, (255,), cv2.FILLED) for lines in (outline, hull)
    )
    return cv2.countNonZero(cv2.bitwise_and(foreground, inside)) / cv2.countNonZero(around)
