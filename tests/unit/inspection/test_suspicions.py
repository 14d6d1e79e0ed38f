"""Suspicions of several pictures: two that agree are told where one is not, and one damage is told once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from edge.domain.inspection import Finding
from edge.inspection.compare.suspicions import Suspicion, told
from tests.examples import finding

RULE = Suspicion(
    asked_from=0.05,
    sure_from=0.25,
    constant=0.0,
    change=1.0,
    score=1.0,
    opinion=1.0,
    usual=0.02,
    told_from=0.7,
)


def suspicion(x: float, picture: str = "a", kind: str = "scratch") -> Finding:
    return replace(finding(None), kind=kind, image_id=picture, vehicle_box=(x, 0.4, 0.1, 0.1))


def test_one_that_is_sure_enough_is_told() -> None:
    assert told([suspicion(0.1), suspicion(0.6)], {0: 0.8, 1: 0.6}, RULE) == {0: 0.8}


def test_two_pictures_that_agree_say_more_than_each() -> None:
    kept = told([suspicion(0.1), suspicion(0.2, "b")], {0: 0.4, 1: 0.5}, RULE)
    assert kept == {1: pytest.approx(0.97, abs=0.01)}


@pytest.mark.parametrize(
    "other",
    [suspicion(0.5, "b"), suspicion(0.1, "a"), suspicion(0.1, "b", "dent")],
    ids=["elsewhere", "in the same picture", "of another kind"],
)
def test_what_is_not_the_same_damage_in_another_picture_adds_nothing(other: Finding) -> None:
    assert told([suspicion(0.1), other], {0: 0.5, 1: 0.5}, RULE) == {}


def test_a_picture_that_hardly_shows_it_takes_nothing_away() -> None:
    assert told([suspicion(0.1), suspicion(0.1, "b")], {0: 0.8, 1: 0.001}, RULE) == {0: 0.8}


def test_of_what_nobody_can_tell_nothing_is_told() -> None:
    assert told([suspicion(0.1), suspicion(0.1, "b")], {1: 0.6}, RULE) == {}
