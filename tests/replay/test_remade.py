"""What real cars do, and light and weather to them: made from the overhead clip, with the right answer.

The clip itself has a car that stands in view all the time, so every one of these has.
"""

from __future__ import annotations

from heapq import merge

import pytest

from edge.app.replay import passages
from edge.app.watcher import Watcher
from edge.domain.inspection import Manoeuvre
from edge.domain.passage import Direction, Passage
from edge.flow.clock import ReplayClock
from edge.inspection.manoeuvre import manoeuvres
from edge.tracking.fusion import Fusion
from edge.tracking.judgement import VehicleRules
from tests.examples import NOON
from tests.replay.remade import (
    DATA,
    FPS,
    HEIGHT,
    WIDTH,
    Change,
    Pictures,
    changed,
    cut,
    frames,
    gain,
    headlights,
    held,
    rain,
    shadow,
    white_car,
)
from tests.replay.scenes import straight
from tests.replay.watching import sees_nothing, told, watched

pytestmark = [
    pytest.mark.data,
    pytest.mark.skipif(
        DATA is None, reason="RETURN_GATE_DATA does not name the folder of pictures and clips"
    ),
]
MIDDLE_S = 4.4
"""The white car is in the middle of the picture."""
WITH_THE_CAR = straight((191, 262), (168, -78), 2.4, 6.6)
"""Its own middle, in pixels; before it moves it stands outside."""
FROM_AFAR = straight((204, 456), (168, -78), 0, 6.6)
"""The same, all the way."""


def assert_one(pictures: Pictures, entered_s: float = 2.4, left_s: float = 6.6) -> Passage:
    found = watched(frames(pictures))
    assert [at[1:] for at in told(found)] == [pytest.approx((entered_s, left_s), abs=1)], told(found)
    return found[0]


def assert_upwards(pictures: Pictures, entered_s: float = 2.4, left_s: float = 6.6) -> None:
    assert assert_one(pictures, entered_s, left_s).direction is Direction.UP


def test_the_car_as_it_was_filmed() -> None:
    passage = assert_one(white_car())
    assert passage.direction is Direction.UP
    assert manoeuvres(passage.track) == ()


def test_a_car_that_stops_for_ten_seconds() -> None:
    car, at = white_car(), round(MIDDLE_S * FPS)
    passage = assert_one([*car[:at], *held(car[at], 10), *car[at:]], left_s=16.6)
    assert passage.direction is Direction.UP
    assert manoeuvres(passage.track) == (Manoeuvre.STOPPED,)


def test_a_car_that_reverses_out() -> None:
    car, at = white_car(), round(MIDDLE_S * FPS)
    passage = assert_one([*car[:at], *held(car[at], 1), *car[at::-1]], left_s=2 * MIDDLE_S + 1 - 2.4)
    assert manoeuvres(passage.track) == (Manoeuvre.REVERSED,)


@pytest.mark.parametrize("factor", [0.6, 1.4])
@pytest.mark.parametrize("from_s", [1, 3.5, MIDDLE_S])
def test_a_jump_in_exposure(factor: float, from_s: float) -> None:
    assert_upwards(changed(white_car(), gain(factor, from_s)))


@pytest.mark.parametrize("size", [(110, 90), (200, 150)])
def test_a_moving_shadow_is_none(size: tuple[int, int]) -> None:
    over = straight((-120, HEIGHT / 2), (WIDTH + 120, HEIGHT / 2), 0.5, 4.5)
    assert told(watched(frames(changed(cut(9, 14), shadow(over, size))))) == []


def test_a_shadow_that_crosses_the_cars_way() -> None:
    over = straight((-120, HEIGHT / 2), (WIDTH + 120, HEIGHT / 2), 2, 7)
    assert_upwards(changed(white_car(), shadow(over, (120, 90))))


NIGHT: dict[str, Change] = {"dusk": gain(0.5), "night": gain(0.25)}
GLARES = (60, 140, 250)
"""Grey levels: dipped beams far off, near, and full beams."""


