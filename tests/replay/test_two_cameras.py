"""A lane before two cameras that stand along it: each car is one passage with the views of both."""

from __future__ import annotations

from dataclasses import replace
from heapq import merge

import pytest

from edge.app.replay import passages
from edge.app.watcher import Watcher
from edge.domain.passage import Direction, Passage
from edge.flow.clock import ReplayClock
from edge.tracking.fusion import Fusion
from edge.tracking.judgement import VehicleRules
from tests.examples import NOON
from tests.replay.scenes import RED, WHITE, Car, Color, Path, Scene, across, chained, standing
from tests.replay.watching import sees_nothing, told

ROLES = ("front", "rear")
JOIN_S = 2.0
SECONDS = 4.0
"""From its nose to its tail in one picture."""
VIEWS_S = 3.3
"""From one picture to the other: the rear camera sees a car a little before the front camera loses it."""


def drives(begin_s: float, color: Color = WHITE, *, stops_s: float = 0.0) -> Car:
    """``stops_s``: so long it stands in the middle."""
    way = across(Direction.RIGHT, begin_s=begin_s, seconds=SECONDS)
    middle_s = begin_s + SECONDS / 2

    def on(time_s: float) -> tuple[float, float]:
        return way(time_s - stops_s)

    path: Path = chained((middle_s, way), (middle_s + stops_s, standing(way(middle_s))), (999, on))
    return Car(path=path, heading=Direction.RIGHT, color=color)


def seen(front: tuple[Car, ...], rear: tuple[Car, ...], seconds: float) -> list[Passage]:
    scenes = (Scene(things=cars).frames(seconds) for cars in (front, rear))
    clips = [[replace(frame, role=role) for frame in s] for role, s in zip(ROLES, scenes, strict=True)]
    return list(
        passages(
            merge(*clips, key=lambda frame: frame.time_ns),
            lambda role: Watcher(detect=sees_nothing, rules=VehicleRules()),
            Fusion(ROLES, join_s=JOIN_S),
            ReplayClock(NOON),
        )
    )


def assert_both(passage: Passage, entered_s: float, left_s: float) -> None:
    assert passage.roles == ROLES
    assert {view.frame.role for view in passage.views} == set(ROLES)
    assert told([passage])[0][1:] == pytest.approx((entered_s, left_s), abs=0.5)


def test_a_car_that_one_camera_sees_before_the_other_loses_it_is_one_passage() -> None:
    (passage,) = seen((drives(1),), (drives(1 + VIEWS_S),), 12)
    assert_both(passage, 1, 1 + VIEWS_S + SECONDS)


def test_a_car_that_stops_before_the_second_camera_is_one_passage() -> None:
    (passage,) = seen((drives(1),), (drives(1 + VIEWS_S, stops_s=12),), 24)
    assert_both(passage, 1, 1 + VIEWS_S + SECONDS + 12)


def test_a_car_that_waits_behind_one_that_has_stopped_has_its_own_views() -> None:
    front = drives(1), drives(4, RED)
    rear = drives(1 + VIEWS_S, stops_s=8), drives(4 + VIEWS_S + 8, RED)
    first, second = seen(front, rear, 24)
    assert_both(first, 1, 1 + VIEWS_S + SECONDS + 8)
    assert_both(second, 4, 4 + VIEWS_S + SECONDS + 8)


def test_twice_gives_the_same() -> None:
    first, second = (told(seen((drives(1),), (drives(1 + VIEWS_S),), 12)) for _ in range(2))
    assert first == second
