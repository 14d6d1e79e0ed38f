"""Before and after: the same place at the same scale, and a bystander nowhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from edge.domain.errors import StorageError
from edge.domain.frame import Image
from edge.domain.geometry import Box, NormalBox
from edge.domain.inspection import Evidence, Finding, FindingBaseline, Inspection, Status
from edge.dossier.close_ups import ASPECT, Pair, by_features, pair
from edge.dossier.sights import Absent, Visit, veiling, visit
from tests.carside import HEIGHT, HERE, THERE, WIDTH, car_side, seen_again
from tests.dossiers import COAT, SIZE, lane
from tests.examples import inspection

WIDE = 640
MOVED = 37, -21
"""How much farther right and down the car stands the second time."""


def test_the_earlier_picture_is_laid_onto_the_later_one() -> None:
    told = paired(THERE, shifted(lane(car_side(HERE)), *MOVED), lane(car_side(HERE, THERE)))
    before, after = pictures(told)
    assert before.shape == after.shape == (round(WIDE / ASPECT), WIDE, 3)
    marked = pixels(told.mark)
    apart = np.abs(before.astype(int) - after.astype(int)).mean(axis=2)
    beside = np.ones(apart.shape, bool)
    beside[rows(marked)] = False
    assert told.fit > 0.5
    assert apart[rows(marked)].mean() > 4 * apart[beside].mean()


def test_both_are_marked_at_the_damage() -> None:
    told = paired(THERE, lane(car_side(HERE)), lane(car_side(HERE, THERE)))
    before, after = pictures(told)
    scratch = rows(pixels(told.mark))
    assert after[scratch].max() > 230
    assert before[scratch].max() < 230


def test_a_visit_in_other_light_and_from_elsewhere_is_laid_down_too() -> None:
    told = paired(HERE, lane(car_side(HERE)), lane(seen_again(car_side(HERE))), seen=HERE)
    assert told.fit > 0.3
    before, after = (each.astype(float).mean(axis=2)[rows(pixels(told.mark))] for each in pictures(told))
    assert np.corrcoef(before.ravel(), after.ravel())[0, 1] > 0.7


def test_nobody_beside_the_car_is_shown() -> None:
    now = visited(lane(car_side(HERE)), inspection(2))
    hidden = now.sights[0].image[rows(COAT)]
    assert lane(car_side(HERE))[rows(COAT)].std() > 100
    assert hidden.std() < 60


def test_without_an_earlier_picture_the_later_one_stands_alone() -> None:
    now = visited(lane(car_side(THERE)), inspection(2))
    told = pair(finding(THERE, now), now, None, WIDE, by_features)
    assert told is not None
    assert told.before is None
    assert told.after is not None


def test_a_repaired_damage_is_shown_where_it_was() -> None:
    then, now = visited(lane(car_side(HERE)), inspection(1)), visited(lane(car_side()), inspection(2))
    gone = replace(finding(HERE, then), status=Status.REPAIRED)
    told = pair(gone, now, then, WIDE, by_features)
    assert told is not None
    before, after = pictures(told)
    scratch = rows(pixels(told.mark))
    assert before[scratch].max() > 230 > after[scratch].max()


def test_a_finding_of_which_no_picture_is_left_has_none() -> None:
    empty = visit(inspection(2), lambda _: Absent.GONE)
    some = finding(THERE, visited(lane(car_side(THERE)), inspection(3)))
    assert pair(some, empty, None, WIDE, by_features) is None
    assert pair(some, empty, empty, WIDE, by_features) is None


def test_a_picture_that_goes_while_the_page_is_made_is_told() -> None:
    answers: Iterator[Image | Absent] = iter([lane(car_side()), Absent.GONE])
    evidence = visited(lane(car_side()), inspection(2)).sights[0].evidence
    (sight,) = visit(replace(inspection(2), evidence=(evidence,)), lambda _: next(answers)).sights
    with pytest.raises(StorageError, match="try again"):
        _ = sight.image


def test_pictures_that_do_not_match_are_laid_down_by_their_outlines() -> None:
    blank = lane(np.full((HEIGHT, WIDTH, 3), 120, np.uint8))
    told = paired(THERE, blank, lane(car_side(THERE)))
    assert told.fit == 0.0
    assert told.before is not None


@pytest.mark.parametrize("place", [Box.of_size(0, 0, 20, 10), Box.of_size(600, 380, 90, 60)])
def test_a_finding_at_the_border_stays_inside_its_close_up(place: Box) -> None:
    told = paired(place, lane(car_side()), lane(car_side(place)))
    x, y, width, height = told.mark
    assert x >= 0
    assert y >= 0
    assert x + width <= 1
    assert y + height <= 1


def paired(place: Box, before: Image, after: Image, *, seen: Box | None = None) -> Pair:
    """``place``: of the later finding on the car; ``seen``: of the earlier one, if there was one."""
    then, now = visited(before, inspection(1)), visited(after, inspection(2))
    found = finding(place, now)
    if seen is not None:
        old = finding(seen, then)
        link = FindingBaseline(inspection_id="1", finding_id=old.id, image_id=old.image_id, box=old.box)
        found = replace(found, baseline=link)
    told = pair(found, now, then, WIDE, by_features)
    assert told is not None
    return told


def visited(picture: Image, of: Inspection) -> Visit:
    evidence = Evidence(
        image_id=f"view-{of.inspection_id[-1]}",
        role="view",
        view="lane",
        sha256="ab" * 32,
        bytes=1,
        width=SIZE[0],
        height=SIZE[1],
        path="p",
        vehicle_box=car_in(picture).normalized(*SIZE),
    )
    return visit(replace(of, evidence=(evidence,)), veiling(lambda _: picture))


def car_in(picture: Image) -> Box:
    """Where the lane's grey ends."""
    other = (picture != (95, 105, 100)).any(axis=2)
    other[:, :160] = False
    y, x = np.nonzero(other)
    return Box(left=float(x.min()), top=float(y.min()), right=float(x.max() + 1), bottom=float(y.max() + 1))


def shifted(picture: Image, right: int, down: int) -> Image:
    """The same lane with the car elsewhere."""
    return np.roll(picture, (-down, -right), axis=(0, 1))


def finding(place: Box, visit: Visit) -> Finding:
    car = visit.sights[0].vehicle
    return Finding(
        id="f",
        kind="scratch",
        view="lane",
        part=None,
        severity=None,
        size=0.1,
        confidence=0.8,
        box=place.moved(car.left, car.top).normalized(*SIZE),
        vehicle_box=place.normalized(car.width, car.height),
        image_id=visit.sights[0].evidence.image_id,
        status=Status.NEW,
        status_confidence=0.9,
        baseline=None,
    )


def pictures(told: Pair) -> tuple[Image, Image]:
    assert told.before is not None
    assert told.after is not None
    return told.before.image, told.after.image


def pixels(mark: NormalBox) -> Box:
    x, y, width, height = mark
    return Box.of_size(x, y, width, height).scaled(WIDE, WIDE / ASPECT)


def rows(box: Box) -> tuple[slice, slice]:
    return slice(int(box.top), int(box.bottom)), slice(int(box.left), int(box.right))
