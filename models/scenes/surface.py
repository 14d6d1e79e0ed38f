"""From a field to a mesh: naive surface nets, then each vertex is pulled onto the zero of the field."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Field = Callable[[Floats, Floats, Floats], Floats]
"""Signed distance-like value (metres, negative inside) at x, y, z of equal shapes."""


@dataclass(frozen=True, kw_only=True)
class Mesh:
    """vertices (n, 3) metres, quads (m, 4) indices counter-clockwise from outside, normals (n, 3) unit."""

    vertices: Floats
    quads: npt.NDArray[np.int64]
    normals: Floats


def mesh_of(
    field: Field, *, low: tuple[float, float, float], high: tuple[float, float, float], cell: float
) -> Mesh:
    """Meshes the zero of `field` inside the box `low`..`high` with cells of `cell` metres."""
    axes: list[Floats] = [
        np.arange(a, b + cell, cell, dtype=np.float64) for a, b in zip(low, high, strict=True)
    ]
    values = _sampled(field, axes)
    index, centres = _cells(values)
    vertices = np.array(low) + centres * cell
    for _ in range(3):
        vertices = _pulled(field, vertices, cell)
    return Mesh(
        vertices=vertices, quads=_quads(values, index), normals=normals_of(field, vertices, reach=cell)
    )


def normals_of(field: Field, at: Floats, *, reach: float) -> Floats:
    """Unit gradients, (n, 3): smoother than any average of faces, which is what reflections in paint need."""
    g = _gradient(field, at, reach)
    return np.asarray(g / np.maximum(np.linalg.norm(g, axis=1, keepdims=True), 1e-9))


def _sampled(field: Field, axes: list[Floats]) -> npt.NDArray[np.float32]:
    slabs = [
        field(*np.broadcast_arrays(x, axes[1][:, None], axes[2][None, :])).astype(np.float32) for x in axes[0]
    ]
    return np.stack(slabs)


def _cells(values: npt.NDArray[np.float32]) -> tuple[npt.NDArray[np.int64], Floats]:
    nx, ny, nz = (n - 1 for n in values.shape)
    corners = [(i, j, k) for i in (0, 1) for j in (0, 1) for k in (0, 1)]
    eight = [values[i : i + nx, j : j + ny, k : k + nz] for i, j, k in corners]
    count = sum((v < 0).astype(np.int8) for v in eight)
    mixed = np.argwhere((count > 0) & (count < 8))
    index = np.full((nx, ny, nz), -1, dtype=np.int64)
    index[tuple(mixed.T)] = np.arange(len(mixed))
    at = np.stack([v[tuple(mixed.T)] for v in eight], axis=1).astype(np.float64)
    total, weight = np.zeros((len(mixed), 3)), np.zeros(len(mixed))
    for a, ca in enumerate(corners):
        for b, cb in enumerate(corners):
            if a < b and sum(abs(p - q) for p, q in zip(ca, cb, strict=True)) == 1:
                cut = (at[:, a] < 0) != (at[:, b] < 0)
                span = np.where(cut, at[:, a] - at[:, b], 1.0)
                t = np.where(cut, at[:, a] / span, 0.0)[:, None]
                total += np.where(cut[:, None], np.array(ca) * (1 - t) + np.array(cb) * t, 0.0)
                weight += cut
    return index, mixed + total / weight[:, None]


def _quads(values: npt.NDArray[np.float32], index: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    found = []
    for axis in range(3):
        b, c = (axis + 1) % 3, (axis + 2) % 3
        inside = np.moveaxis(values < 0, (axis, b, c), (0, 1, 2))
        cells = np.moveaxis(index, (axis, b, c), (0, 1, 2))
        here, there = inside[:-1, 1:-1, 1:-1], inside[1:, 1:-1, 1:-1]
        for edge, forward in ((here & ~there, True), (~here & there, False)):
            i, j, k = np.nonzero(edge)
            ring = [cells[i, j, k], cells[i, j + 1, k], cells[i, j + 1, k + 1], cells[i, j, k + 1]]
            found.append(np.stack(ring if forward else ring[::-1], axis=1))
    return np.vstack(found)


def _gradient(field: Field, at: Floats, reach: float) -> Floats:
    parts = []
    for axis in range(3):
        step = np.zeros(3)
        step[axis] = reach
        parts.append(field(*(at + step).T) - field(*(at - step).T))
    return np.stack(parts, axis=1) / (2 * reach)


def _pulled(field: Field, at: Floats, cell: float) -> Floats:
    g = _gradient(field, at, cell * 0.25)
    step = field(*at.T) / np.maximum((g**2).sum(axis=1), 0.05)
    return np.asarray(at - np.clip(step, -0.5 * cell, 0.5 * cell)[:, None] * g)


def winding(mesh: Mesh) -> float:
    """Share of quads (0..1) whose winding agrees with the field's normals: a check of the mesher."""
    a, b, c = (mesh.vertices[mesh.quads[:, i]] for i in (0, 1, 2))
    agree = (np.cross(b - a, c - a) * mesh.normals[mesh.quads[:, 0]]).sum(axis=1) > 0
    return float(agree.mean())
