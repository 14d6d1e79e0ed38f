"""How long each pixel has looked the same: what stands still is told from what moves, whatever its shape."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from edge.domain.frame import Image
from edge.vision.background import Mask, difference, mask_of

LOOK_BACK_NS = 350_000_000
"""Far enough for a creeping car to move by more than a pixel."""
LEAST_CHANGE = 14
"""Grey levels; above the noise of two pictures."""


class Stillness:
    """Compares each small picture with the one of about a third of a second ago."""

    def __init__(self) -> None:
        self._past: list[tuple[int, Image]] = []
        self._still_s: npt.NDArray[np.float32] = np.empty(0, np.float32)
        self._time_ns = 0

    def step(self, picture: Image, time_ns: int, foreground: Mask) -> Mask | None:
        """Take the next picture.

        Args:
            picture: (h, w, 3) uint8.
            time_ns: its time.
            foreground: (h, w); only foreground grows still, the rest begins anew.

        Returns:
            (h, w) 255 where it changed; None without foreground, or a picture old enough to compare with.
        """
        elapsed_s, self._time_ns = (time_ns - self._time_ns) / 1e9, time_ns
        then = self._remember(picture, time_ns)
        if then is None or not foreground.any():
            self._still_s = np.empty(0, np.float32)
            return None
        if self._still_s.shape != foreground.shape:
            self._still_s = np.zeros(foreground.shape, np.float32)
        moving = difference(picture, then) > LEAST_CHANGE
        self._still_s += np.float32(elapsed_s)
        self._still_s *= ~moving & (foreground > 0)
        return mask_of(moving)

    def still_for(self, seconds: float) -> Mask:
        """(h, w) 255 where foreground has not changed for so long."""
        return mask_of(self._still_s >= seconds)

    def _remember(self, picture: Image, time_ns: int) -> Image | None:
        """The picture of about ``LOOK_BACK_NS`` ago, if there is one of this size."""
        self._past.append((time_ns, picture))
        while len(self._past) > 1 and time_ns - self._past[1][0] >= LOOK_BACK_NS:
            self._past.pop(0)
        then_ns, then = self._past[0]
        return then if time_ns - then_ns >= LOOK_BACK_NS and then.shape == picture.shape else None
