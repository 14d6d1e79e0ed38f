"""Cars that pass, drawn: each is one passage, at its time and in its direction."""

from __future__ import annotations

import pytest

from edge.domain.passage import Direction
from edge.tracking.lane import Lane
from tests.replay.scenes import (
    BLACK,
    DARK_GREY,
    FPS,
    LANE_GREY,
    LIGHT_GREY,
    RED,
    SHADOW_GREY,
    WHITE,
    Car,
    Color,
    Rain,
    Scene,
    Thing,
    Walker,
    across,
    chained,
    standing,
    straight,
)
from tests.replay.watching import told, watched

UP, DOWN, LEFT, RIGHT = Direction.UP, Direction.DOWN, Direction.LEFT, Direction.RIGHT
OUT_OF_REACH = pytest.mark.xfail(
    strict=True, reason="paint between a shadow of the lane and the lane itself: only a detector can tell"
)
COLORS = [
    pytest.param(WHITE, id="white"),
    pytest.param(BLACK, id="black"),
    pytest.param(RED, id="red"),
    pytest.param(DARK_GREY, id="dark grey"),
    pytest.param(LIGHT_GREY, id="light grey"),
    pytest.param(SHADOW_GREY, id="grey as a shadow", marks=OUT_OF_REACH),
    pytest.param(LANE_GREY, id="grey as the lane", marks=OUT_OF_REACH),
]
Expected = tuple[Direction, float, float]


def assert_passages(scene: Scene, seconds: float, expected: list[Expected], *, fps: float = FPS) -> None:
    found = told(watched(scene.frames(seconds, fps=fps)))
    assert [each[0] for each in found] == [str(each[0]) for each in expected], found
    for (_, entered_s, left_s), (_, true_entered_s, true_left_s) in zip(found, expected, strict=True):
        assert entered_s == pytest.approx(true_entered_s, abs=1), found
        assert left_s == pytest.approx(true_left_s, abs=1), found


def passing(heading: Direction, *, begin_s: float = 2, seconds: float = 4, color: Color = WHITE) -> Car:
    return Car(path=across(heading, begin_s=begin_s, seconds=seconds), heading=heading, color=color)


@pytest.mark.parametrize("heading", Direction)
def test_one_car(heading: Direction) -> None:
    assert_passages(Scene(things=(passing(heading),)), 7, [(heading, 2, 6)])


@pytest.mark.parametrize("color", COLORS[1:])
def test_one_car_of_another_color(color: Color) -> None:
    assert_passages(Scene(things=(passing(UP, color=color),)), 7, [(UP, 2, 6)])


def test_one_car_in_a_larger_picture() -> None:
    assert_passages(Scene(things=(passing(RIGHT),), scale=2), 8, [(RIGHT, 2, 6)])


@pytest.mark.parametrize("heading", Direction)
def test_half_the_frame_rate(heading: Direction) -> None:
    assert_passages(Scene(things=(passing(heading),)), 7, [(heading, 2, 6)], fps=5)


def test_a_fast_car() -> None:
    assert_passages(Scene(things=(passing(LEFT, seconds=1.3),)), 6, [(LEFT, 2, 3.3)])


def test_a_creeping_car() -> None:
    assert_passages(Scene(things=(passing(DOWN, seconds=16),)), 20, [(DOWN, 2, 18)], fps=8)


@pytest.mark.parametrize("seed", range(2))
def test_other_lanes(seed: int) -> None:
    assert_passages(Scene(things=(passing(UP, color=BLACK),), seed=10 + seed), 8, [(UP, 2, 6)])


def test_a_parked_car_in_view() -> None:
    parked = Car(path=standing((70, 40)), heading=RIGHT, color=RED)
    moving = Car(path=across(LEFT, begin_s=2, seconds=4, lane=50), heading=LEFT)
    assert_passages(Scene(things=(parked, moving)), 8, [(LEFT, 2, 6)])


def test_two_parked_cars_and_walkers_in_view() -> None:
    walker = Walker(path=straight((-20, 60), (340, 60), 1, 9))
    parked = [Car(path=standing((x, 28)), heading=RIGHT, color=c) for x, c in ((70, RED), (240, WHITE))]
    moving = Car(path=across(RIGHT, begin_s=3, seconds=4, lane=45), heading=RIGHT, color=BLACK)
    assert_passages(Scene(things=(*parked, moving, walker)), 10, [(RIGHT, 3, 7)])


def test_a_passing_car_that_covers_a_parked_one_for_a_moment() -> None:
    parked = Car(path=standing((160, 60)), heading=RIGHT, color=RED)
    assert_passages(Scene(things=(parked, passing(RIGHT))), 8, [(RIGHT, 2, 6)])


@pytest.mark.parametrize("color", COLORS)
def test_a_car_that_stands_at_the_start_and_drives_off(color: Color) -> None:
    car = Car(path=straight((120, 90), (400, 90), 4, 7), heading=RIGHT, color=color)
    found = watched(Scene(things=(car,)).frames(9))
    assert [(at[0], at[1]) for at in told(found)] == [("right", 0)]
    assert found[0].left_ns / 1e9 == pytest.approx(6.6, abs=1)
    assert found[0].in_view_at_start


