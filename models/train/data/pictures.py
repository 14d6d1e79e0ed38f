"""Pictures from disk, once, in the size that a recipe needs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from edge.evaluation.labelled import read_picture
from models.train.data.samples import Boxes, Labels, Sample

Image = npt.NDArray[np.uint8]
"""(h, w, 3) BGR, as OpenCV reads it."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """A decoded picture, boxes and ignored regions in its own pixels."""

    image: Image
    boxes: Boxes
    labels: Labels
    """(n,) which kind each box is of."""
    ignore: Boxes


def shrink(image: Image, longest: int) -> tuple[Image, float]:
    """At most `longest` pixels on the longer side, by area; and the factor (1 or less)."""
    factor = min(1.0, longest / max(image.shape[:2]))
    if factor == 1.0:
        return image, 1.0
    size = (max(1, round(image.shape[1] * factor)), max(1, round(image.shape[0] * factor)))
    return np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.uint8), factor


def cut_around(
    image: Image, box: tuple[float, float, float, float], share: float
) -> tuple[Image, tuple[int, int]]:
    """A view of a box in a picture with a share of its sides around it, and the view's upper left corner.

    Args:
        image: (h, w, 3).
        box: left, top, right, bottom in its pixels.
        share: of the box's width and height, added at each side.
    """
    left, top, right, bottom = box
    across, down = share * (right - left), share * (bottom - top)
    x, y = max(0, int(left - across)), max(0, int(top - down))
    return image[y : int(bottom + down), x : int(right + across)], (x, y)


def load_all(samples: Iterable[Sample], longest: int, kinds: Sequence[str] = ()) -> list[Loaded]:
    """Decode every sample, shrunk so that it fits into memory with all the others.

    Args:
        samples: with labels out of `kinds`.
        longest: pixels of the longer side.
        kinds: in the order of the network's labels; without them every box is of kind 0.
    """
    loaded = []
    for sample in samples:
        image, factor = shrink(read_picture(sample.picture), longest)
        numbers = [kinds.index(label) for label in sample.labels] if kinds else [0] * len(sample.boxes)
        loaded.append(
            Loaded(
                image,
                sample.boxes * np.float32(factor),
                np.asarray(numbers, np.int64),
                sample.ignore * np.float32(factor),
            )
        )
    return loaded
