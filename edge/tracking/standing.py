"""Vehicles that stand in the lane's model, and what comes of them when one drives off."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import numpy as np

from edge.domain.detection import Detection
from edge.domain.frame import Image
from edge.domain.geometry import Box
from edge.tracking.blobs import Blob
from edge.tracking.track import Track

LOOK_EVERY_NS = 20_000_000_000
"""The model changes slowly; between two looks only a ghost that was healed asks for a new one."""
MOST_INSIDE = 0.6
STILL_THERE_IOU = 0.75
"""A vehicle found so well on the old place has not left it."""


class Standing:
    """What the detector sees in the model of the background: vehicles that were there before anything moved.

    Args:
        detect: the vehicle detector.
    """

    def __init__(self, detect: Callable[[Image], Iterable[Detection]]) -> None:
        self._detect = detect
        self._looked_ns: int | None = None
        self.boxes: tuple[Box, ...] = ()
        """In pixels of the small picture."""

    def look(self, model: Callable[[], Image], time_ns: int, *, changed: bool) -> None:
        """Look again if it is time to, or at once if the model has just been healed.

        ``model`` makes the picture of the background, which few calls need.
        """
        if self._looked_ns is None or changed or time_ns - self._looked_ns >= LOOK_EVERY_NS:
            self._looked_ns = time_ns
            self.boxes = tuple(found.box for found in self._detect(model()))

    def joined(self, blobs: Sequence[Blob]) -> list[Blob]:
        """One blob of the pieces in which a vehicle comes apart from its own picture in the model."""
        rest = list(blobs)
        for box in self.boxes:
            pieces = [blob for blob in rest if blob.box.covered_by(box.grown(0.1)) >= MOST_INSIDE]
            if len(pieces) > 1:
                rest = [blob for blob in rest if blob not in pieces] + [_one(pieces)]
        return rest

    def holds(self, track: Track) -> bool:
        """Whether a track began on one of them, as large a part of it as a vehicle is that moves off."""
        return any(track.first.box.covered_by(box.grown(0.1)) >= MOST_INSIDE for box in self.boxes)

    def is_there_still(self, found: Box) -> bool:
        """Whether what the detector found in the present is one of them, where it was."""
        return any(found.iou(box) >= STILL_THERE_IOU for box in self.boxes)


def _one(pieces: Sequence[Blob]) -> Blob:
    hull, mask = pieces[0].box, pieces[0].mask
    for piece in pieces[1:]:
        hull, mask = hull.hull(piece.box), np.maximum(mask, piece.mask)
    area = sum(piece.box.area for piece in pieces)
    return Blob(box=hull, mask=mask, solidity=sum(p.solidity * p.box.area for p in pieces) / area)
