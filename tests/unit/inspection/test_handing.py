"""Whether what another gate saw counts more than what is known here."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from edge.domain.inspection import Inspection, Purpose
from edge.inspection.handing import better
from edge.wire.handed import Handed, HandedOver
from tests.examples import KEY, inspection

LEFT = inspection().passage.left_at
DAY = timedelta(days=1)


def visit(number: int, days: float, rental: str | None = None, *reasons: str) -> Inspection:
    made = inspection(number)
    return replace(
        made,
        passage=replace(made.passage, left_at=LEFT + days * DAY),
        purpose=Purpose.CHECKOUT if rental else Purpose.RETURN,
        rental=rental,
        decision_reasons=reasons,
    )


def told(checkout: Inspection | None, last: Inspection | None) -> HandedOver:
    def handed(each: Inspection | None) -> Handed | None:
        return None if each is None else Handed(source="/depot-7/gate-9", inspection=each)

    return HandedOver(key=KEY, checkout=handed(checkout), last=handed(last))


def number(handed: Handed | None) -> int | None:
    return None if handed is None else int(handed.inspection.inspection_id[-2:])


@pytest.mark.parametrize(
    ("own", "rental", "counts"),
    [
        (None, "R-1", 1),
        (visit(3, 9), "R-1", 1),
        (None, "R-2", 2),
        (None, None, 2),
        (visit(3, 4), None, 2),
        (visit(3, 9), None, None),
        (visit(3, 5), "R-2", None),
    ],
)
def test_the_checkout_of_the_rental_counts_and_else_the_newest(
    own: Inspection | None, rental: str | None, counts: int | None
) -> None:
    centre = told(visit(1, 0, "R-1"), visit(2, 5))
    assert number(better(centre, own, rental=rental)) == counts


def test_who_knows_nothing_hands_nothing_over() -> None:
    assert better(told(None, None), None, rental="R-1") is None


def test_what_may_be_of_another_car_does_not_count() -> None:
    doubtful = told(visit(1, 0, "R-1", "identity:color"), visit(2, 5, None, "identity:color"))
    assert better(doubtful, None, rental="R-1") is None
    assert better(doubtful, None, rental=None) is None


def test_what_a_person_had_forgotten_or_what_came_later_does_not_count() -> None:
    centre = told(visit(1, 0, "R-1"), visit(2, 5))
    assert better(centre, None, rental=None, after=LEFT + 5 * DAY) is None
    assert number(better(centre, None, rental=None, after=LEFT + 4 * DAY)) == 2
    assert better(centre, None, rental="R-1", after=LEFT + 4 * DAY) is None
    assert better(centre, None, rental=None, until=LEFT + 4 * DAY) is None
    assert number(better(centre, None, rental=None, until=LEFT + 5 * DAY)) == 2
