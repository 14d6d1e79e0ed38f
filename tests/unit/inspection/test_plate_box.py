from __future__ import annotations

from dataclasses import replace

import pytest

from edge.domain.geometry import Box
from edge.domain.observation import PlateSighting
from edge.domain.passage import View
from edge.inspection.plate_box import carried, is_plate_box
from tests.passages import CAR_BOX, frame, sighting, view


@pytest.mark.parametrize(
    ("width", "height", "is_one"),
    [
        (40, 10, True),
        (20, 14, True),
        (10, 14, False),
        (100, 10, False),
        (130, 40, False),
        (0, 10, False),
        (10, 0, False),
    ],
)
def test_the_proportions_of_a_plate(width: float, height: float, is_one: bool) -> None:
    assert is_plate_box(Box.of_size(90, 100, width, height), CAR_BOX) is is_one


def seen(*ways: tuple[float, float], plate: tuple[float, float] = (0, 0)) -> list[PlateSighting]:
    """What is carried of sightings on two views; ``ways``: how far the car moved, ``plate``: the sighting."""
    views = [view(), *(view(box=CAR_BOX.moved(*way)) for way in ways)]
    first, second = sighting(view=0), sighting(view=1)
    return carried([first, replace(second, box=second.box.moved(*plate))], views)


def test_a_plate_that_moves_with_its_car_is_its_own() -> None:
    assert len(seen((0, 50), plate=(0, 48))) == 2


def test_what_stays_while_the_car_drives_on_is_not() -> None:
    assert seen((0, 50)) == []
    assert seen((-60, 0), plate=(2, 1)) == []


def test_of_a_car_that_stands_nothing_is_known() -> None:
    assert len(seen((5, 3))) == 2


def test_a_car_that_only_grew_has_not_moved() -> None:
    grown: View = view(box=CAR_BOX.grown(0.5))
    assert len(carried([sighting(view=0), sighting(view=1)], [view(), grown])) == 2


def test_one_place_of_two_cameras_is_two_places() -> None:
    other = replace(view(box=CAR_BOX.moved(0, 50)), frame=frame(role="rear"))
    assert len(carried([sighting(view=0), sighting(view=1)], [view(), other])) == 2
