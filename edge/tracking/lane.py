"""Where in the picture the lane is: what drives beside it is no passage."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from edge.domain.geometry import Box


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """A polygon in the upright picture."""

    corners: tuple[tuple[float, float], ...] = ()
    """x and y as shares of the picture's width and height, in [0, 1]; none: the whole picture."""

    def holds(self, box: Box, width: int, height: int) -> bool:
        """Whether the middle of a box lies in the lane or on its border; pixels of a picture of that size."""
        if not self.corners:
            return True
        polygon = np.array([(x * width, y * height) for x, y in self.corners], np.float32)
        return cv2.pointPolygonTest(polygon, box.center, measureDist=False) >= 0


WHOLE_PICTURE = Lane()
