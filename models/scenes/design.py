"""A body type: its measures and what is drawn on its sides, front and rear. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from models.scenes.body import BodyShape
from models.scenes.skin import Bounds, Points, View, bounds

End = Literal["front", "rear"]
_MARGIN = 0.12


@dataclass(frozen=True, kw_only=True)
class Pane:
    """A windscreen or rear window: the hatchback's, from `foot` to `top` (z) and so many times as wide."""

    foot: float
    top: float
    wide: float = 1.0


@dataclass(frozen=True, kw_only=True)
class Pillar:
    """A post between side windows, (x, z) from foot to head; width in metres."""

    foot: tuple[float, float]
    head: tuple[float, float]
    width: float = 0.075


@dataclass(frozen=True, kw_only=True)
class BodyType:
    """What is not the same on all bodies; the rest of the drawing is fitted with `shape.fit`."""

    shape: BodyShape
    glasshouse: Points
    """Side view of all side windows with their frame, (x, z)."""
    pillars: tuple[Pillar, ...]
    windscreen: Pane
    rear_pane: Pane | None
    taillamp: Points
    """Rear view of one lamp, (y, z)."""
    taillamp_side: Points
    gaps: tuple[Points, ...]
    """Side view of the doors' gaps."""
    handles: tuple[float, ...]
    """x of the door handles."""
    mirror: tuple[float, float, float]
    """Middle of the left mirror's shell."""
    plate_heights: tuple[float, float] = (0.492, 0.725)
    """z of the front and the rear plate's middle."""
    rear_gaps: tuple[Points, ...] = ()
    """Rear view of the gaps of boot or doors, one half (y >= 0)."""

    @property
    def bounds(self) -> dict[View, Bounds]:
        """Where the sheets end."""
        rear, front = self.shape.ends
        out = max(width for _, width in self.shape.plan) + _MARGIN
        return bounds(rear=rear - _MARGIN, front=front + _MARGIN, out=out, top=self.shape.height + _MARGIN)
