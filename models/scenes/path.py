"""Where a car is at a time: a line of straights and arcs, driven with a smooth speed. Pure.

The point that follows the line is the middle of the rear axle, which is the point a driver steers by.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
_STEP = 0.02


@dataclass(frozen=True, kw_only=True)
class Pose:
    """x, y in metres on the ground, heading in radians from +x, rolled in metres of road, bend in 1/metre."""

    x: float
    y: float
    heading: float
    rolled: float
    bend: float


@dataclass(frozen=True, kw_only=True)
class Leg:
    """A piece of road: length in metres, bend in 1/metre (left positive, 0 is straight)."""

    length: float
    bend: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Road:
    """Legs joined end to end from a start; bends blend over about `easing` metres, as hands turn a wheel."""

    x: float
    y: float
    heading: float
    legs: tuple[Leg, ...]
    easing: float = 1.6

    @property
    def length(self) -> float:
        """Metres from end to end."""
        return sum(leg.length for leg in self.legs)

    @cached_property
    def _line(self) -> Floats:
        """(n, 5) of distance, x, y, heading, bend."""
        s = np.arange(0.0, self.length + _STEP, _STEP)
        ends = np.cumsum([leg.length for leg in self.legs])
        raw = np.array([leg.bend for leg in self.legs])[
            np.minimum(np.searchsorted(ends, s), len(self.legs) - 1)
        ]
        width = max(1, round(self.easing / _STEP))
        bend = np.convolve(np.pad(raw, width, mode="edge"), np.ones(width) / width, mode="same")[width:-width]
        heading = self.heading + np.concatenate([[0.0], np.cumsum(bend[:-1]) * _STEP])
        x = self.x + np.concatenate([[0.0], np.cumsum(np.cos(heading[:-1])) * _STEP])
        y = self.y + np.concatenate([[0.0], np.cumsum(np.sin(heading[:-1])) * _STEP])
        return np.stack([s, x, y, heading, bend], axis=1)

    def at(self, distance: float) -> Pose:
        """The pose `distance` metres along the road, held at its ends."""
        line = self._line
        x, y, heading, bend = (float(np.interp(distance, line[:, 0], line[:, k])) for k in (1, 2, 3, 4))
        return Pose(x=x, y=y, heading=heading, rolled=distance, bend=bend)


@dataclass(frozen=True, kw_only=True)
class Drive:
    """A road driven from `starts_s` on. speeds: (seconds since then, metres per second), joined smoothly."""

    road: Road
    starts_s: float
    speeds: Sequence[tuple[float, float]]

    @cached_property
    def _ground(self) -> tuple[Floats, Floats]:
        t = np.arange(0.0, self.speeds[-1][0] + 60.0, 0.01)
        knots = np.array(self.speeds)
        speed = np.interp(t, knots[:, 0], knots[:, 1])
        # A second of averaging turns the corners of the speed line into ease in and ease out.
        speed = np.convolve(np.pad(speed, 40, mode="edge"), np.ones(81) / 81, mode="valid")
        return np.asarray(t, dtype=np.float64), np.concatenate([[0.0], np.cumsum(speed[:-1]) * 0.01])

    def pose(self, at_s: float) -> Pose:
        """Where the car is at a moment of the clip, in seconds."""
        t, ground = self._ground
        return self.road.at(float(np.interp(at_s - self.starts_s, t, ground)))
