"""Cars as two cameras see them, through the fusion as the drivers step it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest

from edge.domain.frame import Frame
from edge.domain.geometry import Box
from edge.domain.passage import Direction, Passage, View
from edge.tracking.fusion import Fusion
from edge.tracking.in_view import PATIENCE_NS, SILENT_NS

JOIN_S = 4.0
LOST_S = 0.7
"""After a car has left, its camera tells the passage."""
STEP_S = 0.1
FOREVER = 1e6
PATIENCE_S, SILENT_S = PATIENCE_NS / 1e9, SILENT_NS / 1e9


@dataclass(frozen=True, kw_only=True)
class Sight:
    """A car in one camera's view, by seconds."""

    role: str
    car: int
    entered: float
    left: float
    vehicle: bool = True
    """Else it is told as no passage."""

    def in_view(self, at: float) -> bool:
        return self.entered <= at < self.left + LOST_S

    def told(self, at: float) -> bool:
        return self.vehicle and self.left + LOST_S <= at < self.left + LOST_S + STEP_S

    def passage(self) -> Passage:
        frame = Frame(role=self.role, sequence=0, time_ns=ns(self.left), image=np.zeros((4, 4, 3), np.uint8))
        box = Box(left=0, top=0, right=4, bottom=4)
        return Passage(
            roles=(self.role,),
            number=self.car,
            entered_ns=ns(self.entered),
            left_ns=ns(self.left),
            direction=Direction.UP,
            views=(View(frame=frame, box=box, quality=self.car, whole=True),),
            frames_seen=1,
            frames_missed=0,
        )


@dataclass(frozen=True, kw_only=True)
class Told:
    """A vehicle: when it was told, and the cars in its views by their cameras."""

    at: float
    cars: dict[str, int]


def ns(seconds: float) -> int:
    return round(seconds * 1e9)


def front(car: int, entered: float, left: float) -> Sight:
    return Sight(role="front", car=car, entered=entered, left=left)


def rear(car: int, entered: float, left: float, *, vehicle: bool = True) -> Sight:
    return Sight(role="rear", car=car, entered=entered, left=left, vehicle=vehicle)


def run(*sights: Sight, until: float, rear_dies: float = FOREVER) -> list[Told]:
    """What is told before ``until``; after ``rear_dies`` no frame of the rear camera comes any more."""
    fusion = Fusion(("front", "rear"), join_s=JOIN_S)
    told = []
    for step in range(round(until / STEP_S)):
        at = step * STEP_S
        for role in ("front", "rear") if at < rear_dies else ("front",):
            own = [each for each in sights if each.role == role]
            fusion.see(role, [ns(each.entered) for each in own if each.in_view(at)], ns(at))
            for each in own:
                if each.told(at):
                    fusion.add(each.passage())
            told += [Told(at=at, cars=cars_of(vehicle)) for vehicle in fusion.ready(ns(at))]
    return told


def cars_of(vehicle: Passage) -> dict[str, int]:
    assert vehicle.roles == tuple(view.frame.role for view in sorted(vehicle.views, key=_role))
    return {view.frame.role: round(view.quality) for view in vehicle.views}


def _role(view: View) -> str:
    return view.frame.role


def cars(told: list[Told]) -> list[dict[str, int]]:
    return [each.cars for each in told]


def both(car: int) -> dict[str, int]:
    return {"front": car, "rear": car}


@pytest.mark.parametrize("late", [-9, -5, -1, 0, 1, 3, 5, 8.5])
def test_a_car_in_both_views_at_once_or_shortly_after_one_another_is_one(late: float) -> None:
    told = run(front(1, 10, 15), rear(1, 10 + late, 15 + late), until=60)
    assert cars(told) == [both(1)]


@pytest.mark.parametrize("stays", [100, 140, 400])
def test_a_car_that_both_cameras_saw_stand_for_long_is_one_wherever_it_was_seen_first(stays: float) -> None:
    told = run(front(1, 10, 11 + stays), rear(1, 20, 10 + stays), until=600)
    assert cars(told) == [both(1)]


def test_a_car_that_the_other_camera_sees_too_late_is_two() -> None:
    assert cars(run(front(1, 10, 15), rear(1, 20, 25), until=60)) == [{"front": 1}, {"rear": 1}]


@pytest.mark.parametrize("stays", [12, 60, 110])
def test_a_car_that_stops_in_the_other_cameras_view_is_waited_for(stays: float) -> None:
    told = run(front(1, 10, 15), rear(1, 14, 14 + stays), until=200)
    assert cars(told) == [both(1)]


