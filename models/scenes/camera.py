"""A pinhole camera and what it sees of points. Pure: the renderer is told the same numbers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Box = tuple[float, float, float, float]
"""x, y, w, h in pixels, from the upper left."""
NEAR = 0.05


@dataclass(frozen=True, kw_only=True)
class Camera:
    """place: metres; yaw: degrees left of +y; pitch: degrees up; across: degrees of width; size: pixels."""

    place: tuple[float, float, float]
    yaw: float
    pitch: float
    across: float
    size: tuple[int, int]

    @property
    def focal(self) -> float:
        """Focal length in pixels."""
        return float(self.size[0] / 2 / np.tan(np.radians(self.across) / 2))

    @property
    def turn(self) -> Floats:
        """(3, 3) rows: right, up and backward of the camera in the world."""
        yaw, pitch = np.radians(self.yaw), np.radians(self.pitch)
        forward = np.array([-np.sin(yaw) * np.cos(pitch), np.cos(yaw) * np.cos(pitch), np.sin(pitch)])
        right = np.array([np.cos(yaw), np.sin(yaw), 0.0])
        return np.stack([right, np.cross(right, forward), -forward])

    def project(self, points: Floats) -> Floats:
        """(n, 3) metres -> (n, 3) of pixel x, pixel y and depth in metres (negative behind the camera)."""
        seen = (points - np.array(self.place)) @ self.turn.T
        depth = -seen[:, 2]
        safe = np.where(np.abs(depth) < 1e-6, 1e-6, depth)
        x = self.size[0] / 2 + self.focal * seen[:, 0] / safe
        y = self.size[1] / 2 - self.focal * seen[:, 1] / safe
        return np.stack([x, y, depth], axis=1)

    def box_of(self, points: Floats) -> Box | None:
        """The visible part of the box of one body's dense points; None where it is under 2 pixels.

        A body with points beyond an edge reaches that edge: its points alone would end a little before it.
        """
        x, y, depth = self.project(points).T
        w, h = self.size
        level, upright = (y >= 0) & (y <= h), (x >= 0) & (x <= w)
        ahead = depth > NEAR
        shown = ahead & level & upright
        if not shown.any():
            return None
        left = 0.0 if (ahead & level & (x < 0)).any() else float(x[shown].min())
        right = float(w) if (ahead & level & (x > w)).any() else float(x[shown].max())
        top = 0.0 if (ahead & upright & (y < 0)).any() else float(y[shown].min())
        bottom = float(h) if (ahead & upright & (y > h)).any() else float(y[shown].max())
        return (left, top, right - left, bottom - top) if min(right - left, bottom - top) >= 2 else None


def posed(points: Floats, *, x: float, y: float, heading: float) -> Floats:
    """(n, 3) points of a car's axes in the world."""
    c, s = np.cos(heading), np.sin(heading)
    turn = np.array([[c, -s, 0.0], [s, c, 0.0], [0.0, 0.0, 1.0]])
    return np.asarray(points @ turn.T + np.array([x, y, 0.0]))
