from __future__ import annotations

import pytest

from edge.messaging.receipts import MOST_OUT, MOST_WAIT_S, UNANSWERED, Receipts
from edge.wire.row import Row
from tests.unit.app.clocks import NoonClock


def row(number: int, times: int = 0) -> Row:
    return Row(
        sequence=number,
        event_id=f"e-{number}",
        body=b"{}",
        sent_before=False,
        reason=UNANSWERED if times else None,
        times=times,
    )


@pytest.fixture
def clock() -> NoonClock:
    return NoonClock()


@pytest.fixture
def receipts(clock: NoonClock) -> Receipts:
    return Receipts(clock=clock, wait_s=30)


def test_only_so_many_rows_are_out_at_once(receipts: Receipts) -> None:
    for number in range(1, MOST_OUT + 1):
        assert receipts.room
        receipts.expect(row(number))
    assert receipts.room == 0
    receipts.confirmed(["e-1", "e-1", "unknown"])
    assert receipts.room == 1
    assert not receipts.holds(row(1))
    assert receipts.holds(row(2))


def test_a_silent_consumer_gets_one_row_at_a_time_with_longer_waits(
    receipts: Receipts, clock: NoonClock
) -> None:
    for number in (1, 2, 3):
        receipts.expect(row(number))
    clock.pass_s(29)
    assert receipts.overdue() == ()
    clock.pass_s(2)
    assert [each.sequence for each in receipts.overdue()] == [1, 2, 3]
    assert receipts.silent
    waits = []
    for _ in range(9):
        assert receipts.room == 1
        receipts.expect(row(1))
        assert receipts.room == 0
        waited = 0
        while not receipts.overdue():
            clock.pass_s(1)
            waited += 1
        waits.append(waited)
    assert waits[-1] > 10 * waits[0]
    assert max(waits) <= MOST_WAIT_S + 1
    receipts.confirmed([])
    assert receipts.room == MOST_OUT, "it has spoken"


def test_a_row_that_is_passed_over_is_named_and_given_twice_as_long(
    receipts: Receipts, clock: NoonClock
) -> None:
    receipts.expect(row(1))
    receipts.expect(row(2, times=1))
    clock.pass_s(10)
    receipts.confirmed(["e-9"])
    clock.pass_s(21)
    assert [each.sequence for each in receipts.overdue()] == [1]
    assert not receipts.silent
    clock.pass_s(28)
    assert receipts.overdue() == ()
    clock.pass_s(2)
    assert [each.sequence for each in receipts.overdue()] == [2]


def test_a_new_connection_expects_nothing(receipts: Receipts) -> None:
    receipts.expect(row(1))
    receipts.begin()
    assert receipts.room == MOST_OUT
