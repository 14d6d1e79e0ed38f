"""Damage that is drawn: chipped paint, broken lamps, cracked glass; and a mirror that is gone. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from models.scenes import skin
from models.scenes.damage import PRIMER, SCUFF, Cloud, Damage, Kind, on_skin
from models.scenes.dents import ragged
from models.scenes.finish import Finish
from models.scenes.skin import Points, Sheet, Stuff, View
from models.scenes.surface import Mesh

_CRACK = Stuff(colour=(0.78, 0.82, 0.84), cover=0.85, roughness=0.5)
_SOCKET = Stuff(colour=(0.030, 0.028, 0.026), roughness=0.85, relief=0.2)
_SHARD = Stuff(colour=(0.60, 0.63, 0.65), roughness=0.1)


@dataclass(frozen=True, kw_only=True)
class Chip:
    """Paint that is gone down to the primer, within `radius` metres of (across, up) of a view."""

    id: str
    view: View
    at: tuple[float, float]
    radius: float
    seed: int = 0
    kind: Kind = "paint"

    def pressed(self, mesh: Mesh) -> Mesh:
        """Paint has no depth."""
        return mesh

    def draw(self, sheets: dict[View, Sheet], mesh: Mesh) -> None:
        """Scuffed paint around bare primer, and crumbs beside it."""
        dice = np.random.default_rng(self.seed)
        sheet = sheets[self.view]
        sheet.fill(ragged(self.at, self.radius, seed=self.seed), SCUFF)
        sheet.fill(ragged(self.at, self.radius * 0.8, seed=self.seed + 1), PRIMER)
        for _ in range(7):
            turn, far = dice.uniform(0, 2 * np.pi), self.radius * dice.uniform(0.5, 0.95)
            crumb = (self.at[0] + far * np.cos(turn), self.at[1] + 0.8 * far * np.sin(turn))
            sheet.fill(ragged(crumb, self.radius * 0.15, seed=self.seed, corners=7), PRIMER)

    def cloud(self, mesh: Mesh) -> Cloud:
        """Its edge."""
        return on_skin(mesh, self.view, np.array(ragged(self.at, self.radius, seed=self.seed)))


@dataclass(frozen=True, kw_only=True)
class BrokenLamp:
    """A lamp whose glass is smashed; outlines: its shape in each view that shows it."""

    id: str
    outlines: dict[View, Points]
    seed: int = 0
    kind: Kind = "lamp"

    def pressed(self, mesh: Mesh) -> Mesh:
        """The glass is no part of the body."""
        return mesh

    def draw(self, sheets: dict[View, Sheet], mesh: Mesh) -> None:
        """A dark socket with a few shards; it shines no more."""
        dice = np.random.default_rng(self.seed)
        for view, outline in self.outlines.items():
            sheet, shape = sheets[view], np.array(outline)
            sheet.fill(outline, _SOCKET)
            middle = shape.mean(axis=0)
            for _ in range(5):
                rim = shape[dice.integers(len(shape))]
                tip = rim + (middle - rim) * dice.uniform(0.25, 0.75)
                wide = (shape[dice.integers(len(shape))] - rim) * dice.uniform(0.1, 0.3)
                sheet.fill([_pair(rim), _pair(rim + wide), _pair(tip)], _SHARD)
            sheet.line(outline, skin.GAP, width=0.008, closed=True)

    def cloud(self, mesh: Mesh) -> Cloud:
        """The edge in all views."""
        parts = [on_skin(mesh, view, np.array(outline)) for view, outline in self.outlines.items()]
        return Cloud(
            points=np.vstack([part.points for part in parts]),
            normals=np.vstack([part.normals for part in parts]),
        )


@dataclass(frozen=True, kw_only=True)
class CrackedGlass:
    """A stone's star in a pane, and the cracks that run from it, `radius` metres at most."""

    id: str
    view: View
    at: tuple[float, float]
    radius: float
    seed: int = 0
    kind: Kind = "glass"

    def pressed(self, mesh: Mesh) -> Mesh:
        """Glass keeps its shape."""
        return mesh

    def draw(self, sheets: dict[View, Sheet], mesh: Mesh) -> None:
        """The star and its cracks."""
        sheet = sheets[self.view]
        sheet.fill(ragged(self.at, min(0.022, self.radius / 3), seed=self.seed), _CRACK)
        for line in self._cracks():
            sheet.line(line, _CRACK, width=0.0045)

    def cloud(self, mesh: Mesh) -> Cloud:
        """Points along the cracks."""
        flat = np.array([point for line in self._cracks() for point in line])
        return on_skin(mesh, self.view, flat)

    def _cracks(self) -> list[Points]:
        dice = np.random.default_rng(self.seed)
        lines: list[Points] = []
        for k in range(9):
            turn = 2 * np.pi * k / 9 + dice.uniform(-0.3, 0.3)
            reach = self.radius * (1.0 if k % 4 == 0 else dice.uniform(0.2, 0.6))
            bends = turn + np.cumsum(dice.normal(0.0, 0.10, 6))
            steps = np.stack([np.cos(bends), np.sin(bends)], axis=1) * reach / 6
            lines.append([_pair(p) for p in np.array(self.at) + np.cumsum(steps, axis=0)])
        return lines


@dataclass(frozen=True, kw_only=True)
class MissingMirror:
    """An outside mirror that is gone but for its foot; side: "left" or "right"."""

    id: str
    side: View
    at: tuple[float, float, float]
    kind: Kind = "broken_part"

    def pressed(self, mesh: Mesh) -> Mesh:
        """A mirror is no part of the body."""
        return mesh

    def draw(self, sheets: dict[View, Sheet], mesh: Mesh) -> None:
        """What is gone is not drawn."""

    def cloud(self, mesh: Mesh) -> Cloud:
        """Where the shell was, seen from all around."""
        turn = np.linspace(0.0, 2 * np.pi, 12, endpoint=False)
        ring = [(0.06 * np.cos(a), 0.10 * np.cos(a), 0.07 * np.sin(a)) for a in turn]
        return Cloud(points=np.array(self.at) + np.array(ring), normals=np.zeros((len(ring), 3)))


def finish_with(finish: Finish, damages: tuple[Damage, ...]) -> Finish:
    """The finish of a car that wears these damages."""
    gone = {damage.side for damage in damages if isinstance(damage, MissingMirror)}
    return replace(finish, mirrors=("left" not in gone, "right" not in gone))


def _pair(point: object) -> tuple[float, float]:
    a, b = np.asarray(point, dtype=np.float64)
    return float(a), float(b)
