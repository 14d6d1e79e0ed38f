from collections import Counter
from itertools import pairwise

import numpy as np
import pytest

from models.scenes.bodies import BODIES
from models.scenes.design import BodyType
from models.scenes.fleet import CarLife, fleet, strewn
from models.scenes.lights import LIGHTS
from models.scenes.mishaps import KINDS, mishaps, site
from models.scenes.plate import STYLES
from models.scenes.skin import VIEWS

CARS = fleet(seed=7, cars=10, visits=5)


def test_same_seed_same_plan_and_another_seed_another() -> None:
    assert fleet(seed=7, cars=10, visits=5) == CARS
    assert fleet(seed=8, cars=10, visits=5) != CARS


def test_a_car_is_the_same_in_a_smaller_fleet_and_a_visit_in_a_shorter_life() -> None:
    assert fleet(seed=7, cars=3, visits=5) == CARS[:3]
    shorter = fleet(seed=7, cars=10, visits=3)
    assert [car.visits for car in shorter] == [car.visits[:3] for car in CARS]


def test_every_body_and_many_paints_plates_and_regions_are_there() -> None:
    assert {car.kind.shape.name for car in CARS} == set(BODIES)
    assert len({car.paint for car in CARS}) >= 8
    assert len({car.plate.key for car in CARS}) == len(CARS)
    assert {car.plate.region for car in CARS} == set(STYLES)


def test_a_car_comes_once_in_every_light() -> None:
    for car in CARS:
        assert {visit.light_name for visit in car.visits} == set(LIGHTS)


@pytest.mark.parametrize("car", CARS, ids=lambda car: car.id)
def test_damage_stays_until_it_is_repaired_and_never_comes_back(car: CarLife) -> None:
    gone: set[str] = set()
    for before, after in pairwise(car.visits):
        gone |= before.worn - after.worn
        assert not gone & after.worn
    assert all({damage.id for damage in visit.wear.damages} == visit.worn for visit in car.visits)


def test_pairs_are_unchanged_new_and_repaired() -> None:
    changes = [
        (bool(after.worn - before.worn), bool(before.worn - after.worn))
        for car in CARS
        for before, after in pairwise(car.visits)
    ]
    assert changes.count((False, False)) >= 15
    assert sum(new for new, _ in changes) >= 10
    assert sum(repaired for _, repaired in changes) >= 8


def test_visits_of_a_car_differ_in_place_and_seed() -> None:
    for car in CARS:
        assert len({visit.aside for visit in car.visits}) == len({visit.seed for visit in car.visits}) == 5
        assert all(abs(visit.aside) <= 0.25 for visit in car.visits)


def test_rain_wets_the_car_and_is_told() -> None:
    told = [(visit.light_name, visit.confusers) for car in CARS for visit in car.visits]
    assert all(("water drops" in confusers) == (light == "rain") for light, confusers in told)
    assert {word for _, confusers in told for word in confusers} >= {"dirt", "sticker", "shadows"}


@pytest.mark.parametrize("kind", BODIES.values(), ids=BODIES)
def test_damage_is_of_all_kinds_and_lies_within_the_sheets(kind: BodyType) -> None:
    made = [damage for seed in range(30) for damage in mishaps(kind, 6, np.random.default_rng(seed))]
    assert set(Counter(damage.kind for damage in made)) == set(KINDS)
    random = np.random.default_rng(1)
    for _ in range(50):
        where = site(kind, random, VIEWS)
        left, low, right, high = kind.bounds[where.view]
        assert left < where.at[0] < right
        assert low < where.at[1] < high


def test_strewn_cars_wear_all_that_they_have_in_any_light_and_paint() -> None:
    cars = strewn(seed=101, cars=40)
    assert strewn(seed=101, cars=3) == cars[:3]
    assert all(len(car.visits) == 1 for car in cars)
    assert all(car.visits[0].worn == {damage.id for damage in car.damages} for car in cars)
    assert sum(len(car.damages) for car in cars) >= 10 * len(cars)
    assert {car.kind.shape.name for car in cars} == set(BODIES)
    assert {car.visits[0].light_name for car in cars} == set(LIGHTS)
    assert len({(car.kind.shape.name, car.paint) for car in cars}) >= 20
    assert {damage.kind for car in cars for damage in car.damages} == set(KINDS)
