"""`condition` from a folder of damaged and one of clean pictures, as a fleet has them, or a student had."""

from __future__ import annotations

import logging
from collections.abc import Sequence

import numpy as np

from models.train.augment.light import cast, exposure
from models.train.augment.tiles import Random, random_window, to_input, varied
from models.train.data.duplicates import difference_hash, group, hold_out
from models.train.data.folders import read_folders
from models.train.data.pictures import Image, load_all
from models.train.errors import RecipeError
from models.train.options import TwoFolders
from models.train.recipes.condition_data import SIDE
from models.train.recipes.condition_valid import Car, Labelled, ValidSets

log = logging.getLogger(__name__)
HELD_OUT = 0.2
LONGEST_PX = 640
SHARE = (0.6, 1.0)
"""Of a picture's shorter side: what is cut out of it to learn from."""


def split(folders: TwoFolders, seed: int, limit: int | None) -> tuple[list[Labelled], list[Labelled]]:
    """Pictures to learn from, and a fifth of them held out by near-duplicate group.

    Raises:
        RecipeError: one of the two folders is missing.
        DataError: one holds no pictures, or a picture does not decode; names it.
    """
    classes = read_folders(folders.root, folders.root.name)
    for name in (folders.damaged, folders.clean):
        if name not in classes:
            raise RecipeError(f"{folders.root / name}: no such folder")
    pictures = [
        Labelled(loaded.image, damaged)
        for name, damaged in ((folders.damaged, True), (folders.clean, False))
        for loaded in load_all(classes[name][:limit], LONGEST_PX)
    ]
    groups = group(np.stack([difference_hash(picture.image) for picture in pictures]))
    kept, held = hold_out(pictures, groups, HELD_OUT, seed)
    for part in (kept, held):
        if len({picture.damaged for picture in part}) < 2:
            raise RecipeError(f"{folders.root}: too few pictures to hold some of both kinds out")
    log.info("learnt from %d pictures, held out %d", len(kept), len(held))
    return kept, held


def example(pictures: Sequence[Labelled], random: Random) -> tuple[Image, int]:
    """One training input and its label: 0 clean, 1 damaged, equally often."""
    damaged = bool(random.random() < 0.5)
    chosen = [picture for picture in pictures if picture.damaged is damaged]
    picture = chosen[int(random.integers(len(chosen)))].image
    piece = random_window(picture.shape, random, SHARE).cut(picture)
    return exposure(cast(varied(to_input(piece, SIDE), random), random), random), int(damaged)


def valid_sets(held: Sequence[Labelled], name: str) -> ValidSets:
    """What is held out, as pieces and as cars that are seen in one piece."""
    cars = {
        f"{name}/held-out {'damaged' if kind else 'clean'}": [
            Car(tiles=[picture.image], damaged=kind) for picture in held if picture.damaged is kind
        ]
        for kind in (True, False)
    }
    return ValidSets(tiles={f"{name}/held-out": list(held)}, cars=cars, foreign={})
