"""The filed pictures of one visit, seen again: everything beside the vehicle hidden."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

import cv2
import numpy as np

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
"""The filed picture, (H, W, 3) BGR."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Sight:
    """One filed view, as it may be shown."""

    inspection: Inspection
    """That it was filed with."""
    evidence: Evidence
    image: Image = field(repr=False)
    """(H, W, 3) BGR, veiled."""
    vehicle: Box
    """In its pixels."""

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return self.image.shape[1], self.image.shape[0]

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
    """Look at every filed view of an inspection whose vehicle's place is known; others cannot be veiled."""
    sights, absent = [], []
    for evidence in inspection.evidence:
        if evidence.role != "view" or evidence.vehicle_box is None:
            continue
        image = see(evidence)
        if isinstance(image, Absent):
            absent.append((evidence, image))
            continue
        vehicle = from_normalized(evidence.vehicle_box, image.shape[1], image.shape[0])
        shown = veiled(image, vehicle)
        sights.append(Sight(inspection=inspection, evidence=evidence, image=shown, vehicle=vehicle))
    return Visit(inspection=inspection, sights=tuple(sights), absent=tuple(absent))
