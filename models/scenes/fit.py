"""The hatchback's drawing stretched onto another body: nose, doors and arches are drawn once. Pure."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Points = list[tuple[float, float]]
_FAR = 10.0


@dataclass(frozen=True, kw_only=True)
class Fit:
    """along: (x of the hatchback, x of this body), both rising, straight between two and shifted beyond."""

    along: tuple[tuple[float, float], ...] = ((0.0, 0.0),)
    lift: float = 0.0
    """Metres by which the ground of the drawing is lifted."""
    tall: float = 1.0
    wide: float = 1.0

    def x(self, drawn: float) -> float:
        """Where an x of the drawing lies on this body."""
        theirs, ours = self._knots
        return float(np.interp(drawn, theirs, ours))

    def z(self, drawn: float) -> float:
        """Where a height of the drawing lies on this body."""
        return self.lift + self.tall * drawn

    def drawn_x(self, x: Floats) -> Floats:
        """The drawing's x of points on this body."""
        theirs, ours = self._knots
        return np.asarray(np.interp(x, ours, theirs))

    def drawn_z(self, z: Floats) -> Floats:
        """The drawing's z of points on this body."""
        return np.asarray((z - self.lift) / self.tall)

    def side(self, points: Points) -> Points:
        """A shape of the side view, (x, z)."""
        return [(self.x(a), self.z(b)) for a, b in points]

    def end(self, points: Points) -> Points:
        """A shape of the front or rear view, (y, z)."""
        return [(a * self.wide, self.z(b)) for a, b in points]

    @property
    def _knots(self) -> tuple[Floats, Floats]:
        knots = np.array(self.along)
        ends = np.vstack([knots[0] - _FAR, knots, knots[-1] + _FAR])
        return ends[:, 0], ends[:, 1]
