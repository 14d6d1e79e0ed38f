from __future__ import annotations

from random import Random

from edge.flow.backoff import Backoff
from edge.flow.clock import ReplayClock
from edge.messaging.pace import Pace
from tests.examples import NOON

SECOND = 1_000_000_000


def made() -> tuple[Pace, ReplayClock]:
    clock = ReplayClock(NOON)
    backoff = Backoff(first_s=2, most_s=60, chance=Random(1))
    return Pace(clock=clock, backoff=backoff, rate_per_s=10), clock


def test_late_rows_go_at_their_rate() -> None:
    pace, clock = made()
    answers = []
    for tenth in range(20):
        clock.reach(tenth * SECOND // 20)
        answers.append(pace.catch_up())
    assert answers == [True, False] * 10


def test_every_refusal_holds_longer_until_a_row_is_delivered() -> None:
    pace, clock = made()
    assert pace.ready()
    pace.hold()
    assert not pace.ready()
    clock.reach(2 * SECOND)
    assert pace.ready()
    pace.hold()
    pace.hold()
    clock.reach(5 * SECOND)
    assert not pace.ready()
    clock.reach(12 * SECOND)
    pace.well()
    pace.hold()
    clock.reach(14 * SECOND)
    assert pace.ready()


def test_a_disk_that_takes_no_note_holds_for_half_a_minute() -> None:
    pace, clock = made()
    pace.hold_long()
    clock.reach(29 * SECOND)
    assert not pace.ready()
    clock.reach(30 * SECOND)
    assert pace.ready()
