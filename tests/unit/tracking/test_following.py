from __future__ import annotations

import pytest

from edge.domain.geometry import Box
from edge.tracking.following import gap_ahead
from edge.tracking.track import Sighting, Track

STEP_NS = 100_000_000
LONG = 100.0


def driving(left: float, *, top: float = 50, step: float = 8, from_n: int = 0, to_n: int = 30) -> Track:
    """From ``left`` on, 100 long and 40 wide."""
    made = None
    for n in range(from_n, to_n):
        seen = Sighting(time_ns=n * STEP_NS, box=Box.of_size(left + step * n, top, LONG, 40), solidity=0.9)
        if made is None:
            made = Track(1, seen)
        else:
            made.see(seen)
    assert made is not None
    return made


@pytest.mark.parametrize("step", [8, -8])
def test_the_gap_is_told_in_lengths_of_the_one_ahead(step: float) -> None:
    way = 1 if step > 0 else -1
    first, second = driving(way * 120, step=step), driving(0, step=step)
    assert gap_ahead(second, first) == pytest.approx(0.2)
    assert gap_ahead(first, second) is None


def test_it_is_the_gap_when_they_were_nearest() -> None:
    assert gap_ahead(driving(0, step=10), driving(250)) == pytest.approx(1.04)


def test_no_single_frame_makes_it_small() -> None:
    first, second = driving(200), driving(0)
    touching = first.sightings[9].box.hull(second.sightings[9].box)
    second.sightings[9] = Sighting(time_ns=9 * STEP_NS, box=touching, solidity=0.9)
    assert gap_ahead(second, first) == pytest.approx(1.0)


def test_none_is_ahead_in_another_lane_on_another_way_or_at_another_time() -> None:
    behind = driving(0)
    assert gap_ahead(behind, driving(120, top=85)) is None
    assert gap_ahead(behind, driving(400, step=-8)) is None
    assert gap_ahead(behind, driving(120, from_n=40, to_n=50)) is None
