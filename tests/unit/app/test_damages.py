"""Damage of a passage: which views are looked at, what is told, and what is only suspected."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pytest

from edge.app.damages import MOST, DamageStage, SecondOpinion
from edge.domain.detection import Detection
from edge.domain.frame import Image
from edge.domain.geometry import Box
from edge.domain.inspection import Gap
from edge.domain.observation import Damage
from edge.domain.passage import View
from tests.passages import CAR_BOX, car_picture, passage, view

LEFT, RIGHT = Box.of_size(90, 70, 20, 10), Box.of_size(200, 110, 20, 10)


@dataclass
class Looks:
    """A damage network that finds the same in every view."""

    found: tuple[Detection, ...]
    vehicles: list[Box] = field(default_factory=list)

    def __call__(self, image: Image, vehicle: Box) -> list[Detection]:
        self.vehicles.append(vehicle)
        return list(self.found)


def green_is_damaged(image: Image) -> dict[str, float]:
    share = 0.95 if (image == (0, 255, 0)).all(axis=2).any() else 0.0
    return {"damaged": share, "clean": 1 - share}


def scratch(box: Box = LEFT, score: float = 0.6) -> Detection:
    return Detection(box=box, label="scratch", score=score)


def damages(look: Looks, *views: View) -> tuple[Damage, ...]:
    found = DamageStage(look=look, told_from=0.5, classify=green_is_damaged)(passage(*views))
    assert not isinstance(found, Gap), found
    return found


def test_what_the_network_finds_is_told_with_its_kind_and_place() -> None:
    (found,) = damages(Looks((scratch(),)))
    assert (found.kind, found.box, found.confidence, found.suspected) == ("scratch", LEFT, 0.6, False)


def test_below_the_operating_point_it_is_suspected() -> None:
    told, suspected = damages(Looks((scratch(), scratch(RIGHT, 0.2))))
    assert not told.suspected
    assert suspected.suspected


def test_the_second_opinion_is_of_the_place() -> None:
    image = np.array(car_picture())
    image[70:75, 90:95] = (0, 255, 0)
    here, there = damages(Looks((scratch(), scratch(RIGHT))), view(image))
    assert here.second_opinion == pytest.approx(0.95)
    assert there.second_opinion == 0


def test_of_places_that_are_nearly_one_the_other_network_is_asked_once() -> None:
    asked: list[Image] = []

    def classify(image: Image) -> dict[str, float]:
        asked.append(image)
        return {"damaged": len(asked) / 10, "clean": 1 - len(asked) / 10}

    opinion = SecondOpinion(classify, np.array(car_picture()), CAR_BOX)
    assert [opinion(place) for place in (LEFT, LEFT.moved(3, -2), RIGHT, LEFT)] == [0.1, 0.1, 0.2, 0.1]


def test_the_surest_are_looked_into() -> None:
    assert len(damages(Looks((scratch(),) * 40))) == MOST


def test_the_best_three_whole_views_are_looked_at_and_a_damage_names_its_own() -> None:
    look = Looks((scratch(),))
    assert [each.view for each in damages(look, view(whole=False), *[view()] * 4)] == [1, 2, 3]
    assert look.vehicles == [CAR_BOX] * 3


def test_where_no_view_is_whole_nobody_looked() -> None:
    stage = DamageStage(look=Looks(()), told_from=0.5, classify=green_is_damaged)
    result = stage(passage(view(whole=False)))
    assert isinstance(result, Gap)
    assert (result.stage, result.reason) == ("damage", "never_whole")


def test_what_stands_still_while_the_vehicle_moves_is_not_on_it(caplog: pytest.LogCaptureFixture) -> None:
    random = np.random.default_rng(3)
    spot = random.integers(0, 60, (10, 20, 3), np.uint8)
    pictures = [np.array(car_picture()) for _ in range(2)]
    for shift, image in zip((0, 40), pictures, strict=True):
        image[60:140, 80:240] = np.roll(image, shift, axis=1)[60:140, 80:240] // 2 + random.integers(
            0, 40, (80, 160, 3), np.uint8
        )
        image[70:80, 90:110] = spot
    gone_on = view(pictures[1], box=CAR_BOX.moved(40, 0))
    with caplog.at_level("INFO"):
        found = damages(Looks((scratch(), scratch(RIGHT))), view(pictures[0]), gone_on)
    assert {each.box for each in found} == {RIGHT}
    assert "code=not-on-vehicle role=lane places=1" in caplog.text
