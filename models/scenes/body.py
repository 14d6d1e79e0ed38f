"""The body of a car as a field: two outlines seen from the side, bent in plan, with arches and reliefs.

A field, not a cage of polygons: another body type is another set of outlines, a dent is one more term,
and the normals that paint reflects by come from the field itself.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import numpy as np

from models.scenes.curves import Floats, Outline
from models.scenes.fit import Fit
from models.scenes.surface import Mesh, mesh_of

Points = list[tuple[float, float]]


@dataclass(frozen=True, kw_only=True)
class BodyShape:
    """Measures of one body type, all in metres in the car's axes."""

    name: str
    wheelbase: float
    wheel_radius: float
    half_track: float
    half_width: float
    lower: Points
    """Side outline of bumper, bonnet, belt and floor, (x, z)."""
    cabin: Points
    """Side outline of the greenhouse, (x, z); its foot lies inside `lower`."""
    belt: float
    """Height at which the sides begin to lean in."""
    plan: Points
    """Half width (x, y) along the car at door height."""
    cabin_plan: Points
    """Half width (x, y) of the greenhouse at the belt."""
    reliefs: list[tuple[Points, float]] = field(default_factory=list)
    """Shapes seen from the front (y >= 0, z) and the depth by which they sink into the nose."""
    fit: Fit = field(default_factory=Fit)
    """How the hatchback's creases, sills and nose are stretched onto this body."""
    lean: tuple[float, float] = (0.34, 0.14)
    """How far the greenhouse's sides lean in: metres per metre above the belt, and per square of it."""
    shoulder: float = 0.55
    """How much the flank draws in towards the belt."""

    @property
    def ends(self) -> tuple[float, float]:
        """Rear and front end of the body, x."""
        xs = [x for x, _ in self.lower]
        return min(xs), max(xs)

    @property
    def height(self) -> float:
        """Highest point of the roof, z."""
        return max(z for _, z in self.cabin)


def smooth_max(a: Floats, b: Floats, radius: float) -> Floats:
    """The larger of two fields with their edge rounded over `radius` metres."""
    h = np.clip(0.5 + 0.5 * (a - b) / radius, 0.0, 1.0)
    return np.asarray(b + (a - b) * h + radius * h * (1.0 - h))


def _step(value: Floats, low: float, high: float) -> Floats:
    t = np.clip((value - low) / (high - low), 0.0, 1.0)
    return np.asarray(t * t * (3 - 2 * t))


def _half_width(points: Points, x: Floats) -> Floats:
    # A cubic fit, because a broken line of widths shows as bands in the reflections.
    table = np.array(points)
    fit = np.polynomial.Polynomial.fit(table[:, 0], table[:, 1], deg=min(5, len(points) - 2))
    return np.asarray(fit(np.clip(x, table[0, 0], table[-1, 0])))


