"""Plays a story in Blender: builds each take, renders what moves in each frame, keeps every piece on disk.

Needs bpy. A frame is rendered only inside the box of what moves and of its shadow; the still lane is rendered
once a take, with more samples. That is three times as fast as whole pictures.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from models.scenes import court, lane, people, sky
from models.scenes.body import cached_body
from models.scenes.broken import finish_with
from models.scenes.camera import Box, posed
from models.scenes.car import Car, build_car
from models.scenes.dress import Dressed, Wear, dressed
from models.scenes.encode import Piece, Region, joined, piece_name
from models.scenes.plate import plate_picture
from models.scenes.render import fresh_stage, render
from models.scenes.story import CarPart, Light, Story, Take
from models.scenes.truth import CarPoints

Floats = npt.NDArray[np.float64]
PLACES = {"lane": lane.return_lane, "yard": court.yard}
_STILL_SAMPLES = 4


def play(story: Story, *, work: Path, cell: float, log: Any = print) -> tuple[list[Piece], list[CarPoints]]:
    """Renders the pieces of `story` into `work`; what is there stays. Returns pieces, and points per car."""
    work.mkdir(parents=True, exist_ok=True)
    pieces: list[Piece] = []
    points: list[CarPoints] = []
    for index, take in enumerate(story.takes):
        fresh_stage(story.camera, samples=story.samples, seed=story.seed)
        worn = [_dressed(part, cell=cell, cache=work.parent) for part in take.cars]
        cars = [
            _built(f"car {k}", part, day) for k, (part, day) in enumerate(zip(take.cars, worn, strict=True))
        ]
        points += [
            CarPoints(skin=car.skin, plate=car.plates["front"], damages=day.clouds)
            for car, day in zip(cars, worn, strict=True)
        ]
        PLACES[story.place]()
        sky.light(take.light)
        pieces += _take(story, index, cars, work, log)
    return pieces, points


def _dressed(part: CarPart, *, cell: float, cache: Path) -> Dressed:
    mesh = cached_body(part.kind.shape, cell=cell, cache=cache)
    damages = tuple(damage for damage, _ in part.damages)
    return dressed(part.kind, mesh, Wear(damages=damages, dirt=part.dirt))


def _built(name: str, part: CarPart, day: Dressed) -> Car:
    return build_car(
        name,
        part.kind,
        day.mesh,
        finish=finish_with(part.finish, tuple(damage for damage, _ in part.damages)),
        atlas=day.atlas,
        plates={"front": plate_picture(part.plate), "rear": plate_picture(part.plate, rear=True)},
        plate_mm=part.plate.style.size,
    )


def _take(story: Story, index: int, cars: list[Car], work: Path, log: Any) -> list[Piece]:
    take = story.takes[index]
    figures = [people.build(walker) for walker in take.walkers]
    movers = [(car, part) for car, part in zip(cars, take.cars, strict=True) if part.passes]
    _pose(0.0, take, cars, figures)
    for car, _ in movers:
        _show(car.root, False)
    for figure in figures:
        _show(figure.root, False)
    empty = work / f"empty-{index}.png"
    if not empty.exists():
        render(empty, samples=story.samples * _STILL_SAMPLES)
    pieces = []
    for number in range(story.frames):
        at_s = number / story.fps
        if story.take_at(at_s) != index:
            continue
        regions = _regions(story, take, cars, at_s)
        pieces.append(Piece(number=number, take=index, regions=regions))
        missing = [(work / piece_name(number, k), region) for k, region in enumerate(regions)]
        missing = [(file, region) for file, region in missing if not file.exists()]
        if not missing:
            continue
        started = time.monotonic(), time.process_time()
        _pose(at_s, take, cars, figures)
        for car, _ in movers:
            _show(car.root, True)
        for file, region in missing:
            render(file, region=region)
        log(
            f"{story.name} frame {number}/{story.frames} {regions} "
            f"{time.monotonic() - started[0]:.1f} s, {time.process_time() - started[1]:.1f} s of CPU",
            flush=True,
        )
    return pieces


def _pose(at_s: float, take: Take, cars: list[Car], figures: list[people.Figure]) -> None:
    for car, part in zip(cars, take.cars, strict=True):
        pose = part.drive.pose(at_s)
        steer = float(np.arctan(part.kind.shape.wheelbase * pose.bend))
        car.stand(x=pose.x, y=pose.y, heading=pose.heading, rolled=pose.rolled, steer=steer)
    for figure, walker in zip(figures, take.walkers, strict=True):
        where = walker.pose(at_s)
        _show(figure.root, where is not None)
        if where is not None:
            figure.walk(where)


def _show(root: Any, shown: bool) -> None:
    # Only where it changes: Blender hands a touched object to the renderer anew, which costs seconds.
    for part in (root, *root.children_recursive):
        if part.hide_render is shown:
            part.hide_render = not shown


def _regions(story: Story, take: Take, cars: list[Car], at_s: float) -> tuple[Region, ...]:
    """The padded boxes of all that moves with its shadows, overlapping ones joined."""
    clouds = []
    for car, part in zip(cars, take.cars, strict=True):
        if part.passes:
            pose = part.drive.pose(at_s)
            clouds.append(posed(car.skin, x=pose.x, y=pose.y, heading=pose.heading))
    for walker in take.walkers:
        where = walker.pose(at_s)
        if where is not None:
            clouds.append(posed(people.OUTLINE, x=where.x, y=where.y, heading=where.heading))
    boxes = [story.camera.box_of(np.vstack([cloud, _shadow(cloud, take.light)])) for cloud in clouds]
    return joined([_padded(box, story.camera.size) for box in boxes if box is not None])


def _padded(box: Box, size: tuple[int, int]) -> Region:
    x, y, w, h = box
    pad = max(12, size[0] // 58)
    right, bottom = min(size[0], int(x + w) + pad), min(size[1], int(y + h) + pad)
    return max(0, int(x) - pad), max(0, int(y) - pad), right, bottom


def _shadow(points: Floats, light: Light) -> Floats:
    up, around = np.radians(light.elevation), np.radians(light.azimuth)
    away = -np.array([np.sin(around), np.cos(around)]) / np.tan(up)
    ground = points.copy()
    ground[:, :2] += points[:, 2:] * away
    ground[:, 2] = 0.0
    return ground