@pytest.mark.parametrize("dark", NIGHT.values(), ids=NIGHT.keys())
def test_a_car_in_the_dark(dark: Change) -> None:
    assert_upwards(changed(white_car(), dark))


@pytest.mark.parametrize("glare", GLARES)
@pytest.mark.parametrize("dark", NIGHT.values(), ids=NIGHT.keys())
def test_a_car_that_comes_with_its_headlights_on_a_wet_lane(dark: Change, glare: float) -> None:
    assert_upwards(changed(white_car(), dark, headlights(FROM_AFAR, glare=glare)))


@pytest.mark.xfail(
    strict=True, reason="the light on the lane is the lane's when it begins: its hole hangs on the car"
)
@pytest.mark.parametrize("dark", NIGHT.values(), ids=NIGHT.keys())
def test_a_car_whose_headlights_stood_on_the_lane_when_the_gate_began(dark: Change) -> None:
    assert_upwards(changed(white_car(), dark, headlights(WITH_THE_CAR)))


@pytest.mark.parametrize("seconds", [3, 7])
@pytest.mark.parametrize("glare", GLARES)
@pytest.mark.parametrize("dark", NIGHT.values(), ids=NIGHT.keys())
def test_headlights_that_sweep_a_wet_lane_from_outside_are_none(
    dark: Change, glare: float, seconds: float
) -> None:
    """A car turns before the gate; its light crosses the lane, the car does not."""
    sweep = straight((-40, HEIGHT + 90), (WIDTH + 40, HEIGHT + 90), 1, 1 + seconds)
    lane = cut(9, 14)
    lit = changed([*lane, *lane[::-1]], dark, headlights(sweep, ahead=(0, -90), glare=glare))
    assert told(watched(frames(lit))) == []


RAIN = [
    pytest.param(rain(glint=25), id="drizzle"),
    pytest.param(rain(glint=45), id="rain"),
    pytest.param(rain(glint=60), id="downpour"),
    pytest.param(rain(glint=90), id="glaring downpour"),
    pytest.param(rain(320, glint=60), id="cloudburst"),
]


@pytest.mark.parametrize("falling", RAIN)
def test_a_car_in_the_rain(falling: Change) -> None:
    assert_upwards(changed(white_car(), falling))


@pytest.mark.parametrize("falling", RAIN)
def test_rain_on_an_empty_lane_is_none(falling: Change) -> None:
    assert told(watched(frames(changed(cut(9, 14), falling)))) == []


def test_a_car_that_stands_in_view_all_the_time_is_none() -> None:
    assert told(watched(frames([*cut(9, 14), *held(cut(9, 14)[-1], 20)]))) == []


def joined(late_s: float, join_s: float = 4) -> list[Passage]:
    """The whole clip before two cameras, the second so much later along the lane."""
    cameras = [frames(cut(0, 31), role="front"), frames(cut(0, 31), role="rear", late_s=late_s)]
    return list(
        passages(
            merge(*cameras, key=lambda frame: frame.time_ns),
            lambda role: Watcher(detect=sees_nothing, rules=VehicleRules()),
            Fusion(("front", "rear"), join_s=join_s),
            ReplayClock(NOON),
        )
    )


@pytest.mark.parametrize("late_s", [0.0, 1.0, 2.5])
def test_each_of_four_cars_before_two_cameras_is_one_passage(late_s: float) -> None:
    found = joined(late_s)
    assert [each.roles for each in found] == [("front", "rear")] * 4, told(found)
    for each in found:
        assert {view.frame.role for view in each.views} == {"front", "rear"}
        (front, rear) = (
            next(view for view in each.views if view.frame.role == role) for role in ("front", "rear")
        )
        apart_s = (rear.frame.time_ns - front.frame.time_ns) / 1e9
        assert abs(apart_s - late_s) < 4, "two views of different cars"
    assert sorted(each.direction for each in found) == ["down", "down", "up", "up"]