@dataclass(frozen=True)
class BodyField:
    """The signed field of one body; call it with x, y, z in the car's axes."""

    shape: BodyShape

    @cached_property
    def _outlines(self) -> tuple[Outline, Outline]:
        # Kept on the field, because each table takes seconds to draw.
        return Outline.through(self.shape.lower), Outline.through(self.shape.cabin)

    @cached_property
    def _reliefs(self) -> list[tuple[Outline, float]]:
        mirrored = [
            (p + [(-y, z) for y, z in reversed(p) if y > 0], d) for p, d in self.shape.reliefs if p[0][0] == 0
        ]
        sided = [(p, d) for p, d in self.shape.reliefs if p[0][0] > 0]
        return [(Outline.through(p, margin=0.1, cell=0.004), d) for p, d in mirrored + sided]

    def __call__(self, x: Floats, y: Floats, z: Floats) -> Floats:
        """Metres to the skin, negative inside; arrays of equal shape."""
        side = np.abs(y)
        body = self._sunk(self._union(x, side, z), x, side, z)
        return self._arched(body, x, side, z)

    def _union(self, x: Floats, side: Floats, z: Floats) -> Floats:
        lower, cabin = self._outlines
        dx, dz = self.shape.fit.drawn_x(x), self.shape.fit.drawn_z(z)
        out = side / (0.8 * self.shape.fit.wide)
        bow = 0.15 * out**2.6 * _step(dx, 2.2, 3.3) - 0.10 * out**2.4 * _step(-dx, 0.0, 0.7)
        crown = 0.055 * out**2
        ridge = -0.010 * np.exp(-(((side - 0.50) / 0.05) ** 2)) * _step(dz, 0.7, 0.8)
        low = smooth_max(side - self._flank(x, z), lower.at(x + bow, z + crown + ridge), 0.10)
        lean = np.clip(z - self.shape.belt, -0.2, 1.0)
        slope, bend = self.shape.lean
        walls = _half_width(self.shape.cabin_plan, x) - slope * lean - bend * lean**2
        sweep = 0.22 * out**2.2 * _step(dx, 1.2, 2.2) - 0.10 * out**2.2 * _step(-dx, 0.0, 0.5)
        high = smooth_max(0.93 * (side - walls), cabin.at(x + sweep, z + 0.7 * crown), 0.07)
        return -smooth_max(-low, -high, 0.035)

    def _flank(self, x: Floats, z: Floats) -> Floats:
        dx, dz = self.shape.fit.drawn_x(x), self.shape.fit.drawn_z(z)
        between = _step(dx, 0.45, 0.8) * _step(-dx, -2.25, -1.9)
        tuck = -0.16 * np.clip(0.42 - dz, 0, 1) ** 1.4 - self.shape.shoulder * np.clip(dz - 0.62, 0, 1) ** 2
        crease = (
            0.011
            * np.tanh((dz - (0.735 - 0.02 * (dx - 1.3))) / 0.012)
            * _step(dx, -0.6, 0.0)
            * _step(-dx, -3.1, -2.5)
        )
        hollow = -0.018 * np.exp(-(((dz - 0.50) / 0.11) ** 2)) * between
        sill = 0.014 * np.exp(-(((dz - 0.27) / 0.05) ** 2)) * between
        arch = self.shape.wheel_radius + 0.057
        flare = sum(
            0.016 * np.exp(-(((self._ring(x, z, at) - arch) / 0.045) ** 2))
            for at in (0.0, self.shape.wheelbase)
        )
        return np.asarray(
            _half_width(self.shape.plan, x) + tuck - np.abs(crease) * (crease > 0) + hollow + sill + flare
        )

    def _ring(self, x: Floats, z: Floats, axle: float) -> Floats:
        return np.asarray(np.hypot(x - axle, z - self.shape.wheel_radius - 0.01))

    def _sunk(self, body: Floats, x: Floats, side: Floats, z: Floats) -> Floats:
        nose = _step(self.shape.fit.drawn_x(x), 2.9, 3.1)
        for outline, depth in self._reliefs:
            body = body + depth * _step(-outline.at(side, z), -0.006, 0.008) * nose
        return body

    def _arched(self, body: Floats, x: Floats, side: Floats, z: Floats) -> Floats:
        for axle in (0.0, self.shape.wheelbase):
            well = np.maximum(self._ring(x, z, axle) - self.shape.wheel_radius - 0.044, 0.52 - side)
            body = smooth_max(body, -well, 0.012)
        return body


def body_mesh(shape: BodyShape, *, cell: float) -> Mesh:
    """The skin of `shape` with cells of `cell` metres (0.010 fine, 0.016 draft)."""
    rear, front = shape.ends
    out = max(width for _, width in shape.plan) + 0.107
    return mesh_of(
        BodyField(shape),
        low=(rear - 0.06, -out, 0.12),
        high=(front + 0.06, out, shape.height + 0.085),
        cell=cell,
    )


def flank_at(mesh: Mesh, x: float, z: float) -> float:
    """Half width of the finished body at (x, z): where a handle or a scratch sits. Metres."""
    left = mesh.vertices[mesh.vertices[:, 1] > 0.5]
    near = np.hypot(left[:, 0] - x, left[:, 2] - z) < 0.03
    return float(left[near, 1].max())


def cached_body(shape: BodyShape, *, cell: float, cache: Path) -> Mesh:
    """The body's mesh, kept in `cache`, because fine ones take a minute."""
    kept = cache / f"body-{shape.name}-{round(cell * 1e4)}.npz"
    if kept.exists():
        with np.load(kept) as found:
            return Mesh(vertices=found["vertices"], quads=found["quads"], normals=found["normals"])
    mesh = body_mesh(shape, cell=cell)
    cache.mkdir(parents=True, exist_ok=True)
    np.savez(kept, vertices=mesh.vertices, quads=mesh.quads, normals=mesh.normals)
    return mesh
