"""Damage that lies on a body: where it is in metres, how it is drawn, and its points for the truth.

Pure. A scratch is a bundle of fine lines through the clear coat: bare primer in the middle, scuffed paint
around it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

from models.scenes.curves import catmull_rom
from models.scenes.skin import Points, Sheet, Stuff, View
from models.scenes.surface import Mesh

Floats = npt.NDArray[np.float64]
Kind = Literal["scratch", "dent", "broken_part", "paint", "lamp", "glass"]
State = Literal["new", "pre_existing", "repaired"]
PRIMER = Stuff(colour=(0.80, 0.79, 0.76), roughness=0.7, relief=0.2)
SCUFF = Stuff(colour=(0.66, 0.68, 0.71), cover=0.40, roughness=0.55, relief=0.4)
ACROSS: dict[View, tuple[int, int]] = {
    "left": (0, 2), "right": (0, 2), "front": (1, 2), "rear": (1, 2), "top": (0, 1),
}  # fmt: skip
"""Axes of the car that run across and up in a view."""
_NEAR = 16
_SKIN_M = 0.06
_FACING: dict[View, tuple[int, float]] = {
    "left": (1, 1.0), "right": (1, -1.0), "front": (0, 1.0), "rear": (0, -1.0), "top": (2, 1.0),
}  # fmt: skip


class Cloud(NamedTuple):
    """(n, 3) points of a damage, metres in the car's axes, and the (n, 3) unit normals of the skin there.

    A normal of zeros is a point that shows from all around.
    """

    points: Floats
    normals: Floats

    @property
    def length_mm(self) -> float:
        """The damage's longest side."""
        return float(np.ptp(self.points, axis=0).max() * 1000)


class Damage(Protocol):
    """One damage. A car's mesh is pressed by all before any is drawn."""

    @property
    def id(self) -> str:
        """Its identity, the same at every visit."""

    @property
    def kind(self) -> Kind:
        """As the gate names it."""

    def pressed(self, mesh: Mesh) -> Mesh:
        """The body with the damage's shape in it."""

    def draw(self, sheets: dict[View, Sheet], mesh: Mesh) -> None:
        """Lays the damage over the sheets that look at it."""

    def cloud(self, mesh: Mesh) -> Cloud:
        """Where it is."""


def on_skin(mesh: Mesh, view: View, points: Floats) -> Cloud:
    """Points (n, 2) of a view, brought onto the skin that faces it."""
    axis, sign = _FACING[view]
    facing = sign * mesh.normals[:, axis] > 0.2
    skin, normals = mesh.vertices[facing], mesh.normals[facing]
    flat, depth = skin[:, ACROSS[view]], sign * skin[:, axis]
    at, out = np.empty((len(points), 3)), np.empty((len(points), 3))
    for k, point in enumerate(points):
        near = np.argsort(((flat - point) ** 2).sum(axis=1))[:_NEAR]
        # A wheel's well faces the view too, far behind the skin that is meant.
        near = near[depth[near] > depth[near].max() - _SKIN_M][:4]
        at[k], out[k] = skin[near].mean(axis=0), normals[near].mean(axis=0)
    at[:, ACROSS[view]] = points
    return Cloud(points=at, normals=out / np.linalg.norm(out, axis=1, keepdims=True))


@dataclass(frozen=True, kw_only=True)
class Scratch:
    """A scratch through points: (x, y, z) near the body or (across, up) of the first view; metres.

    width is the bundle's.
    """

    id: str
    points: tuple[tuple[float, ...], ...]
    width: float = 0.008
    depth: float = 1.0
    """0 (hairlines in the clear coat) to 1 (down to the primer)."""
    seed: int = 0
    views: tuple[View, ...] = ("left", "front")
    kind: Kind = "scratch"

    def pressed(self, mesh: Mesh) -> Mesh:
        """A scratch leaves the body's shape."""
        return mesh

    def cloud(self, mesh: Mesh) -> Cloud:
        """Points of its middle on the body's skin, and the normals there."""
        rough = catmull_rom(np.array(self.points), steps=12, closed=False)
        if rough.shape[1] == 2:
            return on_skin(mesh, self.views[0], rough)
        near = [np.argsort(((mesh.vertices - p) ** 2).sum(axis=1))[:4] for p in rough]
        out = np.array([mesh.normals[k].mean(axis=0) for k in near])
        # The skin gives the depth alone: snapped sideways, a line would walk in steps of the mesh.
        gap = np.array(
            [(mesh.vertices[k].mean(axis=0) - p) @ n for k, p, n in zip(near, rough, out, strict=True)]
        )
        return Cloud(points=rough + gap[:, None] * out, normals=out)

    def draw(self, sheets: dict[View, Sheet], mesh: Mesh) -> None:
        """Lays the scratch over the sheets that look at it."""
        line = self.cloud(mesh).points
        for view in self.views:
            self._bundle(sheets[view], line[:, ACROSS[view]])

    def _bundle(self, sheet: Sheet, middle: Floats) -> None:
        # One generator per view with the same seed: the strands meet again where two views do.
        dice = np.random.default_rng(self.seed)
        half = self.width / 2
        for _ in range(4):
            a, b = sorted(dice.uniform(0.0, 1.0, 2))
            scuff = replace(SCUFF, cover=SCUFF.cover * self.depth)
            sheet.line(_wandering(_part(middle, a, b), 1.6 * half, dice), scuff, width=self.width * 0.5)
        for strand in range(9):
            a, b = sorted(dice.uniform(0.0, 1.0, 2)) if strand > 1 else (0.4 * strand, 0.7 + 0.3 * strand)
            width = float(dice.uniform(0.0020, 0.0030)) if strand > 1 else 0.0035
            bare = replace(PRIMER, cover=self.depth)
            sheet.line(_wandering(_part(middle, a, b), half, dice), bare, width=width)


def _part(middle: Floats, a: float, b: float) -> Floats:
    first = int(a * (len(middle) - 4))
    return middle[first : max(first + 4, int(b * len(middle)))]


def _wandering(middle: Floats, reach: float, dice: np.random.Generator) -> Points:
    along = np.diff(middle, axis=0, append=2 * middle[-1:] - middle[-2:-1])
    normal = (
        np.stack([-along[:, 1], along[:, 0]], axis=1)
        / np.maximum(np.linalg.norm(along, axis=1), 1e-6)[:, None]
    )
    drift = np.convolve(dice.normal(0.0, 1.0, len(middle) + 8), np.ones(9) / 3.0, mode="valid")
    moved = middle + normal * (reach * (0.55 * drift + dice.uniform(-0.6, 0.6)))[:, None]
    return [(float(a), float(b)) for a, b in moved]
