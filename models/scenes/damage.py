"""Damage that lies on a body: where it is in metres, how it is drawn, and its points for the truth.

Pure. A scratch is a bundle of fine lines through the clear coat: bare primer in the middle, scuffed paint
around it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from models.scenes.curves import catmull_rom
from models.scenes.skin import Points, Sheet, Stuff, View
from models.scenes.surface import Mesh

Floats = npt.NDArray[np.float64]
PRIMER = Stuff(colour=(0.80, 0.79, 0.76), roughness=0.7, relief=0.2)
SCUFF = Stuff(colour=(0.66, 0.68, 0.71), cover=0.40, roughness=0.55, relief=0.4)


@dataclass(frozen=True, kw_only=True)
class Scratch:
    """A scratch through (x, y, z) points near the body, metres in the car's axes; width is the bundle's."""

    id: str
    points: tuple[tuple[float, float, float], ...]
    width: float = 0.008
    seed: int = 0
    views: tuple[View, ...] = ("left", "front")

    def line(self, mesh: Mesh) -> tuple[Floats, Floats]:
        """(n, 3) points of its middle on the body's skin, and the (n, 3) unit normals there."""
        rough = catmull_rom(np.array(self.points), steps=12, closed=False)
        near = [np.argsort(((mesh.vertices - p) ** 2).sum(axis=1))[:4] for p in rough]
        out = np.array([mesh.normals[k].mean(axis=0) for k in near])
        # The skin gives the depth alone: snapped sideways, a line would walk in steps of the mesh.
        gap = np.array(
            [(mesh.vertices[k].mean(axis=0) - p) @ n for k, p, n in zip(near, rough, out, strict=True)]
        )
        return rough + gap[:, None] * out, out

    def draw(self, sheets: dict[View, Sheet], mesh: Mesh) -> None:
        """Lays the scratch over the sheets that look at it."""
        line, _ = self.line(mesh)
        for view in self.views:
            across = {"left": 0, "right": 0, "front": 1, "rear": 1}[view]
            self._bundle(sheets[view], line[:, (across, 2)])

    def _bundle(self, sheet: Sheet, middle: Floats) -> None:
        # One generator per view with the same seed: the strands meet again where two views do.
        dice = np.random.default_rng(self.seed)
        half = self.width / 2
        for _ in range(4):
            a, b = sorted(dice.uniform(0.0, 1.0, 2))
            sheet.line(_wandering(_part(middle, a, b), 1.6 * half, dice), SCUFF, width=self.width * 0.5)
        for strand in range(9):
            a, b = sorted(dice.uniform(0.0, 1.0, 2)) if strand > 1 else (0.4 * strand, 0.7 + 0.3 * strand)
            width = float(dice.uniform(0.0020, 0.0030)) if strand > 1 else 0.0035
            sheet.line(_wandering(_part(middle, a, b), half, dice), PRIMER, width=width)


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


State = Literal["new", "pre_existing"]
