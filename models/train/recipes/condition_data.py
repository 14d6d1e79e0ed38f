"""What `condition` learns from: tiles and whole cars, damaged and clean."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from models.train.augment.background import Cutout
from models.train.augment.light import cast, exposure, weather
from models.train.augment.repair import large_view
from models.train.augment.tiles import Random, Window, judge, random_window, to_input, two_of, varied
from models.train.augment.transplant import brought_to, clean_piece, damaged_piece
from models.train.data.coco import read_coco
from models.train.data.folders import read_folders
from models.train.data.pictures import Image, Loaded, load_all
from models.train.errors import RecipeError
from models.train.options import Options

SIDE = 224
DAMAGE_SETS = {"damage-bilgi": 0.5, "damage-lensor": 0.25, "damage-scratch": 0.25}
NOT_DAMAGE = {"airbag"}
TILE_SHARE = (0.22, 0.75)
VIEW_PX = 320
"""Side of a large view before it is brought to the input's."""
TRIES = 200
"""Pictures looked at for one that fits."""
UNTOUCHED = 0.5
"""Share of clean cars that nothing is brought to."""
COARSE = 0.6
"""Share of inputs made coarse: half of the pictures of clean cars have fewer pixels than the input."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """Pictures to cut from: by damage set, and clean cars."""

    damaged: dict[str, list[Loaded]]
    clean: list[Loaded]


def pool(options: Options) -> tuple[Pool, dict[str, int]]:
    """What is trained on; and how many pictures of each source."""
    data = options.data / "data"
    damaged = {source: damage_pictures(options, source, "train") for source in DAMAGE_SETS}
    views = read_coco(data / "vehicle-views/train", "vehicle-views")[: options.limit]
    models = read_folders(data / "vehicle-models20/train", "vehicle-models20")
    folders = [sample for samples in models.values() for sample in samples][: options.limit]
    used = {source: len(pictures) for source, pictures in damaged.items()}
    used |= {"vehicle-views": len(views), "vehicle-models20": len(folders)}
    clean = [_off_black(car, index) for index, car in enumerate(load_all([*views, *folders], 640))]
    return Pool(damaged=damaged, clean=clean), used


def _off_black(loaded: Loaded, index: int) -> Loaded:
    """A cut-out car on a plain colour: black all around must not become the sign of a clean car."""
    cutout = Cutout.of(loaded.image)
    if cutout is None:
        return loaded
    color = np.random.default_rng(index).integers(20, 256, 3).astype(np.uint8)
    canvas = np.broadcast_to(color, loaded.image.shape).copy()
    boxes = loaded.boxes if len(loaded.boxes) else cutout.box
    return replace(loaded, image=cutout.paste(canvas, np.eye(2, 3)), boxes=boxes)


def damage_pictures(options: Options, source: str, part: str) -> list[Loaded]:
    """Pictures of one damage set with the boxes of damages alone (a fired airbag is no damage of a panel)."""
    samples = read_coco(options.data / "data" / source / part, source)[: options.limit]
    if not any(len(sample.boxes) for sample in samples):
        raise RecipeError(f"{options.data / 'data' / source / part}: no damage boxes")
    kept = [
        sample.with_boxes(
            sample.boxes[[label not in NOT_DAMAGE for label in sample.labels]], "", sample.ignore
        )
        for sample in samples
    ]
    return load_all(kept, 640)


def example(pool_: Pool, random: Random) -> tuple[Image, int]:
    """One training input and its label: 0 clean, 1 damaged.

    Two in five are tiles of damage pictures, and a quarter large views of these, half of each clean; most of
    the others whole cars or tiles of cars of clean sets, two in five of which damage was brought to.
    """
    dice = random.random()
    if dice < 0.4:
        piece, label = damage_tile(pool_, bool(random.random() < 0.5), random)
    elif dice < 0.64:
        piece, label = repaired(pool_, bool(random.random() < 0.5), random)
    elif dice < 0.7:
        piece, label = whole_damaged(pool_, random)
    else:
        piece, label = transplanted(pool_, bool(random.random() < 0.4), random)
    made = varied(to_input(piece, SIDE), random, COARSE)
    # Weather at full strength would wash out half of the fine scratches and leave their label.
    return (weather(made, random) if random.random() < 0.4 else exposure(cast(made, random), random)), label


def damage_tile(pool_: Pool, damaged: bool, random: Random) -> tuple[Image, int]:
    """A tile of the wanted kind, from a random picture that has one of either kind as large.

    Raises:
        RecipeError: of many pictures none has.
    """
    for _ in range(TRIES):
        loaded = _damage_picture(pool_, random)
        two = two_of(loaded, random, TILE_SHARE)
        if two is not None:
            return (two.damaged if damaged else two.clean).cut(loaded.image), int(damaged)
    raise RecipeError(
        f"{', '.join(DAMAGE_SETS)}: no picture has a damaged and an undamaged place of one size: are there "
        "boxes, and do they leave room?"
    )


def repaired(pool_: Pool, damaged: bool, random: Random) -> tuple[Image, int]:
    """A large view out of a damage picture, painted over where the damage was, or where none was; a tile
    where all damage is too large to be painted over.
    """
    for _ in range(TRIES):
        view = large_view(_damage_picture(pool_, random), damaged, random, VIEW_PX)
        if view is not None:
            return view, int(damaged)
    return damage_tile(pool_, damaged, random)


def _damage_picture(pool_: Pool, random: Random) -> Loaded:
    """Any picture of a damage set, the sets as often as their shares say."""
    pictures = pool_.damaged[str(random.choice(list(DAMAGE_SETS), p=list(DAMAGE_SETS.values())))]
    return pictures[int(random.integers(len(pictures)))]


def transplanted(pool_: Pool, damaged: bool, random: Random) -> tuple[Image, int]:
    """A car of a clean set, whole or in part; with damage of another, or undamaged pieces, or neither."""
    car = pool_.clean[int(random.integers(len(pool_.clean)))]
    share = (0.75, 1.0) if random.random() < 0.5 else (0.3, 0.75)
    made = random_window(_car_shape(car), random, share).cut(_car(car))
    if not damaged and random.random() < UNTOUCHED:
        return made, 0
    for _ in range(int(random.integers(1, 4))):
        piece = _piece(pool_, damaged, random)
        made = brought_to(made, piece, random)
    return made, int(damaged)


def _piece(pool_: Pool, damaged: bool, random: Random) -> Image:
    """Out of a damage picture: a damage, or an undamaged place of such a size."""
    while True:
        loaded = _damage_picture(pool_, random)
        piece = damaged_piece(loaded, random)
        if piece is not None and not damaged:
            piece = clean_piece(loaded, piece, random)
        if piece is not None:
            return piece


def whole_damaged(pool_: Pool, random: Random) -> tuple[Image, int]:
    """Most of a claim photograph, with its damage."""
    pictures = pool_.damaged["damage-bilgi"]
    while True:
        loaded = pictures[int(random.integers(len(pictures)))]
        window = random_window(loaded.image.shape, random, (0.8, 1.0))
        if judge(window, loaded.boxes):
            return window.cut(loaded.image), 1


def _car(loaded: Loaded) -> Image:
    """The car's box where there is one, else the whole picture."""
    if not len(loaded.boxes):
        return loaded.image
    left, top, right, bottom = loaded.boxes[0].clip(0).astype(int).tolist()
    return Window(left, top, max(left + 16, right), max(top + 16, bottom)).cut(loaded.image)


def _car_shape(loaded: Loaded) -> tuple[int, ...]:
    return tuple(_car(loaded).shape)
