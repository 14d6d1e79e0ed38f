"""What the damage network was too unsure of to tell: kept beside the pictures, and told to nobody.

What it suspects at both visits at the same place was there before, whatever it is: a highlight that another
light moved a little is no new damage, and neither is a scratch that it is unsure of twice.
"""

from __future__ import annotations

from dataclasses import dataclass

from edge.domain.geometry import NormalBox
from edge.domain.inspection import Gap
from edge.domain.observation import Observation


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspected:
    """One place of one picture; a ``Finding`` has the same and more."""

    kind: str
    confidence: float
    """The network's, below what it tells."""
    box: NormalBox
    vehicle_box: NormalBox
    """The same place as fractions of the vehicle's own box."""
    image_id: str


def suspected_in(observation: Observation, n: int, image_id: str) -> tuple[Suspected, ...]:
    """In the n-th view of a passage, whose picture has this id."""
    if isinstance(observation.damages, Gap):
        return ()
    view = observation.passage.views[n]
    return tuple(
        Suspected(
            kind=each.kind,
            confidence=round(each.confidence, 4),
            box=view.in_picture(each.box),
            vehicle_box=view.in_vehicle(each.box),
            image_id=image_id,
        )
        for each in observation.damages
        if each.suspected and each.view == n
    )
