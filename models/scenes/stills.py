"""Renders the proving ground: four stills of each visit, and their truth. Needs bpy.

A visit whose truth is written is not rendered again, so that a run that was cut off goes on.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import bpy
import cv2
import numpy as np
import numpy.typing as npt
from mathutils import Vector

from models.scenes import lamps, sky
from models.scenes.body import cached_body
from models.scenes.broken import BrokenLamp, finish_with
from models.scenes.camera import Camera
from models.scenes.car import Car, build_car
from models.scenes.dress import Dressed, dressed
from models.scenes.fleet import CarLife, Visit
from models.scenes.gantry import ROLES, STOP, gantry, shaken
from models.scenes.optics import as_jpeg, photographed
from models.scenes.path import Pose
from models.scenes.plate import plate_picture
from models.scenes.portal import LAMP_HEIGHT, LAMP_POSTS, portal
from models.scenes.render import fresh_stage, hang, render
from models.scenes.sighting import Sighting, view_record

Floats = npt.NDArray[np.float64]
_CLEAR_M = 0.08
"""A ray that ends so near to a point has reached it."""


def render_fleet(
    cars: Iterable[CarLife], *, out: Path, size: tuple[int, int], samples: int, cell: float, log: Any = print
) -> None:
    """Renders every visit of every car into `out`: images/ and truth/; the first visits of all cars first."""
    for folder in ("images", "truth", "cache"):
        (out / folder).mkdir(parents=True, exist_ok=True)
    all_visits = [(car, visit) for car in cars for visit in car.visits]
    for car, visit in sorted(all_visits, key=lambda each: each[1].number):
        told = out / "truth" / f"{car.id}-{visit.number}.json"
        if not told.exists():
            views = _visit(car, visit, out, size, samples, cell, log)
            told.write_text(json.dumps(_record(car, visit, views), indent=1) + "\n", encoding="utf-8")


def _visit(
    car: CarLife, visit: Visit, out: Path, size: tuple[int, int], samples: int, cell: float, log: Any
) -> list[dict[str, Any]]:
    dice = np.random.default_rng(visit.seed)
    cameras = {role: shaken(camera, dice) for role, camera in gantry(size).items()}
    fresh_stage(cameras["front"], samples=samples, seed=visit.number)
    day = dressed(car.kind, cached_body(car.kind.shape, cell=cell, cache=out / "cache"), visit.wear)
    built = _built(car, visit, day)
    pose = standing(car, visit)
    built.stand(x=pose.x, y=pose.y, heading=pose.heading, rolled=visit.along)
    _lit(car, visit, built)
    damages = {damage.id: (damage, day.clouds[damage.id]) for damage in visit.wear.damages}
    views = []
    for role in ROLES:
        file = f"{car.id}-{visit.number}-{role}.jpg"
        _picture(cameras[role], visit, out, file, log, dice)
        record = view_record(
            Sighting(cameras[role], pose, unhidden),
            role=role, file=file, size=size, skin=built.skin, plates=built.plates, damages=damages,
        )  # fmt: skip
        views.append(record)
    return views


def standing(car: CarLife, visit: Visit) -> Pose:
    """Where the car stands at a visit: its nose near the stop line."""
    nose = car.kind.shape.ends[1]
    return Pose(
        x=visit.aside, y=STOP + visit.along + nose, heading=-np.pi / 2 + visit.askew, rolled=0.0, bend=0.0
    )


def _built(car: CarLife, visit: Visit, day: Dressed) -> Car:
    return build_car(
        car.id,
        car.kind,
        day.mesh,
        finish=finish_with(car.finish, visit.wear.damages),
        atlas=day.atlas,
        plates={"front": plate_picture(car.plate), "rear": plate_picture(car.plate, rear=True)},
        plate_mm=car.plate.style.size,
        lamps=visit.light.lamps,
    )


def _lit(car: CarLife, visit: Visit, built: Car) -> None:
    portal(visit.light)
    sky.light(visit.light)
    if visit.light.lamps > 1:
        smashed = [damage for damage in visit.wear.damages if isinstance(damage, BrokenLamp)]
        dark = {view for lamp in smashed if "front" in lamp.outlines for view in lamp.outlines}
        lamps.headlights(car.kind, built.root, dark=frozenset(dark))
        for x, y in LAMP_POSTS:
            lamps.post_lamp((0.93 * x, y, LAMP_HEIGHT))


def _picture(camera: Camera, visit: Visit, out: Path, file: str, log: Any, dice: np.random.Generator) -> None:
    started = time.monotonic(), time.process_time()
    raw = (out / "cache" / file).with_suffix(".png")
    hang(camera)
    render(raw)
    picture = np.asarray(cv2.imread(str(raw)), np.uint8)
    dark = visit.light.sky_kind == "night"
    shot = photographed(picture, dark=dark, drops_on_lens=visit.drops_on_lens, dice=dice)
    (out / "images" / file).write_bytes(as_jpeg(shot))
    raw.unlink()
    spent = time.monotonic() - started[0], time.process_time() - started[1]
    log(f"{file} {visit.light_name} {spent[0]:.1f} s, {spent[1]:.1f} s of CPU", flush=True)


def unhidden(camera: Camera, points: Floats) -> npt.NDArray[np.bool_]:
    """(n,) which points of the world the stage's own geometry does not hide from the camera."""
    scene, graph = bpy.context.scene, bpy.context.evaluated_depsgraph_get()
    eye = Vector(camera.place)
    free = []
    for point in points:
        way = Vector(point.tolist()) - eye
        hit, at, *_ = scene.ray_cast(graph, eye, way.normalized(), distance=way.length + 0.5)
        free.append(not hit or (at - eye).length > way.length - _CLEAR_M)
    return np.array(free, dtype=np.bool_)


def _record(car: CarLife, visit: Visit, views: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "car": car.id,
        "body": car.kind.shape.name,
        "paint": car.paint,
        "plate": car.plate.key,
        "region": car.plate.region,
        "visit": visit.number,
        "light": visit.light_name,
        "confusers": visit.confusers,
        "dirt": visit.wear.dirt,
        "aside_m": round(visit.aside, 3),
        "along_m": round(visit.along, 3),
        "direction": "towards the front camera",
        "damages": sorted(visit.worn),
        "views": views,
    }
