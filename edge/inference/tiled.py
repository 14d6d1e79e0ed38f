"""A detector that looks twice: at the whole picture, and at its tiles, where small things are larger."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import numpy as np

from edge.domain.detection import Detection
from edge.domain.frame import Image
from edge.domain.geometry import Box
from edge.inference.card import DecodeSpec
from edge.vision.nms import nms
from edge.vision.tiles import tiles

Look = Callable[[Image], Sequence[Detection]]
"""Objects in a BGR picture of any size, best first."""
EDGE = 0.02
"""Of a tile's side: a box that comes so near to a border inside the picture is of a thing that goes on."""


class Tiled:
    """A detector on a picture and on overlapping tiles of it.

    A thing that a tile's border cuts is left to the neighbour or to the whole picture.

    Args:
        look: the detector.
        spec: how much of one kind may overlap, and how many are told.
        across: tiles along the picture's longer side.
    """

    def __init__(self, look: Look, spec: DecodeSpec, *, across: int = 2) -> None:
        self._look = look
        self._spec = spec
        self._across = across

    def __call__(self, image: Image) -> list[Detection]:
        """Objects in a BGR picture of any size, best first, boxes in its pixels."""
        height, width = image.shape[:2]
        whole = Box.of_size(0, 0, width, height)
        found = list(self._look(image))
        for tile in tiles(whole, across=self._across):
            found += self._in_tile(image, tile, whole)
        return self._merged(found)

    def _in_tile(self, image: Image, tile: Box, whole: Box) -> list[Detection]:
        left, top, right, bottom = (round(v) for v in (tile.left, tile.top, tile.right, tile.bottom))
        moved = [
            Detection(box=each.box.moved(left, top), label=each.label, score=each.score)
            for each in self._look(image[top:bottom, left:right])
        ]
        return [each for each in moved if not _is_cut(each.box, tile, whole)]

    def _merged(self, found: list[Detection]) -> list[Detection]:
        kept: list[Detection] = []
        for label in sorted({each.label for each in found}):
            alike = [each for each in found if each.label == label]
            boxes = np.asarray([_corners(each.box) for each in alike], np.float32)
            scores = np.asarray([each.score for each in alike], np.float32)
            kept += [
                alike[i] for i in nms(boxes, scores, iou=self._spec.nms_iou, most=self._spec.max_detections)
            ]
        return sorted(kept, key=lambda each: -each.score)[: self._spec.max_detections]


def _corners(box: Box) -> tuple[float, float, float, float]:
    return box.left, box.top, box.right, box.bottom


def _is_cut(box: Box, tile: Box, whole: Box) -> bool:
    """Whether the box touches a border of the tile that is none of the picture."""
    reach = EDGE * max(tile.width, tile.height)
    return any(_touching(box, tile, reach, whole))


def _touching(box: Box, tile: Box, reach: float, whole: Box) -> Iterable[bool]:
    yield tile.left > whole.left and box.left < tile.left + reach
    yield tile.top > whole.top and box.top < tile.top + reach
    yield tile.right < whole.right and box.right > tile.right - reach
    yield tile.bottom < whole.bottom and box.bottom > tile.bottom - reach
