"""Pictures from disk, once, in the size that a recipe needs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from models.train.data.samples import Boxes, Sample
from models.train.errors import RecipeError

Image = npt.NDArray[np.uint8]
"""(h, w, 3) BGR, as OpenCV reads it."""


def read_picture(path: Path) -> Image:
    """The picture as (h, w, 3) BGR.

    Raises:
        RecipeError: missing or not decodable; names the file.
    """
    image = cv2.imread(str(path), cv2.IMREAD_COLOR)
    if image is None:
        raise RecipeError(f"{path}: cannot be read as a picture")
    return np.asarray(image, np.uint8)


@dataclass(frozen=True, slots=True)
class Loaded:
    """A decoded picture, boxes and ignored regions in its own pixels."""

    image: Image
    boxes: Boxes
    ignore: Boxes


def shrink(image: Image, longest: int) -> tuple[Image, float]:
    """At most `longest` pixels on the longer side, by area; and the factor (1 or less)."""
    factor = min(1.0, longest / max(image.shape[:2]))
    if factor == 1.0:
        return image, 1.0
    size = (max(1, round(image.shape[1] * factor)), max(1, round(image.shape[0] * factor)))
    return np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.uint8), factor


def load_all(samples: Iterable[Sample], longest: int) -> list[Loaded]:
    """Decode every sample, shrunk so that it fits into memory with all the others."""
    loaded = []
    for sample in samples:
        image, factor = shrink(read_picture(sample.picture), longest)
        loaded.append(Loaded(image, sample.boxes * np.float32(factor), sample.ignore * np.float32(factor)))
    return loaded
