"""From pictures to a label that the gate knows: the same cut and the same network as at an inspection."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from edge.domain.detection import Detection
from edge.domain.frame import Image
from edge.inference.vehicle import Sight, car_in
from edge.inspection.gallery import Floats, Gallery, Known, direction


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What came of pictures of one car or model."""

    known: Known
    cars: int
    """In so many of them a vehicle was found and cut out; the others were taken whole."""
    alike: float
    """Cosine of the two pictures that are least alike; 1 of a single one."""
    nearest: tuple[str, float] | None
    """Another label that is known, and the cosine with its mean."""


class Enroller:
    """Makes a label out of pictures.

    Args:
        look: the vehicle network.
        detect: vehicles in a picture, in its pixels.
        known: what is known already.
    """

    def __init__(
        self,
        *,
        look: Callable[[Image], Sight],
        detect: Callable[[Image], Sequence[Detection]],
        known: Gallery,
    ) -> None:
        self._look = look
        self._detect = detect
        self._known = known

    def __call__(self, label: str, pictures: Sequence[Image]) -> Shown:
        """The label, known by BGR pictures of any size, at least one."""
        cars = [self._car(picture) for picture in pictures]
        embeddings = [
            self._look(picture if car is None else car).embedding
            for picture, car in zip(pictures, cars, strict=True)
        ]
        known = Known.of(label, embeddings)
        return Shown(
            known=known,
            cars=sum(car is not None for car in cars),
            alike=_least_alike(embeddings),
            nearest=self._nearest(known),
        )

    def _car(self, picture: Image) -> Image | None:
        """The largest vehicle that is found; None where there is none."""
        found = max(self._detect(picture), key=lambda each: each.box.area, default=None)
        return None if found is None else car_in(picture, found.box)

    def _nearest(self, known: Known) -> tuple[str, float] | None:
        likeness = self._known.likeness(np.array(known.mean, np.float32))
        others = {label: cosine for label, cosine in likeness.items() if label != known.label}
        return max(others.items(), key=lambda entry: entry[1], default=None)


def _least_alike(embeddings: Sequence[Floats]) -> float:
    pairs = combinations([direction(each) for each in embeddings], 2)
    return min((float(one @ other) for one, other in pairs), default=1.0)
