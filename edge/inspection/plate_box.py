"""Where a plate can be: in proportion to its vehicle, and moving with it."""

from __future__ import annotations

from collections.abc import Sequence

from edge.domain.geometry import Box
from edge.domain.observation import PlateSighting
from edge.domain.passage import View

WIDEST = 0.8
"""Of the vehicle's width."""
SQUAREST, LONGEST = 0.8, 8.0
"""Width by height: a plate of two lines seen from the side, and one of a single line."""
SAME_PLACE = 0.7
"""IoU of two boxes that show something which has not moved."""


def is_plate_box(box: Box, vehicle: Box) -> bool:
    """Whether a box has the proportions of a plate on a vehicle of this size."""
    fits = box.area > 0 and box.width <= WIDEST * vehicle.width
    return fits and SQUAREST <= box.width / box.height <= LONGEST


def carried(sightings: Sequence[PlateSighting], views: Sequence[View]) -> list[PlateSighting]:
    """Those that may be the vehicle's own: what stays at its place while the vehicle drives on is none.

    A camera's overlay does so, and a plate of a car that is parked behind the lane.

    Args:
        sightings: of one passage.
        views: the passage's, which the sightings name by their place.
    """
    return [one for one in sightings if not any(_left_behind(one, other, views) for other in sightings)]


def _left_behind(one: PlateSighting, other: PlateSighting, views: Sequence[View]) -> bool:
    before, after = views[one.view], views[other.view]
    if before.frame.role != after.frame.role or one.box.iou(other.box) < SAME_PLACE:
        return False
    return _way(before.box, after.box) > max(one.box.width, other.box.width)


def _way(before: Box, after: Box) -> float:
    """How far a box has moved as a whole, in pixels; one that only grew has not."""
    x = _both(after.left - before.left, after.right - before.right)
    y = _both(after.top - before.top, after.bottom - before.bottom)
    return max(x, y)


def _both(one: float, other: float) -> float:
    """What two movements have in common; 0 if they go opposite ways."""
    return min(abs(one), abs(other)) if one * other > 0 else 0.0
