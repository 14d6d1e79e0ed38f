"""The damage network on one view of a vehicle: as a whole, and in tiles in which a scratch is wide enough."""

from __future__ import annotations

from collections.abc import Sequence

from edge.domain.detection import Detection
from edge.domain.frame import Image
from edge.domain.geometry import Box
from edge.inference.card import Folder
from edge.inference.detector import Detector
from edge.inference.runtime import Network, OpenNetwork
from edge.vision.nms import apart
from edge.vision.quality import crop
from edge.vision.tiles import tiles

ACROSS = 2
"""Tiles along the vehicle's longer side. On rendered cars 350 to 500 px wide three find no more damage, and
mistake twice as much for it."""
SAME_SHARE = 0.5
"""Of the smaller of two boxes of a kind: what overlaps by more is one damage, cut by a tile or in parts."""


class DamageNetwork:
    """Looks at a vehicle piece by piece; arguments and errors as of `Detector`.

    Args:
        folder: its checked folder.
        open_network: makes the interpreter, in the thread that will use it.
    """

    def __init__(self, folder: Folder, *, open_network: OpenNetwork = Network) -> None:
        self._detect = Detector(folder, open_network=open_network)
        self.card = self._detect.card

    def __call__(self, image: Image, vehicle: Box, *, min_score: float | None = None) -> list[Detection]:
        """Damages of a vehicle in a BGR picture, best first, boxes in the picture's pixels.

        Args:
            image: (H, W, 3) uint8.
            vehicle: its box.
            min_score: lowest score told; by default the card's operating point.
        """
        height, width = image.shape[:2]
        shown = vehicle.clamped(width, height)
        found = [
            Detection(box=each.box.moved(piece.left, piece.top), label=each.label, score=each.score)
            for piece in (shown, *tiles(shown, across=ACROSS))
            for each in self._detect(crop(image, piece), min_score=min_score)
        ]
        return one_of_each(found)


def one_of_each(found: Sequence[Detection]) -> list[Detection]:
    """The best of what different pieces show of one damage, best first."""
    return apart(sorted(found, key=lambda each: -each.score), _same)


def _same(a: Detection, b: Detection) -> bool:
    smaller = min(a.box.area, b.box.area)
    return a.label == b.label and a.box.intersection(b.box).area > SAME_SHARE * smaller