def test_a_car_that_comes_after_another_drove_off_is_not_of_the_start() -> None:
    first = Car(path=straight((120, 90), (400, 90), 2, 5), heading=RIGHT, color=RED)
    found = watched(Scene(things=(first, passing(LEFT, begin_s=8))).frames(13))
    assert [(p.direction, p.in_view_at_start) for p in found] == [(RIGHT, True), (LEFT, False)], told(found)


def test_cars_on_the_road_beside_the_lane_are_none() -> None:
    """The lower half of the picture is the lane; on the road above it one car goes by and one turns round."""
    turning = chained((5, straight((-60, 30), (150, 30), 1, 5)), (99, straight((150, 30), (-60, 30), 6, 10)))
    things = (
        Car(path=across(LEFT, begin_s=1, seconds=3, lane=-60), heading=LEFT, color=RED),
        Car(path=turning, heading=RIGHT, color=BLACK),
        Car(path=across(RIGHT, begin_s=3, seconds=4, lane=45), heading=RIGHT),
    )
    lane = Lane(corners=((0, 0.45), (1, 0.45), (1, 1), (0, 1)))
    ((heading, *times),) = told(watched(Scene(things=things).frames(11), lane))
    assert heading == "right"
    assert times == pytest.approx([3, 7], abs=1)


def test_two_cars_at_once_in_opposite_directions() -> None:
    things = (
        Car(path=across(RIGHT, begin_s=2, seconds=4, lane=-40), heading=RIGHT),
        Car(path=across(LEFT, begin_s=2.5, seconds=4, lane=40), heading=LEFT, color=RED),
    )
    assert_passages(Scene(things=things), 9, [(RIGHT, 2, 6), (LEFT, 2.5, 6.5)])


def test_two_cars_that_pass_each_other_within_a_hand() -> None:
    things = (
        Car(path=across(RIGHT, begin_s=2, seconds=4, lane=-28), heading=RIGHT),
        Car(path=across(LEFT, begin_s=2.5, seconds=4, lane=28), heading=LEFT, color=RED),
    )
    assert_passages(Scene(things=things), 9, [(RIGHT, 2, 6), (LEFT, 2.5, 6.5)])


@pytest.mark.parametrize("apart", [0.5, 0.2])
@pytest.mark.parametrize("heading", Direction)
def test_two_cars_nose_to_tail(heading: Direction, apart: float) -> None:
    """``apart``: what is between them, in lengths of a car."""
    long = 320 if heading in (LEFT, RIGHT) else 180
    seconds = (long + 104) / 80  # 80 pixels a second
    behind_s = (1 + apart) * 104 / 80
    things = (
        passing(heading, seconds=seconds),
        passing(heading, begin_s=2 + behind_s, seconds=seconds, color=RED),
    )
    expected = [(heading, 2, 2 + seconds), (heading, 2 + behind_s, 2 + behind_s + seconds)]
    assert_passages(Scene(things=things), 12, expected)


def test_a_car_that_stops_for_ten_seconds_and_goes_on() -> None:
    path = chained((4, straight((-52, 90), (160, 90), 2, 4)), (99, straight((160, 90), (372, 90), 14, 16)))
    assert_passages(Scene(things=(Car(path=path, heading=RIGHT),)), 20, [(RIGHT, 2, 16)])


def test_a_car_that_stops_for_a_minute_and_goes_on() -> None:
    path = chained((4, straight((-52, 90), (160, 90), 2, 4)), (99, straight((160, 90), (372, 90), 64, 66)))
    assert_passages(Scene(things=(Car(path=path, heading=RIGHT),)), 68, [(RIGHT, 2, 66)], fps=5)


def test_a_car_that_reverses_out() -> None:
    """In from the left, two thirds of the way, and out to the left again: one passage."""
    path = chained((5, straight((-52, 90), (200, 90), 2, 5)), (99, straight((200, 90), (-52, 90), 6, 9)))
    found = watched(Scene(things=(Car(path=path, heading=RIGHT),)).frames(12))
    assert len(found) == 1, told(found)
    assert [(at[1], at[2]) for at in told(found)] == [pytest.approx((2, 9), abs=1)]


@pytest.mark.parametrize("gain", [0.6, 1.4])
def test_the_exposure_jumps_while_a_car_passes(gain: float) -> None:
    scene = Scene(things=(passing(RIGHT, color=RED),), light=lambda time_s: gain if time_s > 4 else 1.0)
    assert_passages(scene, 9, [(RIGHT, 2, 6)])


@pytest.mark.parametrize("scene_gain", [0.35, 1.4])
def test_a_dark_and_a_bright_day(scene_gain: float) -> None:
    scene = Scene(things=(passing(DOWN),), light=lambda time_s: scene_gain)
    assert_passages(scene, 8, [(DOWN, 2, 6)])


@pytest.mark.parametrize("heading", [UP, LEFT])
def test_a_car_in_a_downpour(heading: Direction) -> None:
    assert_passages(Scene(things=(passing(heading, color=RED), Rain())), 8, [(heading, 2, 6)])


def test_a_walker_beside_the_car() -> None:
    walker = Walker(path=straight((-20, 30), (340, 30), 1, 9))
    moving = Car(path=across(RIGHT, begin_s=3, seconds=4, lane=35), heading=RIGHT)
    things: tuple[Thing, ...] = (moving, walker)
    assert_passages(Scene(things=things), 11, [(RIGHT, 3, 7)])
