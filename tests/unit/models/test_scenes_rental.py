from functools import cache
from typing import Any

import numpy as np
import pytest

from models.scenes import rental
from models.scenes.curves import Floats
from models.scenes.fit import Fit
from models.scenes.saloon import SALOON
from models.scenes.surface import Mesh, mesh_of
from models.scenes.truth import CarPoints, passage

STORIES = {story.name: story for story in (make(seed=1) for make in rental.RENTAL)}


@cache
def mesh() -> Mesh:
    """Two boxes as long, wide and high as the saloon: its own body takes a minute to make."""
    rear, front = SALOON.shape.ends

    def field(x: Floats, y: Floats, z: Floats) -> Floats:
        out = np.maximum(np.abs(y) - 0.9, 0.2 - z)
        body = np.maximum(np.maximum(rear - x, x - front), z - 0.95)
        cabin = np.maximum(np.maximum(-0.7 - x, x - 1.8), z - SALOON.shape.height)
        return np.asarray(np.maximum(out, np.minimum(body, cabin)))

    return mesh_of(field, low=(rear - 0.1, -1.0, 0.1), high=(front + 0.1, 1.0, 1.6), cell=0.05)


@cache
def told(name: str) -> dict[str, Any]:
    """The truth of a clip, its plate put where the car carries it."""
    story = STORIES[name]
    (take,) = story.takes
    (car,) = take.cars
    nose, z = SALOON.shape.ends[1] + 0.012, SALOON.plate_heights[0]
    plate = np.array(
        [(nose, y, z + dz) for y, dz in ((-0.26, -0.056), (0.26, -0.056), (0.26, 0.056), (-0.26, 0.056))]
    )
    clouds = {damage.id: damage.cloud(mesh()) for damage, _ in car.damages}
    return passage(story, take, car, CarPoints(skin=mesh().vertices, plate=plate, damages=clouds))


@pytest.mark.parametrize("name", STORIES)
def test_the_car_comes_whole_into_view_with_a_legible_plate_and_leaves(name: str) -> None:
    story, seen = STORIES[name], told(name)
    boxes, plates = np.array(seen["boxes"]), np.array(seen["plate_boxes"])
    w, h = story.camera.size
    inside = (
        (boxes[:, 1:3] > 0).all(axis=1) & (boxes[:, 1] + boxes[:, 3] < w) & (boxes[:, 2] + boxes[:, 4] < h)
    )
    assert inside.sum() >= 8
    assert (plates[:, 3] > 95).sum() >= 2
    assert 1.0 <= seen["entered_s"] < seen["left_s"] < story.takes[0].to_s - 1.0


def test_only_the_damaged_return_has_new_damage_and_it_shows() -> None:
    states = [[damage["state"] for damage in told(name)["damages"]] for name in STORIES]
    assert states == [["pre_existing"] * 2, ["pre_existing"] * 2 + ["new"] * 2, ["pre_existing"] * 2]
    damages = told("rental-return-damaged")["damages"]
    assert all(len(damage["boxes"]) >= 5 for damage in damages)


def test_three_days_are_one_car_in_another_light_and_place() -> None:
    cars = [story.takes[0].cars[0] for story in STORIES.values()]
    assert len({car.plate for car in cars}) == len({car.finish for car in cars}) == 1
    assert len({story.takes[0].light for story in STORIES.values()}) == 3
    assert len({car.drive.pose(5.0).x for car in cars}) == 3


def test_a_fit_is_undone_by_its_inverse() -> None:
    fit = SALOON.shape.fit
    x, z = np.array([-0.9, 0.4, 2.7, 3.4]), np.array([0.3, 0.9])
    assert [fit.x(value) for value in fit.drawn_x(x)] == pytest.approx(x)
    assert [fit.z(value) for value in fit.drawn_z(z)] == pytest.approx(z)
    assert Fit().side([(1.0, 0.5)]) == Fit().end([(1.0, 0.5)]) == [(1.0, 0.5)]
