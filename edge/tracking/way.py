"""Boxes along a vehicle's way: where they begin and end on it, how long they are, what is between them."""

from __future__ import annotations

from edge.domain.geometry import Box
from edge.domain.passage import Direction

LONG = 1.4
"""Length over width. Cars from above had 1.8 to 2.0, and what falls off one is wider than long."""


def span(box: Box, heading: Direction) -> tuple[float, float]:
    """Rear and front on an axis that grows along the way, pixels."""
    match heading:
        case Direction.RIGHT:
            return box.left, box.right
        case Direction.LEFT:
            return -box.right, -box.left
        case Direction.DOWN:
            return box.top, box.bottom
        case Direction.UP:
            return -box.bottom, -box.top


def length(box: Box, heading: Direction) -> float:
    """Along the way, pixels."""
    rear, front = span(box, heading)
    return front - rear


def is_long(box: Box, heading: Direction) -> bool:
    """Whether it has a vehicle's shape: clearly longer along the way than across it."""
    long = length(box, heading)
    return long * long >= LONG * box.area


def gap_between(behind: Box, ahead: Box, heading: Direction) -> float:
    """Free way from the one's front to the other's rear, pixels; negative where they overlap on it."""
    return span(ahead, heading)[0] - span(behind, heading)[1]
