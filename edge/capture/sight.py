"""What a camera's own pictures say about it: that it is black, frozen, or not the camera that it was."""

from __future__ import annotations

import numpy as np

from edge.capture.fault import Fault, black, frozen, misshapen
from edge.domain.frame import Frame, Image

BLACK = 16
"""Grey level that nothing in a black picture exceeds but ``SPECKS``: video's own black."""
SPECKS = 0.01
"""Share of the samples that may be brighter: a lamp far away lights no lane."""
ACROSS = 64
"""Samples on the longer side. A sensor's noise changes some of them all the time, whatever it sees."""
AWAY_S = 30.0
"""A camera that was away for so long begins anew: the first pictures after a start may be black."""


class Sight:
    """Looks at every picture, and goes on where it was when the camera has been opened again.

    Args:
        blind_s: black or unchanging pictures for so long are a fault.
    """

    def __init__(self, *, blind_s: float) -> None:
        self._blind_s = blind_s
        self._size: tuple[int, int] | None = None
        self._samples: Image = np.empty(0, np.uint8)
        self._changed_ns = 0
        self._lit_ns, self._seen_ns = 0, -round(AWAY_S * 1e9)

    def look(self, frame: Frame) -> Fault | None:
        """What is wrong with the camera by this frame and those before it; None if nothing is."""
        size = (frame.width, frame.height)
        self._size = self._size or size
        if size != self._size:
            return misshapen(size, self._size)
        samples = _samples(frame)
        away = self._for_s(self._seen_ns, frame) >= AWAY_S
        self._seen_ns = frame.time_ns
        if away or np.count_nonzero(samples > BLACK) > SPECKS * samples.size:
            self._lit_ns = frame.time_ns
        if not np.array_equal(samples, self._samples):
            self._samples, self._changed_ns = samples, frame.time_ns
        if self._for_s(self._lit_ns, frame) >= self._blind_s:
            return black(self._blind_s)
        return frozen(self._blind_s) if self._for_s(self._changed_ns, frame) >= self._blind_s else None

    def _for_s(self, since_ns: int, frame: Frame) -> float:
        return (frame.time_ns - since_ns) / 1e9


def _samples(frame: Frame) -> Image:
    """A copy of some pixels of its smallest picture."""
    picture = frame.image if frame.small is None else frame.small
    step = max(1, max(picture.shape[:2]) // ACROSS)
    return picture[::step, ::step].copy()
