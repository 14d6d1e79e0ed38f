"""What one camera sees of one car at one moment, as the truth of a still picture holds it. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from models.scenes.camera import Box, Camera, posed
from models.scenes.damage import Cloud, Damage
from models.scenes.design import End
from models.scenes.path import Pose
from models.scenes.truth import MOST, facing, inside, mark_box, whole_box

Floats = npt.NDArray[np.float64]
Clear = Callable[[Camera, Floats], npt.NDArray[np.bool_]]
"""Which of (n, 3) points in the world nothing hides from the camera, (n,)."""
_PLATE_SLANT_PX = 8
"""A plate under this height or width is seen from the edge."""


class Sighting:
    """A car in its pose before a camera.

    Args:
        camera: the camera.
        pose: where the car stands.
        clear: tells hidden points; the renderer's own geometry answers it.
    """

    def __init__(self, camera: Camera, pose: Pose, clear: Clear) -> None:
        self._camera = camera
        self._pose = pose
        self._clear = clear

    def vehicle(self, skin: Floats) -> Box | None:
        """The visible part of the vehicle's box."""
        return self._camera.box_of(self._world(skin))

    def plate(self, corners: Floats) -> Box | None:
        """The box of a plate that is seen whole and from its front, else None."""
        at = self._world(corners)
        outward = np.cross(at[1] - at[0], at[3] - at[0])
        if outward @ (np.array(self._camera.place) - at.mean(axis=0)) <= 0:
            return None
        box = whole_box(self._camera, at)
        if box is None or min(box[2:]) < _PLATE_SLANT_PX:
            return None
        middle = at.mean(axis=0)
        inner = middle + (at - middle) * 0.9 + outward / np.linalg.norm(outward) * 0.01
        return box if self._clear(self._camera, inner).all() else None

    def damage(self, cloud: Cloud) -> tuple[Box | None, float]:
        """The box of what shows of a damage, and the share of it that shows (0..1).

        A damage of which less than MOST shows has no box.
        """
        at = self._world(cloud.points)
        normals = posed(cloud.normals, x=0.0, y=0.0, heading=self._pose.heading)
        shows = inside(self._camera, at) & facing(self._camera, at, normals)
        shows[shows] = self._clear(self._camera, at[shows] + 0.004 * normals[shows])
        share = float(shows.mean())
        return (mark_box(self._camera, at[shows]) if share >= MOST else None), share

    def _world(self, points: Floats) -> Floats:
        return posed(points, x=self._pose.x, y=self._pose.y, heading=self._pose.heading)


def view_record(
    sighting: Sighting,
    *,
    role: str,
    file: str,
    size: tuple[int, int],
    skin: Floats,
    plates: Mapping[End, Floats],
    damages: Mapping[str, tuple[Damage, Cloud]],
) -> dict[str, Any]:
    """One picture of a visit as the truth file holds it; boxes are x, y, width, height in pixels."""
    seen = {end: box for end, corners in plates.items() if (box := sighting.plate(corners))}
    marks = []
    for name, (damage, cloud) in damages.items():
        box, share = sighting.damage(cloud)
        told = {"id": name, "kind": damage.kind, "visible": box is not None, "share": round(share, 2)}
        marks.append({**told, "length_mm": round(cloud.length_mm), "box": _rounded(box)})
    return {
        "role": role,
        "file": file,
        "size": list(size),
        "vehicle_box": _rounded(sighting.vehicle(skin)),
        "plate": next(({"end": end, "box": _rounded(box)} for end, box in seen.items()), None),
        "damages": marks,
    }


def _rounded(box: Box | None) -> list[float] | None:
    return None if box is None else [round(v, 1) for v in box]
