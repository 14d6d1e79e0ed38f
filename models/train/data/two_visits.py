"""Cars that stand twice before one camera: real ones cut out and put into places, and rendered visits.

No set of photographs here shows one car on two days and says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import cv2
import numpy as np

from edge.domain.geometry import Box
from edge.evaluation.labelled import read_picture
from edge.inference.vehicle import car_in
from models.pairs.look import another_look
from models.scenes.visits import rendered_visits
from models.train.augment.background import Cutout, fill_frame, free_strip
from models.train.augment.geometry import Pose, move_boxes
from models.train.augment.tiles import Random
from models.train.data.coco import read_coco
from models.train.data.folders import read_folders
from models.train.data.photographs import same_photograph, seen_before
from models.train.data.pictures import Image, load_all

MODELS, VIEWS = "vehicle-models20", "vehicle-views"
PLACES, VISITS = 8, 2
FRAME = (480, 360)
ACROSS = 250.0
"""Width of a car in it, pixels."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """One car as one camera saw it at one visit, cut out as the network is shown it."""

    image: Image
    camera: str
    car: str
    model: str
    """Make and model; of rendered cars the body."""
    visit: int


def cut_out_cars(data: Path, seed: int) -> Iterator[Sighting]:
    """Photographed cars that the network was not trained on, each in every place, twice.

    Between the visits differ light, exposure, sharpness, noise and JPEG, the car's place (by 6 % of its
    width), distance (4 %) and tilt (1.5°), and the box (3 %). The side of it that is seen does not.
    """
    cars = _cars(data)
    strips = (free_strip(each) for each in load_all(read_coco(data / VIEWS / "valid", VIEWS), 320))
    for number, strip in enumerate(islice((each for each in strips if each is not None), PLACES)):
        place = fill_frame(strip, *FRAME, np.random.default_rng([seed, number]))
        for index, (model, car) in enumerate(cars):
            for visit in range(VISITS):
                yield Sighting(
                    image=_visit(car, place, np.random.default_rng([seed, number, index, visit])),
                    camera=f"place {number}",
                    car=f"car {index}",
                    model=model,
                    visit=visit,
                )


def rendered_cars(ground: Path) -> Iterator[Sighting]:
    """The stills of `python -m models.scenes ground`, as rendered."""
    for visit in rendered_visits(ground):
        for view in visit["views"]:
            image = read_picture(ground / "images" / view["file"])
            yield Sighting(
                image=car_in(image, Box.of_size(*view["vehicle_box"])),
                camera=view["role"],
                car=visit["car"],
                model=visit["body"],
                visit=visit["visit"],
            )


def _cars(data: Path) -> list[tuple[str, Cutout]]:
    """Make and model, and the car; of each photograph one."""
    labels, images = _pictures(data, "valid")
    new = ~seen_before(images, _pictures(data, "train")[1])
    groups = same_photograph(images)
    cars: dict[int, tuple[str, Cutout]] = {}
    for label, image, is_new, group in zip(labels, images, new, groups, strict=True):
        car = Cutout.of(image) if is_new else None
        if car is not None:
            cars.setdefault(group, (label, car))
    return list(cars.values())


def _pictures(data: Path, part: str) -> tuple[list[str], Sequence[Image]]:
    classes = read_folders(data / MODELS / part, MODELS)
    labels = [label for label, samples in classes.items() for _ in samples]
    return labels, [loaded.image for samples in classes.values() for loaded in load_all(samples, 320)]


def _visit(car: Cutout, place: Image, dice: Random) -> Image:
    left, top, right, bottom = car.box[0]
    pose = Pose(
        at=((left + right) / 2, (top + bottom) / 2),
        to=(FRAME[0] / 2 + dice.uniform(-15, 15), FRAME[1] / 2 + dice.uniform(-10, 10)),
        zoom=ACROSS / (right - left) * dice.uniform(0.96, 1.04),
        turn=dice.uniform(-1.5, 1.5),
    )
    seen = car.paste(place, pose.matrix())
    shot, quality = another_look(seen, dice)
    written = cv2.imencode(".jpg", shot, [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
    (found,) = move_boxes(car.box, pose.matrix())
    across, down = found[2] - found[0], found[3] - found[1]
    off = dice.uniform(-0.03, 0.03, 4) * (across, down, across, down)
    box = Box(**dict(zip(("left", "top", "right", "bottom"), (found + off).tolist(), strict=True)))
    return car_in(np.asarray(cv2.imdecode(written, cv2.IMREAD_COLOR), np.uint8), box)
