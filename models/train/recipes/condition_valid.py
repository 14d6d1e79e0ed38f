"""What `condition` is judged on: tiles, whole passages of clean and damaged cars, and a foreign set."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from edge.domain.frame import Image
from edge.domain.geometry import Box
from edge.vision.tiles import tiles
from models.train.augment.tiles import two_of
from models.train.data.coco import read_coco
from models.train.data.folders import read_folders
from models.train.data.pictures import Loaded, load_all
from models.train.options import Options
from models.train.recipes.condition_data import DAMAGE_SETS, TILE_SHARE, damage_pictures

MOST_CARS = 90
"""Of each set; a car costs nine runs of either network."""
SMALLEST = 24


@dataclass(frozen=True, slots=True)
class Labelled:
    """A piece of a picture, BGR of any size, and what it shows."""

    image: Image
    damaged: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Car:
    """One picture of a car, as the tiles that the gate would look at."""

    tiles: list[Image]
    damaged: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ValidSets:
    """Everything by the name of its set."""

    tiles: dict[str, list[Labelled]]
    cars: dict[str, list[Car]]
    foreign: dict[str, list[Labelled]]
    """Whole pictures, for evaluation only: nothing is fitted or chosen on these."""


def valid_sets(options: Options) -> ValidSets:
    """Read and cut all of them; the same seed gives the same tiles."""
    data = options.data / "data"
    damaged = {f"{source}/valid": damage_pictures(options, source, "valid") for source in DAMAGE_SETS}
    views = load_all(read_coco(data / "vehicle-views/valid", "vehicle-views")[: options.limit], 4096)
    cars = {name: cars_of(pictures, True) for name, pictures in damaged.items() if "scratch" not in name}
    cars["vehicle-views/valid"] = cars_of(views, False)
    cars["vehicle-models20/valid"] = cars_of(_folder(options, "vehicle-models20/valid", None), False)
    foreign = [
        Labelled(picture.image, damaged)
        for label, damaged in (("crash", True), ("clear", False))
        for picture in _folder(options, "seed-scratch/train", label)
    ]
    return ValidSets(
        tiles={name: valid_tiles(pictures, options.seed) for name, pictures in damaged.items()},
        cars=cars,
        foreign={"seed-scratch whole pictures": foreign},
    )


def _folder(options: Options, path: str, label: str | None) -> list[Loaded]:
    classes = read_folders(options.data / "data" / path, path)
    chosen = [sample for name, samples in classes.items() if label in (None, name) for sample in samples]
    return load_all(chosen[: options.limit], 640)


def valid_tiles(pictures: Sequence[Loaded], seed: int) -> list[Labelled]:
    """A damaged and a clean tile, equally large, of every picture that has both."""
    found = []
    for index, loaded in enumerate(pictures):
        two = two_of(loaded, np.random.default_rng([seed, index]), TILE_SHARE)
        if two is not None:
            found.append(Labelled(two.damaged.cut(loaded.image), True))
            found.append(Labelled(two.clean.cut(loaded.image), False))
    return found


def cars_of(pictures: Sequence[Loaded], damaged: bool) -> list[Car]:
    """One car of each picture, evenly thinned out to `MOST_CARS`.

    A damaged car is the whole picture (its boxes are of damages), and only if it has a damage or no boxes are
    known; a clean one is its box, where there is one.
    """
    known = [p for p in pictures if not damaged or len(p.boxes) or not any(len(q.boxes) for q in pictures)]
    return [_car(picture, damaged) for picture in known[:: 1 + (len(known) - 1) // MOST_CARS]]


def _car(loaded: Loaded, damaged: bool) -> Car:
    height, width = loaded.image.shape[:2]
    box = Box(left=0, top=0, right=width, bottom=height)
    if len(loaded.boxes) and not damaged:
        left, top, right, bottom = (float(value) for value in loaded.boxes[0])
        own = Box(left=left, top=top, right=right, bottom=bottom).clamped(width, height)
        box = own if min(own.width, own.height) >= SMALLEST else box
    return Car(tiles=[_cut(loaded.image, tile) for tile in tiles(box)], damaged=damaged)


def _cut(image: Image, box: Box) -> Image:
    return image[
        round(box.top) : max(round(box.bottom), round(box.top) + 1), round(box.left) : round(box.right)
    ]
