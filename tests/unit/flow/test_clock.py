"""Clocks: the machine's and a replay's."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from edge.flow.clock import Clock, ReplayClock, SystemClock

START = datetime(2000, 1, 1, tzinfo=UTC)


def test_the_system_clock_stamps_now_and_before() -> None:
    clock: Clock = SystemClock()
    now = clock.now_ns()
    stamped = clock.at(now)
    assert abs(stamped - datetime.now(UTC)) < timedelta(seconds=1)
    assert abs(stamped - clock.at(now - 3_600_000_000_000) - timedelta(hours=1)) < timedelta(seconds=1)
    assert stamped.tzinfo is UTC


def test_one_who_says_that_the_clock_was_set_is_enough(tmp_path: Path) -> None:
    mark = tmp_path / "synchronized"
    clock = SystemClock(told=((tmp_path / "other").exists, mark.exists))
    assert not clock.synchronized()
    mark.touch()
    assert clock.synchronized()


def test_a_replay_counts_from_its_start() -> None:
    clock = ReplayClock(START)
    assert clock.at(1_500_000_000) == START + timedelta(seconds=1.5)
    assert clock.now_ns() == 0
    clock.reach(7)
    clock.reach(3)
    assert clock.now_ns() == 7
    assert not clock.synchronized()


def test_a_replay_speaks_utc_and_wants_a_zone() -> None:
    seoul = timezone(timedelta(hours=9))
    assert ReplayClock(datetime(2000, 1, 1, 9, tzinfo=seoul)).at(0).isoformat() == START.isoformat()
    with pytest.raises(ValueError, match="time zone"):
        ReplayClock(datetime(2000, 1, 1))  # noqa: DTZ001 - the fault under test
