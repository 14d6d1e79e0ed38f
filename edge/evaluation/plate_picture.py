"""The plate of a single picture, found and read by the stage that the gate runs."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from edge.app.box_readers import ReadBox
from edge.app.plates import Look
from edge.domain.detection import Detection
from edge.domain.frame import Image
from edge.domain.geometry import Box
from edge.inspection.vote import is_legible


class WholePicture:
    """The plate of the main vehicle, the largest that is well recognised; else the best of the picture.

    Args:
        vehicles: the vehicle detector.
        look: finds and reads the plate of one vehicle.
    """

    def __init__(
        self,
        vehicles: Callable[[Image], Sequence[Detection]],
        look: Callable[[Image, Box], Look | None],
    ) -> None:
        self._vehicles = vehicles
        self._look = look

    def __call__(self, image: Image) -> Look | None:
        """The plate in a BGR picture, or None where there is none to be read."""
        found = self._vehicles(image)
        main = max(found, key=lambda vehicle: vehicle.box.area * vehicle.score, default=None)
        if main is not None:
            own = self._look(image, main.box)
            if own is not None and is_legible(own.reading):
                return own
        return self._look(image, _whole(image))


class PlateCrop:
    """A picture that is a plate.

    Args:
        read: reads a box.
    """

    def __init__(self, read: ReadBox) -> None:
        self._read = read

    def __call__(self, image: Image) -> Look | None:
        """The read of the whole BGR picture."""
        reading = self._read(image, _whole(image))
        if reading is None:
            return None
        return Look(box=_whole(image), reading=reading, score=reading.confidence)


def _whole(image: Image) -> Box:
    height, width = image.shape[:2]
    return Box(left=0, top=0, right=width, bottom=height)