def test_a_car_that_only_one_camera_sees_is_told_when_the_time_to_join_is_over() -> None:
    (told,) = run(front(1, 10, 15), until=60)
    assert told.at == pytest.approx(15 + JOIN_S, abs=0.2)


@pytest.mark.parametrize("stops", [0, 12, 50])
@pytest.mark.parametrize("headway", [4, 6, 9])
def test_two_cars_nose_to_tail_are_two_each_with_its_own_views(headway: float, stops: float) -> None:
    """The second waits behind the first, and is seen by the rear camera only when that drives on."""
    first_left = 19 + stops
    second = rear(2, max(14 + headway, first_left + 1), first_left + 6 + headway)
    sights = front(1, 10, 15), rear(1, 14, first_left), front(2, 10 + headway, 15 + headway), second
    assert cars(run(*sights, until=200)) == [both(1), both(2)]


def test_two_cars_nose_to_tail_in_both_views() -> None:
    sights = front(1, 10, 30), front(2, 12, 33), rear(1, 20, 36), rear(2, 24, 40)
    assert cars(run(*sights, until=100)) == [both(1), both(2)]


def test_a_car_parked_in_one_cameras_view_is_passed_by() -> None:
    parked = front(1, 10, 15), rear(1, 14, FOREVER)
    others = [each for car in range(2, 20) for each in (front(car, 20 * car, 20 * car + 5),)]
    others += [rear(car, 20 * car + 4, 20 * car + 9) for car in range(2, 20)]
    told = run(*parked, *others, until=420)
    assert cars(told) == [*map(both, range(2, 7)), {"front": 1}, *map(both, range(7, 20))]
    assert next(each.at for each in told if each.cars == {"front": 1}) == pytest.approx(
        14 + PATIENCE_S, abs=0.2
    )
    for each in told:
        car = each.cars["front"]
        assert car == 1 or each.at == pytest.approx(20 * car + 9 + LOST_S, abs=0.2)


def test_a_parked_car_that_drives_off_does_not_join_one_that_came_meanwhile() -> None:
    sights = front(1, 10, 15), rear(1, 14, 200), front(2, 194, 199), rear(2, 202.5, 209)
    assert cars(run(*sights, until=300)) == [{"front": 1}, {"rear": 1}, both(2)]


def test_what_stands_in_one_cameras_view_delays_those_that_it_does_not_see_for_a_while_only() -> None:
    """A trolley, say, of which nobody knows yet that it is none."""
    trolley = rear(9, 12, FOREVER, vehicle=False)
    later = [front(car, 100 * car, 100 * car + 5) for car in range(2, 5)]
    told = run(front(1, 10, 15), trolley, *later, until=600)
    assert [each.cars["front"] for each in told] == [1, 2, 3, 4]
    assert told[0].at == pytest.approx(12 + PATIENCE_S, abs=0.2)
    for each, car in zip(told[1:], range(2, 5), strict=True):
        assert each.at == pytest.approx(100 * car + 5 + JOIN_S, abs=0.2)


def test_somebody_who_walks_in_view_takes_no_cars_place() -> None:
    walker = rear(9, 8, 60, vehicle=False)
    assert cars(run(walker, front(1, 10, 15), rear(1, 14, 19), until=100)) == [both(1)]


def test_a_camera_that_dies_with_a_car_in_view_is_not_waited_for() -> None:
    others = [front(car, 20 * car, 20 * car + 5) for car in range(2, 5)]
    told = run(front(1, 10, 15), rear(1, 14, 19), *others, until=120, rear_dies=15)
    assert [each.cars for each in told] == [{"front": car} for car in range(1, 5)]
    assert told[0].at == pytest.approx(15 + SILENT_S, abs=0.2)
    for each in told[1:]:
        assert each.at == pytest.approx(20 * each.cars["front"] + 5 + JOIN_S, abs=0.2)


def test_three_cameras_are_waited_for_one_by_one() -> None:
    fusion = Fusion(("front", "side", "rear"), join_s=JOIN_S)
    for role in ("front", "side"):
        fusion.add(Sight(role=role, car=1, entered=10, left=15).passage())
    fusion.see("rear", [ns(18)], ns(30))
    assert fusion.ready(ns(30)) == []
    fusion.see("rear", [], ns(31))
    fusion.add(rear(1, 18, 30).passage())
    (told,) = fusion.ready(ns(31))
    assert told.roles == ("front", "side", "rear")
