"""The rule that is fitted to pairs: it finds what made the difference, and its points cost what they say."""

from __future__ import annotations

import tomllib
from pathlib import Path

import numpy as np
import pytest

from edge.domain.inspection import Status
from edge.evaluation.compare_truth import TrueDamage, TruePair
from edge.inspection.compare.judge import Judge
from edge.vision.change import Change
from models.pairs.asked import Asked
from models.pairs.fit import NAMES, RATES, table, threshold
from models.pairs.logistic import fit


def test_the_coefficients_that_made_the_data_are_found_again() -> None:
    dice = np.random.default_rng(0)
    measures = dice.normal(0, 1, (20_000, 2)) * (1, 5) + (3, -2)
    chance = 1 / (1 + np.exp(-(0.5 + measures @ (1.5, -0.4))))
    constant, weights = fit(measures, (dice.random(20_000) < chance).astype(float))
    assert constant == pytest.approx(0.5, abs=0.15)
    assert weights == pytest.approx((1.5, -0.4), abs=0.12)


def test_a_measure_that_says_nothing_weighs_nothing() -> None:
    dice = np.random.default_rng(1)
    measures = np.column_stack([dice.normal(0, 1, 5000), np.zeros(5000)])
    _, weights = fit(measures, (measures[:, 0] > 0).astype(float))
    assert weights[0] > 2
    assert weights[1] == pytest.approx(0, abs=1e-6)


@pytest.mark.parametrize(("allowed", "called_new"), [(0, 0), (0.9, 0), (1, 1), (2.5, 2), (4, 4)])
def test_a_threshold_lets_as_many_through_as_are_allowed(allowed: float, called_new: int) -> None:
    false = [0.9, 0.2, 0.6, 0.4, 0.1]
    least = threshold(false, allowed)
    assert sum(chance >= least for chance in false) == called_new


def test_more_are_allowed_than_there_are() -> None:
    assert threshold([0.9], 7) == 0.5


def asked(order: float, *, changed: bool, clean: bool) -> Asked:
    values = dict.fromkeys(NAMES, 0.0) | {"order": order}
    return Asked(clean=clean, later=True, changed=changed, measured=Change(**values))


def pair(*states: Status) -> TruePair:
    damages = (TrueDamage(kind="dent", state=state, before_box=None, after_box=None) for state in states)
    return TruePair(
        before=Path("b"), after=Path("a"), damages=tuple(damages), detections_before=(), detections_after=()
    )


def test_the_table_is_a_rule_that_tells_the_two_apart() -> None:
    dice = np.random.default_rng(2)
    new = [asked(order, changed=True, clean=False) for order in dice.normal(0.8, 0.1, 200)]
    old = [asked(order, changed=False, clean=True) for order in dice.normal(0.2, 0.1, 400)]
    told = tomllib.loads(table([pair(Status.NEW)] * 200 + [pair()] * 400, [*new, *old]))
    assert [point["false_new"] for point in told["point"]] == list(RATES)
    judge = Judge.of(told, 0.01)
    called = [judge.chance(each.measured) >= judge.changed_from for each in old if each.measured]
    assert sum(called) <= 0.01 * 400
    found = [judge.chance(each.measured) >= judge.changed_from for each in new if each.measured]
    assert np.mean(found) > 0.95


def test_a_looser_point_asks_for_less() -> None:
    dice = np.random.default_rng(3)
    mixed = [asked(order, changed=True, clean=False) for order in dice.normal(0.6, 0.3, 200)]
    mixed += [asked(order, changed=False, clean=True) for order in dice.normal(0.3, 0.3, 400)]
    told = tomllib.loads(table([pair(Status.NEW)] * 200 + [pair()] * 400, mixed))
    asks = [point["changed_from"] for point in told["point"]]
    assert asks == sorted(asks, reverse=True)
    assert Judge.of(told, false_new=0.05).changed_from < Judge.of(told, false_new=0.002).changed_from


def test_rendered_places_weigh_the_measures_and_set_no_point() -> None:
    dice = np.random.default_rng(4)
    pairs = [pair(Status.NEW)] * 200 + [pair()] * 400
    photographs = [asked(order, changed=True, clean=False) for order in dice.normal(0.8, 0.1, 200)]
    photographs += [asked(order, changed=False, clean=True) for order in dice.normal(0.2, 0.1, 400)]
    rendered = [asked(order, changed=False, clean=True) for order in dice.normal(0.7, 0.1, 400)]
    plain, beside = (tomllib.loads(table(pairs, photographs, some)) for some in ((), rendered))
    assert beside["weights"]["order"] != plain["weights"]["order"]
    judge = Judge.of(beside, 0.01)
    called = [
        judge.chance(each.measured) >= judge.changed_from for each in photographs[200:] if each.measured
    ]
    assert 0 < sum(called) <= 0.01 * 400
