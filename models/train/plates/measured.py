"""Korean plates drawn to measure a reader, in glyphs, fonts and before a camera that training never uses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum
from pathlib import Path

import numpy as np

from models.train.data.pictures import Image
from models.train.plates.draw import plate
from models.train.plates.layouts import LAYOUTS, Layout
from models.train.plates.shoot import AT_THE_GATE, photograph
from models.train.plates.typefaces import GLYPHS, held_out

APART = 7
"""Keeps the random numbers apart from training's of the same seed."""


class Kind(StrEnum):
    """What stands on the plates: the letters of rental cars, or of private ones."""

    RENTAL = "rental"
    PRIVATE = "private"


_LINES = {Kind.RENTAL: "DDH DDDD|DDDH DDDD|DDHDDDD", Kind.PRIVATE: "DDK DDDD|DDKDDDD"}


def measured(kind: Kind, number: int, data: Path, seed: int) -> list[tuple[Image, str]]:
    """Crops (64, 192, 3) BGR with their texts; the same seed gives the same ones.

    Raises:
        RecipeError: a font or the glyphs below `data` are missing.
    """
    random = np.random.default_rng([seed, APART])
    faces, layouts = held_out(data / "data" / GLYPHS), one_line(kind)
    found = []
    for _ in range(number):
        made = plate(layouts, faces, random)
        behind = np.asarray(random.integers(20, 120, (4, 4, 3)), np.uint8)
        found.append((photograph(made.image, made.middles, behind, random, AT_THE_GATE)[0], made.text))
    return found


def one_line(kind: Kind) -> Sequence[Layout]:
    """White plates of one line, long and short."""
    plain = [one for one in LAYOUTS if one.region == "kr" and len(one.lines) == 1 and not one.stacked]
    return [replace(one, lines=(_LINES[kind],), colors=one.colors[:1]) for one in plain]
