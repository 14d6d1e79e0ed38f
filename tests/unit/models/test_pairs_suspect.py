"""The rule by which a suspicion is told: it weighs both what it is told, and costs what its points say."""

from __future__ import annotations

import tomllib
from pathlib import Path

import numpy as np
import pytest

from edge.domain.inspection import Status
from edge.evaluation.compare_truth import TrueDamage, TruePair
from edge.inspection.compare.suspicions import Suspicion
from models.pairs.suspect import ASKED_FROM, SURE_FROM, Suspected, table

PAIRS = [
    TruePair(
        before=Path("b"),
        after=Path("a"),
        damages=(TrueDamage(kind="dent", state=state, before_box=None, after_box=None),),
        detections_before=(),
        detections_after=(),
    )
    for state in (Status.NEW, Status.PRE_EXISTING)
    for _ in range(500)
]


MADE_FOR = {"damage": "ab" * 32, "condition": "cd" * 32}
OPINIONS = list(np.linspace(0, 1, 101))


def drawn(number: int = 4000) -> list[Suspected]:
    """Suspicions whose odds of being new damage are those of the change and of the score together."""
    dice = np.random.default_rng(2)
    made = []
    for change, score in dice.uniform(0.03, 0.97, (number, 2)):
        odds = change / (1 - change) * score / (1 - score)
        new = bool(dice.random() < odds / (1 + odds))
        made.append(Suspected(clean=not new, change=float(change), score=float(score), new=new))
    return made


def rule(false_new: float) -> Suspicion:
    return Suspicion.of(tomllib.loads(table(PAIRS, drawn(), OPINIONS, MADE_FOR)), false_new)


def test_it_finds_the_weights_that_made_the_data() -> None:
    found = rule(0.01)
    assert (found.asked_from, found.sure_from) == (ASKED_FROM, SURE_FROM)
    assert (found.constant, found.change, found.score) == pytest.approx((0, 1, 1), abs=0.15)
    assert found.chance(0.8, 0.5) == pytest.approx(0.8, abs=0.03)


@pytest.mark.parametrize("allowed", [0.002, 0.01, 0.05])
def test_an_operating_point_costs_what_it_says(allowed: float) -> None:
    told = rule(allowed)
    false = [
        each for each in drawn() if each.clean and told.chance(each.change, each.score) >= told.told_from
    ]
    assert len(false) <= allowed * 500
    assert len(false) >= allowed * 500 - 1


def test_what_nobody_can_tell_is_left_out() -> None:
    unknown = [Suspected(clean=False, change=0.99, score=0.99, new=None)] * 500
    assert (
        table(PAIRS, drawn() + unknown, OPINIONS, MADE_FOR).splitlines()[2:]
        == table(PAIRS, drawn(), OPINIONS, MADE_FOR).splitlines()[2:]
    )


def test_few_new_damages_are_doubted() -> None:
    doubted_below = tomllib.loads(table(PAIRS, drawn(), OPINIONS, MADE_FOR))["doubted_below"]
    assert sum(each < doubted_below for each in OPINIONS) == 2
