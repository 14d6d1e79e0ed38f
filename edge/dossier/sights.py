"""The filed pictures of one visit, seen again: everything beside the vehicle hidden."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache

import cv2
import numpy as np

from edge.domain.errors import StorageError
from edge.domain.frame import Image
from edge.domain.geometry import Box, NormalBox, from_normalized
from edge.domain.inspection import Evidence, Inspection
from edge.vision.veil import veiled


class Absent(StrEnum):
    """Why a filed picture cannot be shown."""

    GONE = "gone"
    """Its time was over, or the disk was short."""
    DAMAGED = "damaged"
    """Its bytes are no longer those that were filed."""


See = Callable[[Evidence], Image | Absent]
"""A filed picture, (H, W, 3) BGR."""
AT_ONCE = 4
"""Pictures that are held: a page asks for the same few again and again, and a gate has little memory."""


def veiling(see: See) -> See:
    """The same with everything beside the vehicle hidden; of evidence that says where the vehicle is."""

    @lru_cache(maxsize=AT_ONCE)
    def look(evidence: Evidence) -> Image | Absent:
        image = see(evidence)
        if isinstance(image, Absent) or evidence.vehicle_box is None:
            return image
        return veiled(image, from_normalized(evidence.vehicle_box, image.shape[1], image.shape[0]))

    return look


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Sight:
    """One filed view, as it may be shown."""

    inspection: Inspection
    """That it was filed with."""
    evidence: Evidence
    see: See = field(repr=False)
    """Veiled."""
    size: tuple[int, int]
    """Width and height in pixels."""
    vehicle: Box
    """In its pixels."""

    @property
    def image(self) -> Image:
        """(H, W, 3) BGR, veiled. Raises StorageError where it has gone since it was first seen."""
        image = self.see(self.evidence)
        if isinstance(image, Absent):
            raise StorageError(f"picture {self.evidence.image_id} went while it was being shown; try again")
        return image

    def grey(self) -> Image:
        """(H, W) uint8."""
        return np.asarray(cv2.cvtColor(self.image, cv2.COLOR_BGR2GRAY), np.uint8)

    def pixels(self, box: NormalBox) -> Box:
        """A box of this picture."""
        return from_normalized(box, *self.size)

    def on_vehicle(self, place: NormalBox) -> Box:
        """A place of the vehicle, as fractions of its box, in this picture."""
        inside = from_normalized(place, self.vehicle.width, self.vehicle.height)
        return inside.moved(self.vehicle.left, self.vehicle.top)


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """What is left of one visit's views, in the order in which they were filed: best first."""

    inspection: Inspection
    sights: tuple[Sight, ...]
    absent: tuple[tuple[Evidence, Absent], ...]

    def of(self, image_id: str | None) -> Sight | None:
        """The one with this id."""
        return next((sight for sight in self.sights if sight.evidence.image_id == image_id), None)

    def most_alike(self, view: str, other: Box, size: tuple[int, int]) -> Sight | None:
        """Of this camera's, the one in which the vehicle stands most as in a picture of that size."""
        where = other.scaled(1 / size[0], 1 / size[1])
        return max(
            (sight for sight in self.sights if sight.evidence.view == view),
            key=lambda sight: sight.vehicle.scaled(1 / sight.size[0], 1 / sight.size[1]).iou(where),
            default=None,
        )


def visit(inspection: Inspection, see: See) -> Visit:
    """Look at every filed view of an inspection whose vehicle's place is known; others cannot be veiled.

    ``see``: veiled pictures.
    """
    sights, absent = [], []
    for evidence in inspection.evidence:
        if evidence.role != "view" or evidence.vehicle_box is None:
            continue
        image = see(evidence)
        if isinstance(image, Absent):
            absent.append((evidence, image))
            continue
        size = image.shape[1], image.shape[0]
        vehicle = from_normalized(evidence.vehicle_box, *size)
        sights.append(Sight(inspection=inspection, evidence=evidence, see=see, size=size, vehicle=vehicle))
    return Visit(inspection=inspection, sights=tuple(sights), absent=tuple(absent))
