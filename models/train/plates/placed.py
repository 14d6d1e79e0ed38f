"""Whole pictures with a drawn Korean plate where a real one was, to measure the way from end to end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np
import numpy.typing as npt

from edge.evaluation.labelled import read_picture
from models.train.augment.light import jpeg, noise
from models.train.data.pictures import Image
from models.train.data.samples import Sample
from models.train.plates.draw import plate
from models.train.plates.measured import APART, Kind, one_line
from models.train.plates.typefaces import GLYPHS, held_out

Random = np.random.Generator
Corners = npt.NDArray[np.float32]
NARROWEST_PX, SQUAREST, LONG = 70, 1.5, 3.2
"""Of the boxes that are filled: least width in pixels, least width by height, and that of the long plate."""


class Placed(NamedTuple):
    """A BGR picture, the text of the drawn plate in it, and its box: left, top, width, height in pixels."""

    image: Image
    text: str
    box: tuple[int, int, int, int]


def placed(kind: Kind, samples: Sequence[Sample], data: Path, seed: int) -> Iterator[Placed]:
    """Pictures whose plate is large enough to be replaced; the same seed gives the same ones.

    Args:
        kind: of the plates.
        samples: with the boxes of their plates; the first one is replaced.
        data: the root of the data, for the glyphs.
        seed: of the drawing.

    Raises:
        RecipeError: a font or the glyphs are missing.
    """
    random = np.random.default_rng([seed, APART])
    faces = held_out(data / "data" / GLYPHS)
    short, *_, long = sorted(one_line(kind), key=lambda layout: layout.size[0])
    boxes = [(sample.picture, box) for sample in samples for box in sample.boxes[:1].tolist() if _fits(box)]
    for path, (left, top, right, bottom) in boxes:
        layout = long if right - left > LONG * (bottom - top) else short
        made = plate([layout], faces, random)
        corners = _corners((left, top, right, bottom), random)
        picture = replaced(read_picture(path), made.image, corners, random)
        x, y, width, height = cv2.boundingRect(corners)
        yield Placed(jpeg(picture, random), made.text, (x, y, width, height))


def replaced(picture: Image, drawn: Image, corners: Corners, random: Random) -> Image:
    """The picture with a flat plate pasted on four corners, as bright and as soft as what was there.

    Args:
        picture: (h, w, 3).
        drawn: the plate, flat.
        corners: (4, 2) x and y in the picture, clockwise from the upper left.
        random: of the noise.
    """
    left, top, width, height = cv2.boundingRect(corners)
    tall, wide = drawn.shape[:2]
    flat = np.array([[0, 0], [wide, 0], [wide, tall], [0, tall]], np.float32)
    close = np.asarray(cv2.resize(drawn, (width, height), interpolation=cv2.INTER_AREA), np.uint8)
    shrunk = flat * np.array([width / wide, height / tall], np.float32)
    warp = cv2.getPerspectiveTransform(shrunk, corners)
    there = float(np.percentile(picture[top : top + height, left : left + width], 75))
    lit = np.asarray((close * (there / max(1.0, float(np.percentile(close, 75))))).clip(0, 255), np.uint8)
    soft = noise(np.asarray(cv2.GaussianBlur(lit, (0, 0), 0.5), np.uint8), random, most=6.0)
    result = picture.copy()
    size = (picture.shape[1], picture.shape[0])
    cv2.warpPerspective(soft, warp, size, dst=result, borderMode=cv2.BORDER_TRANSPARENT)
    return result


def _fits(box: Sequence[float]) -> bool:
    left, top, right, bottom = box
    return right - left >= max(NARROWEST_PX, SQUAREST * (bottom - top))


def _corners(box: Sequence[float], random: Random) -> Corners:
    """Of a plate that hides the one in the box."""
    left, top, right, bottom = box
    corners = np.array([[left, top], [right, top], [right, bottom], [left, bottom]])
    return np.asarray(
        corners + random.uniform(-0.03, 0.03, (4, 2)) * (right - left, bottom - top), np.float32
    )
