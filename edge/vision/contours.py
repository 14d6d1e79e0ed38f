"""Plates by contour search, the way of many first programs: edges, closed outlines, four corners.

It stands here to be measured beside the networks; on a street it finds signs, windows and lamps as well.
"""

from __future__ import annotations

import cv2
import numpy as np

from edge.domain.detection import Detection
from edge.domain.frame import Image
from edge.domain.geometry import Box

OUTLINES = 30
CORNERS = 4
OFF_THE_OUTLINE = 0.018
"""Of an outline's length: how far its approximation may run beside it."""


def to_grey(image: Image) -> Image:
    """(H, W, 3) BGR to (H, W): all that this way does with a crop before it is read."""
    return np.asarray(cv2.cvtColor(image, cv2.COLOR_BGR2GRAY), np.uint8)


def find_quadrilaterals(image: Image) -> list[Detection]:
    """What looks like a rectangle in a BGR picture, the largest outline first; the score says nothing."""
    grey = cv2.bilateralFilter(to_grey(image), 11, 17, 17)
    outlines, _ = cv2.findContours(cv2.Canny(grey, 30, 200), cv2.RETR_TREE, cv2.CHAIN_APPROX_SIMPLE)
    largest = sorted(outlines, key=cv2.contourArea, reverse=True)[:OUTLINES]
    return [
        Detection(box=Box.of_size(*cv2.boundingRect(np.asarray(outline))), label="plate", score=1.0)
        for outline in largest
        if len(cv2.approxPolyDP(outline, OFF_THE_OUTLINE * cv2.arcLength(outline, True), True)) == CORNERS
    ]
