"""A grey picture in several sizes, so that a part of it is cheaply seen at any scale without aliasing."""

from __future__ import annotations

from dataclasses import dataclass, field

import cv2
import numpy as np
import numpy.typing as npt

from edge.domain.frame import Image
from edge.vision.align import Matrix, frame_in

Grey = npt.NDArray[np.float32]
"""(h, w) grey levels, 0 to 255."""
Where = npt.NDArray[np.bool_]
"""(h, w)."""
HALVINGS = 3


@dataclass(frozen=True, slots=True)
class Pyramid:
    """The picture, its half, its quarter, and so on."""

    levels: tuple[Image, ...] = field(repr=False)
    """(h, w) uint8 each, the largest first."""

    @classmethod
    def of(cls, image: Image) -> Pyramid:
        """From a BGR picture (H, W, 3), or a grey one (H, W)."""
        grey = image if image.ndim == 2 else np.asarray(cv2.cvtColor(image, cv2.COLOR_BGR2GRAY), np.uint8)
        levels = [grey]
        while len(levels) <= HALVINGS and min(levels[-1].shape) >= 16:
            half = cv2.resize(levels[-1], None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
            levels.append(np.asarray(half, np.uint8))
        return cls(tuple(levels))

    @property
    def grey(self) -> Image:
        """The picture itself."""
        return self.levels[0]

    def seen(self, to_patch: Matrix, size: tuple[int, int], scale: float) -> Grey:
        """A patch of (width, height); beyond the picture its border goes on.

        Args:
            to_patch: the picture's pixels to the patch's.
            size: of the patch.
            scale: about how many pixels of the patch one of the picture's is, at most 1.
        """
        level = 0
        while level + 1 < len(self.levels) and scale * 2 ** (level + 1) <= 1.4:
            level += 1
        halved = 2.0**level
        shift = 0.5 * halved - 0.5
        from_level = np.array([[halved, 0, shift], [0, halved, shift], [0, 0, 1.0]])
        patch = cv2.warpPerspective(
            self.levels[level], to_patch @ from_level, size, borderMode=cv2.BORDER_REPLICATE
        )
        return np.asarray(patch, np.float32)

    def frame(self, to_patch: Matrix, size: tuple[int, int]) -> Where:
        """Which pixels of a patch of (width, height) lie inside the picture, a pixel from its border."""
        return frame_in(self.grey, to_patch, size).astype(np.bool_)
