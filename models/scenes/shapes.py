"""Small solids as vertices and faces: a lathe, a tapered box, a rounded box. Pure; metres."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Solid:
    """vertices (n, 3) in metres and faces as tuples of indices, counter-clockwise from outside."""

    vertices: Floats
    faces: list[tuple[int, ...]]

    def moved(self, by: tuple[float, float, float]) -> Solid:
        """The same solid elsewhere."""
        return Solid(vertices=self.vertices + np.array(by), faces=self.faces)

    def turned(self, matrix: Floats) -> Solid:
        """The same solid after a 3x3 turn or stretch."""
        return Solid(vertices=self.vertices @ matrix.T, faces=self.faces)

    def __add__(self, other: Solid) -> Solid:
        shift = len(self.vertices)
        return Solid(
            vertices=np.vstack([self.vertices, other.vertices]),
            faces=[*self.faces, *(tuple(i + shift for i in f) for f in other.faces)],
        )


def lathe(profile: list[tuple[float, float]], *, steps: int = 64) -> Solid:
    """Turns (radius, y) points about the y axis."""
    turn = np.linspace(0, 2 * np.pi, steps, endpoint=False)
    rings = [np.stack([r * np.cos(turn), np.full(steps, y), r * np.sin(turn)], axis=1) for r, y in profile]
    faces = [
        (i * steps + j, i * steps + (j + 1) % steps, (i + 1) * steps + (j + 1) % steps, (i + 1) * steps + j)
        for i in range(len(profile) - 1)
        for j in range(steps)
    ]
    return Solid(vertices=np.vstack(rings), faces=[tuple(f) for f in faces])


def tapered(near: tuple[float, float], far: tuple[float, float], length: float) -> Solid:
    """A bar along z from 0 to `length`, `near` and `far` its (x, y) sizes at both ends."""
    corners = np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)]) / 2.0
    low = np.column_stack([corners * near, np.zeros(4)])
    high = np.column_stack([corners * far, np.full(4, length)])
    sides: list[tuple[int, ...]] = [(i, (i + 1) % 4, (i + 1) % 4 + 4, i + 4) for i in range(4)]
    return Solid(vertices=np.vstack([low, high]), faces=[*sides, (3, 2, 1, 0), (4, 5, 6, 7)])


def box(size: tuple[float, float, float]) -> Solid:
    """A box about the origin."""
    return tapered((size[0], size[1]), (size[0], size[1]), size[2]).moved((0.0, 0.0, -size[2] / 2))


def rounded(size: tuple[float, float, float], *, squareness: float = 0.5, steps: int = 24) -> Solid:
    """A superellipsoid about the origin: squareness 1 is an ellipsoid, towards 0 a box."""
    across = np.linspace(-np.pi, np.pi, steps, endpoint=False)
    up = np.linspace(-np.pi / 2, np.pi / 2, steps // 2 + 1)

    def bent(value: Floats) -> Floats:
        return np.asarray(np.sign(value) * np.abs(value) ** squareness)

    u, v = np.meshgrid(across, up)
    grid = np.stack(
        [bent(np.cos(v)) * bent(np.cos(u)), bent(np.cos(v)) * bent(np.sin(u)), bent(np.sin(v))], axis=-1
    )
    faces: list[tuple[int, ...]] = [
        (i * steps + j, i * steps + (j + 1) % steps, (i + 1) * steps + (j + 1) % steps, (i + 1) * steps + j)
        for i in range(len(up) - 1)
        for j in range(steps)
    ]
    return Solid(vertices=grid.reshape(-1, 3) * (np.array(size) / 2), faces=faces)


def about_y(angle: float) -> Floats:
    """Turn about y by `angle` radians, x towards -z."""
    c, s = np.cos(angle), np.sin(angle)
    return np.array([[c, 0.0, s], [0.0, 1.0, 0.0], [-s, 0.0, c]])
