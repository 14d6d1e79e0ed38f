"""The truth of a clip from the same numbers that drew it: boxes, times, plates, damage. Pure."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from models.scenes.camera import Box, Camera, posed
from models.scenes.damage import Cloud
from models.scenes.story import CarPart, Story, Take

Floats = npt.NDArray[np.float64]
_FINE_S = 0.02
_BREADTH_PX = 1.5
WHOLE = 0.999
MOST = 0.6
"""Share of a damage that must be clear for it to count as seen."""
_SLANT = 0.17
"""Cosine under which a surface is seen too flatly to show a scratch: about ten degrees."""


@dataclass(frozen=True, kw_only=True)
class CarPoints:
    """Points in a car's axes: skin (n, 3), plate (4, 3), each damage's cloud."""

    skin: Floats
    plate: Floats
    damages: dict[str, Cloud]


def whole_box(camera: Camera, points: Floats) -> Box | None:
    """The box of the points where WHOLE of them lie in the picture, else None."""
    return camera.box_of(points) if inside(camera, points).mean() >= WHOLE else None


def inside(camera: Camera, points: Floats) -> npt.NDArray[np.bool_]:
    """(n,) which points lie in the picture."""
    x, y, depth = camera.project(points).T
    w, h = camera.size
    return np.asarray((depth > 0) & (x >= 0) & (x < w) & (y >= 0) & (y < h))


def mark_box(camera: Camera, points: Floats) -> Box:
    """The box of points in the picture, and half a scratch's breadth about it, for a line has none."""
    x, y, _ = camera.project(points).T
    w, h = camera.size
    left, top = max(0.0, float(x.min()) - _BREADTH_PX), max(0.0, float(y.min()) - _BREADTH_PX)
    right, bottom = min(w, float(x.max()) + _BREADTH_PX), min(h, float(y.max()) + _BREADTH_PX)
    return left, top, right - left, bottom - top


def passage(story: Story, take: Take, car: CarPart, points: CarPoints) -> dict[str, Any]:
    """One passage as the truth file holds it; raises ValueError where the car is never seen."""

    def skin(at_s: float, what: Floats) -> Floats:
        pose = car.drive.pose(at_s)
        return posed(what, x=pose.x, y=pose.y, heading=pose.heading)

    fine = [float(t) for t in np.arange(take.from_s, take.to_s, _FINE_S)]
    seen = [t for t in fine if story.camera.box_of(skin(t, points.skin)) is not None]
    if not seen:
        raise ValueError(f"{car.name} is never in the picture")
    clock = (n / story.fps for n in range(story.frames))
    times = [t for t in clock if take.from_s - 1e-9 <= t < take.to_s - 1e-9]
    boxes = [_row(t, story.camera.box_of(skin(t, points.skin))) for t in times]
    plates = [_row(t, whole_box(story.camera, skin(t, points.plate))) for t in times]
    facing = [_faces(story.camera, skin(t, points.plate)) for t in times]
    damages = [
        {
            "id": damage.id,
            "kind": damage.kind,
            "state": state,
            "boxes": [
                row for t in times if (row := _damage_row(story.camera, t, car, points.damages[damage.id]))
            ],
        }
        for damage, state in car.damages
    ]
    shown = [row for row in boxes if row]
    return {
        "what": car.name,
        "entered_s": round(seen[0], 2),
        "left_s": round(seen[-1], 2),
        "direction": direction(shown[0], shown[-1]),
        "plate": car.plate.key,
        "region": car.plate.region,
        "boxes": shown,
        "plate_boxes": [row for row, faces in zip(plates, facing, strict=True) if row and faces],
        "damages": damages,
    }


def direction(first: list[float], last: list[float]) -> str:
    """Net movement of a box's middle in the picture, from rows of t, x, y, w, h: up, down, left or right."""
    dx = (last[1] + last[3] / 2) - (first[1] + first[3] / 2)
    dy = (last[2] + last[4] / 2) - (first[2] + first[4] / 2)
    if abs(dx) > abs(dy):
        return "right" if dx > 0 else "left"
    return "down" if dy > 0 else "up"


def _row(at_s: float, box: Box | None) -> list[float]:
    return [] if box is None else [round(at_s, 3), *(round(v, 1) for v in box)]


def _damage_row(camera: Camera, at_s: float, car: CarPart, cloud: Cloud) -> list[float]:
    """The damage's row where most of it faces the camera and lies in the picture, else an empty one."""
    pose = car.drive.pose(at_s)
    at = posed(cloud.points, x=pose.x, y=pose.y, heading=pose.heading)
    clear = at[facing(camera, at, posed(cloud.normals, x=0.0, y=0.0, heading=pose.heading))]
    seen = len(clear) >= MOST * len(at) and inside(camera, clear).mean() >= WHOLE
    return _row(at_s, mark_box(camera, clear) if seen else None)


def facing(camera: Camera, at: Floats, normals: Floats) -> npt.NDArray[np.bool_]:
    """(n,) which points of a skin the camera does not see too flatly; normals of zeros face everywhere."""
    toward = np.array(camera.place) - at
    slant = (normals * toward).sum(axis=1) / np.linalg.norm(toward, axis=1)
    return np.asarray((slant > _SLANT) | ~normals.any(axis=1))


def _faces(camera: Camera, plate: Floats) -> bool:
    outward = np.cross(plate[1] - plate[0], plate[3] - plate[0])
    return bool(outward @ (np.array(camera.place) - plate.mean(axis=0)) > 0)


def write_truth(story: Story, passages: list[dict[str, Any]], *, clip: str, to: Path) -> None:
    """Writes the truth file: one row of numbers a line, so that a change shows in a diff."""
    head = {
        "clip": clip,
        "licence": "Apache-2.0",
        "seed": story.seed,
        "fps": story.fps,
        "frames": story.frames,
        "size": list(story.camera.size),
        "passages": passages,
    }
    to.write_text(_compact(json.dumps(head, indent=1)) + "\n", encoding="utf-8")


def _compact(text: str) -> str:
    lines: list[str] = []
    inside = False
    for raw in text.splitlines():
        word = raw.strip()
        number = word.rstrip(",").replace(".", "", 1).replace("-", "", 1).isdigit()
        if inside or (lines and number and lines[-1].endswith("[")):
            lines[-1] += word + (" " if word.endswith(",") and number else "")
            inside = number
        else:
            lines.append(raw)
    return "\n".join(lines)


def resized(story: Story, size: tuple[int, int]) -> Story:
    """The same story in another picture size."""
    return replace(story, camera=replace(story.camera, size=size))
