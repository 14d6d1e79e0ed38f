from __future__ import annotations

import pytest

from edge.domain.geometry import Box
from edge.domain.passage import Direction
from edge.tracking.way import gap_between, is_long, length, span

BOX = Box(left=10, top=20, right=110, bottom=60)
UPRIGHT = (Direction.UP, Direction.DOWN)


@pytest.mark.parametrize("heading", Direction)
def test_the_front_lies_where_it_goes(heading: Direction) -> None:
    rear, front = span(BOX, heading)
    assert front - rear == length(BOX, heading) == (40 if heading in UPRIGHT else 100)
    x, y = {"up": (0, -5), "down": (0, 5), "left": (-5, 0), "right": (5, 0)}[heading]
    assert span(BOX.moved(x, y), heading) == (rear + 5, front + 5)


@pytest.mark.parametrize("heading", Direction)
def test_a_vehicle_is_longer_along_its_way_than_across(heading: Direction) -> None:
    assert is_long(BOX, heading) == (heading not in UPRIGHT)


def test_the_gap_is_from_the_front_to_the_rear_ahead() -> None:
    ahead = BOX.moved(130, 0)
    assert gap_between(BOX, ahead, Direction.RIGHT) == 30
    assert gap_between(ahead, BOX, Direction.LEFT) == 30
    assert gap_between(BOX, BOX.moved(60, 0), Direction.RIGHT) == -40
