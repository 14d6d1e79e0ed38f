"""Pictures whose truth is known, as COCO, labelImg and folders of classes tell it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from edge.domain.errors import DataError
from edge.domain.frame import Image
from edge.vision.encode import decode_color
from edge.vision.nms import Floats

SUFFIXES = {".webp", ".jpg", ".jpeg", ".png", ".bmp"}


def no_boxes() -> Floats:
    """An empty (0, 4) array."""
    return np.zeros((0, 4), np.float32)


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """A picture file and the boxes that somebody drew into it."""

    picture: Path
    boxes: Floats = field(default_factory=no_boxes)
    """(n, 4) left, top, right, bottom in pixels of the file."""
    names: tuple[str, ...] = ()
    """Category of each box, word for word."""


def read_picture(path: Path) -> Image:
    """The picture as (h, w, 3) uint8 BGR.

    Raises:
        DataError: missing or not decodable; names the file.
    """
    if not path.is_file():
        raise DataError(f"{path}: No such picture")
    try:
        return decode_color(path.read_bytes())
    except (OSError, ValueError) as error:
        raise DataError(f"{path}: cannot be read as a picture") from error


def read_classes(folder: Path) -> list[tuple[str, Path]]:
    """Every picture below a folder that holds a folder for each class, with the class's name, sorted.

    Raises:
        DataError: the folder is missing, holds no folder, or one of these no picture.
    """
    if not folder.is_dir():
        raise DataError(f"{folder}: No such folder")
    classes = sorted(path for path in folder.iterdir() if path.is_dir())
    if not classes:
        raise DataError(f"{folder}: no folder of a class")
    return [(path.name, picture) for path in classes for picture in read_class(path)]


def read_class(folder: Path) -> list[Path]:
    """The pictures of one class's folder, sorted.

    Raises:
        DataError: the folder is missing or holds no picture.
    """
    if not folder.is_dir():
        raise DataError(f"{folder}: No such folder")
    found = sorted(path for path in folder.iterdir() if path.suffix.lower() in SUFFIXES)
    if not found:
        raise DataError(f"{folder}: a class without pictures")
    return found
