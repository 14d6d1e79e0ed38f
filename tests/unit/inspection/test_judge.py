"""From what was measured at a place to a state, at the rate of false alarms that somebody chose."""

from __future__ import annotations

import pytest

from edge.domain.inspection import Status
from edge.inspection.compare.judge import Judge
from edge.inspection.compare.verdict import Reason
from edge.resources import change_rule
from edge.vision.change import Change

TABLE = {
    "constant": -1.0,
    "unchanged_to": 0.3,
    "weights": {"order": 4.0},
    "point": [
        {"false_new": 0.01, "changed_from": 0.6},
        {"false_new": 0.05, "changed_from": 0.4},
        {"false_new": 0.002, "changed_from": 0.9},
    ],
}


def measured(order: float) -> Change:
    return Change(
        order=order,
        order_beside=0,
        confined=0,
        likeness=0,
        likeness_in_noise=0,
        shown=0,
        correlation=0,
        coarse_difference=0,
        gained=0,
        noise=0,
    )


@pytest.mark.parametrize(
    ("false_new", "changed_from"),
    [(0.01, 0.6), (0.03, 0.6), (0.05, 0.4), (1.0, 0.4), (0.002, 0.9), (0.0001, 0.9)],
)
def test_the_point_is_the_loosest_that_the_rate_allows(false_new: float, changed_from: float) -> None:
    assert Judge.of(TABLE, false_new).changed_from == changed_from


def test_the_chance_is_logistic_and_bounded() -> None:
    judge = Judge.of(TABLE, 0.01)
    assert judge.chance(measured(0.25)) == pytest.approx(0.5)
    assert 0 < judge.chance(measured(-1e6)) < judge.chance(measured(1e6)) < 1


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        (0.0, (Status.PRE_EXISTING, Reason.UNCHANGED)),
        (0.25, (Status.NOT_COMPARABLE, Reason.UNCLEAR)),
        (1.0, (Status.NEW, Reason.CHANGED)),
    ],
)
def test_between_changed_and_unchanged_nobody_can_say(order: float, expected: tuple[Status, Reason]) -> None:
    state, confidence, reason = Judge.of(TABLE, 0.01).state(measured(order), if_changed=Status.NEW)
    assert (state, reason) == expected
    assert (confidence > 0.5) is (state is not Status.NOT_COMPARABLE)


def test_what_could_not_be_measured_keeps_its_reason() -> None:
    told = Judge.of(TABLE, 0.01).state(Reason.OUTSIDE, if_changed=Status.NEW)
    assert told == (Status.NOT_COMPARABLE, 0.0, Reason.OUTSIDE)


def test_the_rule_that_ships_knows_every_measure_and_orders_its_points() -> None:
    table = change_rule()
    assert set(table["weights"]) == set(Change.__dataclass_fields__)
    points = sorted(table["point"], key=lambda point: point["false_new"])
    asks = [point["changed_from"] for point in points]
    assert asks == sorted(asks, reverse=True)
    loosest = Judge.of(table, 1.0)
    assert loosest.unchanged_to <= loosest.changed_from < loosest.surely_from
