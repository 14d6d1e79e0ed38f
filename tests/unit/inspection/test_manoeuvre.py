from __future__ import annotations

from collections.abc import Callable
from random import Random

from edge.domain.geometry import Box
from edge.domain.inspection import Manoeuvre
from edge.inspection.manoeuvre import manoeuvres

FRAME_NS = 100_000_000
Place = Callable[[int], float]


def told(along: Place, frames: int = 100, *, across: Place = lambda n: 0.0) -> tuple[Manoeuvre, ...]:
    boxes = [Box.of_size(along(n), 50 + across(n), 80, 40) for n in range(frames)]
    return manoeuvres([(n * FRAME_NS, box) for n, box in enumerate(boxes)])


def test_driving_through_is_none() -> None:
    assert told(lambda n: 4 * n) == ()
    assert told(lambda n: 4 * (100 - n)) == ()
    assert told(lambda n: 4 * n, across=lambda n: 0.01 * n * n) == ()


def test_a_stop_of_two_seconds_is_told_and_a_shorter_one_is_not() -> None:
    assert told(lambda n: 4 * min(n, 30)) == (Manoeuvre.STOPPED,)
    assert told(lambda n: 4 * (n if n < 40 else max(40, n - 15))) == ()


def test_a_box_that_wavers_stands() -> None:
    random = Random(3)
    assert told(lambda n: 4 * min(n, 60) + random.uniform(-1.5, 1.5)) == (Manoeuvre.STOPPED,)


def test_one_that_backs_out_has_reversed_whichever_way_it_came() -> None:
    assert told(lambda n: 4 * (n if n < 50 else 100 - n)) == (Manoeuvre.REVERSED,)
    assert told(lambda n: -4 * (n if n < 50 else 100 - n)) == (Manoeuvre.REVERSED,)


def test_one_that_rolls_back_a_little_has_not() -> None:
    assert told(lambda n: 4 * n - (12 if n > 50 else 0)) == ()


def test_following_closer_than_a_third_of_a_length_is_tailgating() -> None:
    assert manoeuvres([], 0.2) == (Manoeuvre.TAILGATED,)
    assert manoeuvres([], 0.5) == ()
    assert manoeuvres([], None) == ()


def test_without_a_track_nothing_is_claimed() -> None:
    assert manoeuvres([]) == ()
