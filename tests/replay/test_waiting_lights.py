"""A car waits before the lane at night, out of view, its headlights on the wet lane; then it drives in."""

from __future__ import annotations

import pytest

from edge.domain.frame import Image
from edge.domain.passage import Passage
from tests.replay.remade import DATA, changed, cut, frames, gain, headlights, held
from tests.replay.scenes import chained, straight
from tests.replay.watching import told, watched

pytestmark = [
    pytest.mark.data,
    pytest.mark.skipif(
        DATA is None, reason="RETURN_GATE_DATA does not name the folder of pictures and clips"
    ),
]
ENTERS_S, LEAVES_S = 2.4, 6.6
"""In the clip of the white car by itself."""
OUTSIDE = (191, 262)


def waited(seconds: float, *, dark: float, glare: float) -> tuple[list[Image], float]:
    """The clip, and when its car comes into view."""
    go_s = 1 + seconds
    lights = chained(
        (1, straight((204, 456), OUTSIDE, 0, 1)), (99, straight(OUTSIDE, (168, -78), go_s, go_s + 4.2))
    )
    lead = held(cut(2, 2.2)[0], go_s - ENTERS_S + 2)
    return changed([*lead, *cut(4, 10)], gain(dark), headlights(lights, glare=glare)), go_s


def assert_one(found: list[Passage], enters_s: float, *, early_s: float) -> None:
    ((heading, entered_s, left_s),) = told(found)
    assert heading == "up"
    assert enters_s - early_s <= entered_s <= enters_s + 1
    assert left_s == pytest.approx(enters_s + LEAVES_S - ENTERS_S, abs=1)


@pytest.mark.parametrize("glare", [60, 140])
def test_at_dusk_it_is_seen_unaided_with_its_light(glare: float) -> None:
    """It began where its light stood: too early by as long as it waited."""
    pictures, enters_s = waited(3, dark=0.5, glare=glare)
    assert_one(watched(frames(pictures)), enters_s, early_s=1.5)


@pytest.mark.xfail(
    strict=True, reason="its light is the lane's after 1.5 s, and the hole that it leaves hangs on the car"
)
def test_at_night_it_is_seen_unaided() -> None:
    pictures, enters_s = waited(3, dark=0.25, glare=140)
    assert_one(watched(frames(pictures)), enters_s, early_s=1.5)
