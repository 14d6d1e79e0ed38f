"""What moves in the lane: small pictures in, blobs out, and a model of the empty lane that is kept honest."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from edge.domain.frame import Image
from edge.tracking.blobs import Blob, find_blobs
from edge.tracking.lane import Lane
from edge.vision.background import Background, Mask, is_ghost
from edge.vision.light import is_light
from edge.vision.stillness import Stillness

STILL_S = 1.5
"""A car that stops has moved before, and is held; what never moved is accepted after so long."""
KNOWN_SHARE = 0.7
"""Of a region that lies where a vehicle was in the last picture: it is that vehicle."""
QUIET_SHARE = 0.08
"""Of a region's pixels that still change while what stood there has gone: noise and edges."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """One picture's regions."""

    things: list[Blob]
    """What is in the lane and was not there when it was empty."""
    others: list[Blob]
    """Things beside the lane, and light."""
    ghosts: list[Blob]
    """Holes that something left which had stood in the model; the model is healed already."""


class Motion:
    """The background model with what is known about it: ghosts, light, and where the lane is.

    Args:
        lane: what has its middle outside is told apart.
    """

    def __init__(self, lane: Lane) -> None:
        self._lane = lane
        self._background = Background()
        self._stillness = Stillness()

    def model(self) -> Image:
        """The empty lane as it is known now, at the present exposure."""
        return self._background.picture

    def step(self, small: Image, time_ns: int, held: Mask) -> Moved:
        """Take the next small picture.

        Args:
            small: (h, w, 3) uint8.
            time_ns: its time.
            held: (h, w), 255 where vehicles are, which must not become part of the empty lane.
        """
        foreground = self._background.step(small, time_ns, held)
        changing = self._stillness.step(small, time_ns, foreground)
        if changing is not None:
            self._accept_light(small, held)
        blobs = find_blobs(foreground)
        if not blobs:
            return Moved(things=[], others=[], ghosts=[])
        model = self.model()
        ghosts = [] if changing is None else [b for b in blobs if _is_left(b, small, model, changing)]
        for ghost in ghosts:
            hole = cv2.dilate(ghost.mask, np.ones((7, 7), np.uint8))
            self._background.absorb(small, np.asarray(hole, np.uint8))
        real = [blob for blob in blobs if blob not in ghosts]
        things = [blob for blob in real if self._is_thing(blob, small, model, held)]
        return Moved(things=things, others=[blob for blob in real if blob not in things], ghosts=ghosts)

    def _accept_light(self, small: Image, held: Mask) -> None:
        """What appeared, stands still and is below no vehicle (a patch of light) is the lane from now on."""
        still = cv2.bitwise_and(self._stillness.still_for(STILL_S), cv2.bitwise_not(held))
        if still.any():
            self._background.absorb(small, np.asarray(still, np.uint8))

    def _is_thing(self, blob: Blob, small: Image, model: Image, held: Mask) -> bool:
        """Whether a region is in the lane and no light; what a vehicle has driven into is not asked again."""
        height, width = small.shape[:2]
        if not self._lane.holds(blob.box, width, height):
            return False
        known = cv2.mean(held, blob.mask)[0] >= KNOWN_SHARE * 255
        return known or not is_light(small, model, blob.mask)


def _is_left(blob: Blob, small: Image, model: Image, changing: Mask) -> bool:
    """Whether a region is the hole of something that has driven off."""
    quiet = cv2.mean(changing, blob.mask)[0] < QUIET_SHARE * 255
    return quiet and is_ghost(small, model, blob.mask)
