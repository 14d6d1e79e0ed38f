"""Tiles: a vehicle's crop in overlapping squares, so that a small damage fills a network's input."""

from __future__ import annotations

from edge.domain.geometry import Box

LEAST_SHARE, ROOM = 0.25, 1.6
"""Side of the square around a damage: of the vehicle's longer side, and of the damage's own."""


def tiles(box: Box, *, across: int = 3) -> list[Box]:
    """Square tiles that cover a box, overlapping by a third.

    Args:
        box: the vehicle, pixels.
        across: tiles along the longer side.
    """
    side = max(box.width, box.height) / (1 + (across - 1) * 2 / 3)
    return [
        Box.of_size(x, y, min(side, box.width), min(side, box.height))
        for y in _starts(box.top, box.height, side)
        for x in _starts(box.left, box.width, side)
    ]


def square_around(box: Box, vehicle: Box) -> Box:
    """A damage's box in the middle of a square that shows what is around it; may reach beyond the picture."""
    side = max(LEAST_SHARE * max(vehicle.width, vehicle.height), ROOM * max(box.width, box.height))
    x, y = box.center
    return Box.of_size(x - side / 2, y - side / 2, side, side)


def _starts(start: float, length: float, side: float) -> list[float]:
    if length <= side:
        return [start]
    count = max(2, round((length - side) / (side * 2 / 3)) + 1)
    return [start + i * (length - side) / (count - 1) for i in range(count)]
