"""Smooth lines through a few points, and the signed distance to a closed one: the pen of the body maker."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


def catmull_rom(points: Floats, *, steps: int, closed: bool) -> Floats:
    """Samples a centripetal-free (uniform) Catmull-Rom line.

    points: (n, d), n >= 3. Returns (m, d) with `steps` samples per span; an open line keeps both its ends.
    """
    ring = (
        np.vstack([points[-1:], points, points[:2]])
        if closed
        else np.vstack([2 * points[0] - points[1], points, 2 * points[-1] - points[-2]])
    )
    t: Floats = np.linspace(0.0, 1.0, steps, endpoint=False, dtype=np.float64)[:, None]
    spans = [_span(ring[i : i + 4], t) for i in range(len(ring) - 3)]
    return np.vstack(spans if closed else [*spans, points[-1:]])


def _span(four: Floats, t: Floats) -> Floats:
    a, b, c, d = four
    return np.asarray(
        0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)
    )


def signed_distance(ring: Floats, points: Floats) -> Floats:
    """Distance of each point to a closed polygon, negative inside. ring: (n, 2), points: (m, 2) -> (m,)."""
    best = np.full(len(points), np.inf)
    inside = np.zeros(len(points), dtype=bool)
    for a, b in zip(ring, np.roll(ring, -1, axis=0), strict=True):
        edge, rel = b - a, points - a
        t = np.clip(rel @ edge / max(float(edge @ edge), 1e-12), 0.0, 1.0)
        best = np.minimum(best, ((rel - t[:, None] * edge) ** 2).sum(axis=1))
        crosses = (a[1] > points[:, 1]) != (b[1] > points[:, 1])
        side = edge[0] * (points[:, 1] - a[1]) - edge[1] * rel[:, 0]
        inside ^= crosses & ((side > 0) == (edge[1] < 0))
    return np.asarray(np.where(inside, -1.0, 1.0) * np.sqrt(best))


@dataclass(frozen=True, kw_only=True)
class Outline:
    """A closed smooth shape as a table of signed distances (metres), read bilinearly.

    A table, because the field is asked for millions of points and the exact distance costs 200 segments each.
    """

    origin: tuple[float, float]
    cell: float
    table: Floats

    @classmethod
    def through(
        cls, points: list[tuple[float, float]], *, margin: float = 0.6, cell: float = 0.005
    ) -> Outline:
        """The closed Catmull-Rom shape through (n, 2) points, in metres."""
        ring = catmull_rom(np.array(points), steps=12, closed=True)
        low, high = ring.min(axis=0) - margin, ring.max(axis=0) + margin
        across = np.arange(low[0], high[0], cell)
        up = np.arange(low[1], high[1], cell)
        grid = np.stack(np.meshgrid(across, up, indexing="ij"), axis=-1).reshape(-1, 2)
        table = signed_distance(ring, grid).reshape(len(across), len(up))
        return cls(origin=(float(low[0]), float(low[1])), cell=cell, table=table)

    def at(self, a: Floats, b: Floats) -> Floats:
        """Signed distance at (a, b), any equal shapes; points off the table get its edge's value."""
        i = np.clip((a - self.origin[0]) / self.cell, 0, self.table.shape[0] - 1.001)
        j = np.clip((b - self.origin[1]) / self.cell, 0, self.table.shape[1] - 1.001)
        i0, j0 = i.astype(np.int64), j.astype(np.int64)
        u, v = i - i0, j - j0
        t = self.table
        low = t[i0, j0] * (1 - u) + t[i0 + 1, j0] * u
        high = t[i0, j0 + 1] * (1 - u) + t[i0 + 1, j0 + 1] * u
        return np.asarray(low * (1 - v) + high * v)
