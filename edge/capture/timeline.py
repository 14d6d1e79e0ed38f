"""When each frame of a recording was taken, whatever its container says about it."""

from __future__ import annotations

LIKELY_FPS = (0.1, 1000.0)
FALLBACK_FPS = 25.0


class Timeline:
    """Time stamps where they rise, else the frame's turn at the clip's rate. The first frame is at 0.

    Stamps come first because a phone's clip has no steady rate; some old containers have none at all.
    """

    def __init__(self, fps: float) -> None:
        """``fps``: what the container says; what cannot be is replaced by 25."""
        low, high = LIKELY_FPS
        self._step_ns = round(1e9 / (fps if low <= fps <= high else FALLBACK_FPS))
        self._first_ms: float | None = None
        self._last_ns = 0

    def place(self, stamp_ms: float) -> int:
        """Position in ns of the next frame, which the container stamps with ``stamp_ms``."""
        if self._first_ms is None:
            self._first_ms = stamp_ms
            return 0
        stamped_ns = round((stamp_ms - self._first_ms) * 1e6)
        self._last_ns = stamped_ns if stamped_ns > self._last_ns else self._last_ns + self._step_ns
        return self._last_ns
