"""The rule by which a suspicion is told: it weighs both what it is told, and costs what its points say."""

from __future__ import annotations

import tomllib
from pathlib import Path

import numpy as np
import pytest

from edge.domain.detection import Detection
from edge.domain.geometry import Box
from edge.domain.inspection import Status
from edge.evaluation.compare_truth import TrueDamage, TruePair
from edge.inspection.compare.suspicions import Suspicion
from models.pairs.suspect import ASKED_FROM, SURE_FROM, UNSEEN, Suspected, table

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
    """Suspicions whose odds of being new damage are those of change, score and opinion together."""
    dice = np.random.default_rng(2)
    made = []
    for change, score, opinion in dice.uniform(0.03, 0.97, (number, 3)).tolist():
        odds = change / (1 - change) * score / (1 - score) * opinion / (1 - opinion)
        new = bool(dice.random() < odds / (1 + odds))
        made.append(Suspected(clean=not new, change=change, found=found(score, opinion), new=new))
    return made


def found(score: float, opinion: float | None = None) -> Detection:
    return Detection(box=Box.of_size(0, 0, 9, 9), label="dent", score=score, second_opinion=opinion)


def rule(false_new: float) -> Suspicion:
    return Suspicion.of(tomllib.loads(table(PAIRS, drawn(), OPINIONS, MADE_FOR)), false_new)


def test_it_finds_the_weights_that_made_the_data() -> None:
    made = rule(0.01)
    assert (made.asked_from, made.sure_from) == (ASKED_FROM, SURE_FROM)
    assert (made.constant, made.change, made.score, made.opinion) == pytest.approx((0, 1, 1, 1), abs=0.15)
    assert made.chance(0.8, found(0.5, 0.5)) == pytest.approx(0.8, abs=0.03)
    assert made.chance(0.5, found(0.5, 0.9)) == pytest.approx(0.9, abs=0.03)
    assert made.chance(0.8, found(0.5)) == made.chance(0.8, found(0.5, 0.5)), (
        "an opinion that nobody asked for"
    )
    assert made.chance(0.8, found(0.5, 0.0)) == made.chance(0.8, found(0.5, 0.001)), "of four digits"


@pytest.mark.parametrize("allowed", [0.002, 0.01, 0.05])
def test_an_operating_point_costs_what_it_says(allowed: float) -> None:
    told = rule(allowed)
    false = [
        each for each in drawn() if each.clean and told.chance(each.change, each.found) >= told.told_from
    ]
    assert len(false) <= allowed * 500
    assert len(false) >= allowed * 500 - 1


def test_what_nobody_can_tell_is_left_out() -> None:
    unknown = [Suspected(clean=False, change=0.99, found=found(0.99, 0.9), new=None)] * 500
    assert (
        table(PAIRS, drawn() + unknown, OPINIONS, MADE_FOR).splitlines()[2:]
        == table(PAIRS, drawn(), OPINIONS, MADE_FOR).splitlines()[2:]
    )


def test_few_new_damages_are_doubted() -> None:
    doubted_below = tomllib.loads(table(PAIRS, drawn(), OPINIONS, MADE_FOR))["doubted_below"]
    assert sum(each < doubted_below for each in OPINIONS) == UNSEEN * 100
