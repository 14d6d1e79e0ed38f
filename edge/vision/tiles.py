"""Tiles: a vehicle's crop in overlapping squares, so that a small damage fills a network's input."""

from __future__ import annotations

from edge.domain.geometry import Box


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


def tile_around(box: Box, vehicle: Box) -> Box:
    """The tile of a vehicle in whose middle a box lies most."""
    x, y = box.center
    return min(tiles(vehicle), key=lambda tile: (tile.center[0] - x) ** 2 + (tile.center[1] - y) ** 2)


def _starts(start: float, length: float, side: float) -> list[float]:
    if length <= side:
        return [start]
    count = max(2, round((length - side) / (side * 2 / 3)) + 1)
    return [start + i * (length - side) / (count - 1) for i in range(count)]
