"""A picture with its origin: later rooms never look at a clock."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

Image = npt.NDArray[np.uint8]
"""uint8 (H, W, 3), BGR; or (H, W) where a function says so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """One picture of one camera."""

    role: str
    """Role of the camera at the gate, e.g. ``lane``, ``front``, ``rear``."""
    sequence: int
    """Counts the camera's frames from 0; a hole is a frame that was dropped before us."""
    time_ns: int
    """Sensor time on the monotonic clock; in a replay the position in the clip."""
    image: Image = field(repr=False, compare=False)
    small: Image | None = field(default=None, repr=False, compare=False)
    """The same picture smaller, where the source delivers one beside the full picture."""
    missed: int = 0
    """Frames replaced by this one since the last that was taken (newest wins)."""

    @property
    def width(self) -> int:
        """Width in pixels."""
        return int(self.image.shape[1])

    @property
    def height(self) -> int:
        """Height in pixels."""
        return int(self.image.shape[0])
