"""The pictures that a visit left behind, each seen only when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from edge.domain.detection import Detection
from edge.domain.frame import Image
from edge.domain.geometry import Box, NormalBox, from_normalized
from edge.domain.inspection import Finding, Gap
from edge.inspection.compare.views import Side
from edge.inspection.suspected import Suspected


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """One kept view of one visit."""

    view: str
    """Role of its camera."""
    image_id: str
    vehicle: NormalBox
    """Where the vehicle is in it."""
    see: Callable[[], Image | Gap] = field(repr=False)
    """The picture, (H, W, 3) BGR or (H, W) grey; or why there is none."""
    suspected: tuple[Suspected, ...] = ()
    """What an earlier visit's network was too unsure of in it to tell."""

    def likeness(self, other: Kept) -> float:
        """How much the vehicle stands alike in both, in [0, 1]: the nearer, the more alike the viewpoints."""
        return Box.of_size(*self.vehicle).iou(Box.of_size(*other.vehicle))

    def with_findings(
        self, image: Image, findings: Iterable[Finding], suspected: Iterable[Finding | Suspected] = ()
    ) -> Side:
        """The picture with what was found in the same view, also in another picture of it."""
        height, width = image.shape[:2]
        vehicle = from_normalized(self.vehicle, width, height)
        return Side(
            image=image,
            vehicle=vehicle,
            detections=self._seen(findings, vehicle, image),
            suspected=self._seen(suspected, vehicle, image),
        )

    def _seen(
        self, findings: Iterable[Finding | Suspected], vehicle: Box, image: Image
    ) -> tuple[Detection, ...]:
        height, width = image.shape[:2]
        return tuple(
            Detection(
                box=from_normalized(each.box, width, height)
                if each.image_id == self.image_id
                else _on(vehicle, each.vehicle_box),
                label=each.kind,
                score=each.confidence,
                second_opinion=each.second_opinion if isinstance(each, Finding) else None,
            )
            for each in findings
        )


def _on(vehicle: Box, place: NormalBox) -> Box:
    return from_normalized(place, vehicle.width, vehicle.height).moved(vehicle.left, vehicle.top)
