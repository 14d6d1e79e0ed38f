"""What lies in the lane's polygon and what beside it."""

from __future__ import annotations

import pytest

from edge.domain.geometry import Box
from edge.tracking.lane import WHOLE_PICTURE, Lane

LEFT_HALF = Lane(corners=((0, 0), (0.5, 0), (0.5, 1), (0, 1)))
SLANTED = Lane(corners=((0.2, 1), (0.4, 0.1), (0.6, 0.1), (0.9, 1)))


def box_around(x: float, y: float) -> Box:
    return Box(left=x - 20, top=y - 10, right=x + 20, bottom=y + 10)


@pytest.mark.parametrize(
    ("lane", "x", "y", "inside"),
    [
        (WHOLE_PICTURE, 5, 5, True),
        (LEFT_HALF, 100, 90, True),
        (LEFT_HALF, 160, 90, True),
        (LEFT_HALF, 161, 90, False),
        (LEFT_HALF, 0, 0, True),
        (SLANTED, 160, 90, True),
        (SLANTED, 70, 170, True),
        (SLANTED, 70, 40, False),
        (SLANTED, 160, 10, False),
    ],
)
def test_the_middle_of_a_thing_counts(lane: Lane, x: float, y: float, inside: bool) -> None:
    assert lane.holds(box_around(x, y), 320, 180) is inside
