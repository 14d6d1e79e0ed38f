"""Lamps of a night: those on posts above the lane, and a car's own. Needs bpy."""

from __future__ import annotations

from typing import Any

import bpy
import numpy as np

from models.scenes.design import BodyType

Place = tuple[float, float, float]
_WARM, _WHITE = (1.0, 0.86, 0.68), (1.0, 0.97, 0.92)


def post_lamp(at: Place, *, watts: float = 260.0) -> None:
    """A panel of 60 cm that hangs over the lane and looks down to its middle."""
    lamp = bpy.data.lights.new("post lamp", "AREA")
    lamp.shape, lamp.size, lamp.size_y = "RECTANGLE", 0.6, 0.3
    lamp.energy, lamp.color = watts, _WARM
    _put("post lamp", lamp, at, toward=(-0.55 * at[0], -0.25 * at[1], -at[2] + 0.4), root=None)


def headlights(kind: BodyType, root: Any, *, dark: frozenset[str] = frozenset()) -> None:
    """A car's two dipped beams; dark: of "left" and "right" what is broken."""
    front = kind.shape.ends[1]
    fit = kind.shape.fit
    for name, side in (("left", 1.0), ("right", -1.0)):
        if name not in dark:
            beam = bpy.data.lights.new("headlight", "SPOT")
            beam.energy, beam.color = 240.0, _WHITE
            beam.spot_size, beam.spot_blend, beam.shadow_soft_size = np.radians(58), 0.6, 0.05
            at = (front + 0.04, side * 0.66 * fit.wide, fit.z(0.64))
            _put("headlight", beam, at, toward=(1.0, 0.0, -0.13), root=root)


def _put(name: str, lamp: Any, at: Place, *, toward: Place, root: Any) -> None:
    made = bpy.data.objects.new(name, lamp)
    bpy.context.scene.collection.objects.link(made)
    made.location = at
    away = -np.array(toward) / np.linalg.norm(toward)
    made.rotation_euler = (float(np.arccos(away[2])), 0.0, float(np.arctan2(away[1], away[0]) + np.pi / 2))
    made.parent = root
