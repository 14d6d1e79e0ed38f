"""What changes a body's shape: dents, and pieces that are broken out of it. Pure; real geometry, no paint."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from models.scenes.damage import ACROSS, Cloud, Kind, on_skin
from models.scenes.skin import DARK, Points, Sheet, Stuff, View
from models.scenes.surface import Mesh

Floats = npt.NDArray[np.float64]
_TORN = Stuff(colour=(0.16, 0.16, 0.165), roughness=0.8, relief=0.25)


@dataclass(frozen=True, kw_only=True)
class Dent:
    """A dent about (across, up) of a view; radii along both and depth in metres, turn in radians."""

    id: str
    view: View
    at: tuple[float, float]
    radii: tuple[float, float]
    depth: float
    turn: float = 0.0
    kind: Kind = "dent"

    def pressed(self, mesh: Mesh) -> Mesh:
        """The body with the dent in it; its normals are the dent's own, not averages of faces."""
        centre = on_skin(mesh, self.view, np.array([self.at]))
        inward = -centre.normals[0]
        flat = self._flat(mesh.vertices[:, ACROSS[self.view]])
        t = np.linalg.norm(flat, axis=1)
        near = np.linalg.norm(mesh.vertices - centre.points[0], axis=1) < 2.0 * max(self.radii)
        inside = (t < 1.0) & near
        vertices, normals = mesh.vertices.copy(), mesh.normals.copy()
        vertices[inside] += self.depth * ((1 - t[inside] ** 2) ** 2)[:, None] * inward
        steep = -4 * self.depth * (1 - t[inside] ** 2)
        slope = np.zeros((int(inside.sum()), 3))
        slope[:, ACROSS[self.view]] = (steep[:, None] * flat[inside] / np.array(self.radii)) @ self._axes
        tilted = normals[inside] + slope
        normals[inside] = tilted / np.linalg.norm(tilted, axis=1, keepdims=True)
        return Mesh(vertices=vertices, quads=mesh.quads, normals=normals)

    def draw(self, sheets: dict[View, Sheet], mesh: Mesh) -> None:
        """A dent has the colour of its body."""

    def cloud(self, mesh: Mesh) -> Cloud:
        """Rings of points; the outermost lies where the skin begins to give way visibly."""
        turn = np.linspace(0.0, 2 * np.pi, 16, endpoint=False)
        rings = [(0.0, 0.0)] + [(r * np.cos(a), r * np.sin(a)) for r in (0.45, 0.85) for a in turn]
        flat = (np.array(rings) * np.array(self.radii)) @ self._axes + np.array(self.at)
        return on_skin(mesh, self.view, flat)

    @property
    def _axes(self) -> Floats:
        c, s = np.cos(self.turn), np.sin(self.turn)
        return np.array([[c, s], [-s, c]])

    def _flat(self, points: Floats) -> Floats:
        """(n, 2) places in the dent's own axes, in radii from its middle."""
        return np.asarray((points - np.array(self.at)) @ self._axes.T / np.array(self.radii))


@dataclass(frozen=True, kw_only=True)
class Hole:
    """A piece broken out of a bumper: a ragged dark hole, sunk into the body. radius in metres."""

    id: str
    view: View
    at: tuple[float, float]
    radius: float
    seed: int = 0
    kind: Kind = "broken_part"

    def pressed(self, mesh: Mesh) -> Mesh:
        """The body with the hole sunk by 4 cm."""
        radii = (self.radius * 0.95, self.radius * 0.95)
        return Dent(id=self.id, view=self.view, at=self.at, radii=radii, depth=0.04).pressed(mesh)

    def draw(self, sheets: dict[View, Sheet], mesh: Mesh) -> None:
        """Torn plastic about a dark hole."""
        for share, stuff in ((1.0, _TORN), (0.82, DARK)):
            sheets[self.view].fill(ragged(self.at, self.radius * share, seed=self.seed), stuff)

    def cloud(self, mesh: Mesh) -> Cloud:
        """Its edge."""
        return on_skin(mesh, self.view, np.array(ragged(self.at, self.radius, seed=self.seed)))


def ragged(at: tuple[float, float], radius: float, *, seed: int, corners: int = 18) -> Points:
    """An uneven ring about a point."""
    dice = np.random.default_rng(seed)
    turn = np.linspace(0.0, 2 * np.pi, corners, endpoint=False)
    reach = radius * dice.uniform(0.6, 1.0, corners)
    return [
        (float(at[0] + r * np.cos(a)), float(at[1] + 0.8 * r * np.sin(a)))
        for r, a in zip(reach, turn, strict=True)
    ]
