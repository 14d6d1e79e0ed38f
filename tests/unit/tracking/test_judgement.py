from __future__ import annotations

from collections.abc import Callable

import pytest

from edge.domain.geometry import Box
from edge.domain.passage import Direction
from edge.tracking.judgement import VehicleRules, came_off, is_vehicle, may_be_one, same_vehicle
from edge.tracking.track import Sighting, Track

AREA = 320 * 180
RULES = VehicleRules()
STEP_NS = 100_000_000


def track(
    box_at: Callable[[int], Box], *, frames: int = 30, solidity: float = 0.95, hits: int = 0, looks: int = 0
) -> Track:
    sightings = [Sighting(time_ns=n * STEP_NS, box=box_at(n), solidity=solidity) for n in range(frames)]
    made = Track(1, sightings[0])
    for sighting in sightings[1:]:
        made.see(sighting)
    made.hits, made.looks = hits, max(hits, looks)
    return made


def driving(width: float = 100, height: float = 50, step: float = 8) -> Callable[[int], Box]:
    return lambda n: Box.of_size(step * n, 60, width, height)


def test_a_car_is_a_vehicle_without_any_detector() -> None:
    assert is_vehicle(track(driving()), AREA, RULES)


def test_a_walker_is_none() -> None:
    walker = track(driving(20, 60, 4), solidity=0.6)
    assert not is_vehicle(walker, AREA, RULES)


def test_a_large_thing_with_gaps_is_none_unless_recognised() -> None:
    assert not is_vehicle(track(driving(), solidity=0.6), AREA, RULES)
    assert not is_vehicle(track(driving(), solidity=0.6, hits=1), AREA, RULES)
    assert is_vehicle(track(driving(), solidity=0.6, hits=2), AREA, RULES)


def test_a_parked_car_is_none_whatever_the_detector_says() -> None:
    assert not is_vehicle(track(driving(step=0), hits=9), AREA, RULES)


def test_a_distant_car_is_none_whatever_the_detector_says() -> None:
    assert not is_vehicle(track(driving(30, 15), hits=9), AREA, RULES)


def test_a_small_car_is_one_if_recognised() -> None:
    small = driving(50, 25)
    assert is_vehicle(track(small, hits=2), AREA, RULES)
    assert not is_vehicle(track(small), AREA, RULES)


def test_what_is_recognised_now_and_then_is_none() -> None:
    trolley = driving(50, 25)
    assert not is_vehicle(track(trolley, hits=7, looks=20), AREA, RULES)
    assert is_vehicle(track(trolley, hits=7, looks=12), AREA, RULES)


def test_a_glimpse_is_none() -> None:
    assert not is_vehicle(track(driving(step=60), frames=5), AREA, RULES)


def test_what_may_yet_be_one_is_large_and_solid_or_recognised() -> None:
    assert may_be_one(track(driving()), AREA, RULES)
    assert not may_be_one(track(driving(), solidity=0.4), AREA, RULES)
    assert may_be_one(track(driving(), solidity=0.4, hits=1), AREA, RULES)
    assert not may_be_one(track(driving(20, 20), hits=1), AREA, RULES)


def test_a_fragment_lies_in_the_whole_and_not_the_other_way() -> None:
    whole = track(driving())
    fragment = track(lambda n: Box.of_size(8 * n + 30, 70, 30, 20), frames=20)
    assert same_vehicle(fragment, whole)
    assert not same_vehicle(whole, fragment)


def test_what_came_off_a_car_drives_close_behind_it_and_is_not_long() -> None:
    car, far = track(driving()), track(lambda n: Box.of_size(8 * n + 200, 60, 100, 50))
    assert came_off(track(lambda n: Box.of_size(8 * n - 45, 60, 35, 50)), car)
    assert not came_off(track(lambda n: Box.of_size(8 * n - 110, 60, 100, 50)), car)
    assert not came_off(track(lambda n: Box.of_size(8 * n - 45, 60, 35, 50)), far)


def test_two_side_by_side_are_no_fragments_of_each_other() -> None:
    beside = track(lambda n: Box.of_size(8 * n, 115, 100, 50))
    assert not same_vehicle(track(driving()), beside)


def test_one_that_was_at_the_place_at_another_time_is_no_fragment() -> None:
    first, later = track(driving()), track(driving())
    later.sightings = [
        Sighting(time_ns=s.time_ns + 60 * 10**9, box=s.box, solidity=0.9) for s in later.sightings
    ]
    assert not same_vehicle(later, first)


@pytest.mark.parametrize(
    ("x", "y", "direction"),
    [(8, 1, Direction.RIGHT), (-8, 1, Direction.LEFT), (1, 8, Direction.DOWN), (1, -8, Direction.UP)],
)
def test_direction(x: float, y: float, direction: Direction) -> None:
    assert track(lambda n: Box.of_size(200 + x * n, 200 + y * n, 50, 50)).direction == direction


def test_still_for_counts_back_to_the_last_movement() -> None:
    stopped = track(lambda n: Box.of_size(20 * min(n, 10), 60, 100, 50))
    assert stopped.still_for_s() == pytest.approx(1.9, abs=0.11)


def test_a_prediction_goes_on_as_before() -> None:
    moving = track(driving(step=10), frames=10)
    ahead = moving.predicted(moving.last.time_ns + 5 * STEP_NS)
    assert ahead.left == pytest.approx(90 + 50)


def test_a_track_of_one_sighting_stands() -> None:
    once = track(driving(), frames=1)
    assert once.velocity == pytest.approx((0, 0))
    assert once.travel == 0
