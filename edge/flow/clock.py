"""Time as a part that is handed in: a daemon's runs, a replay's stands where the clip is."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol

from edge.flow import timex

TOLD: tuple[Callable[[], bool], ...] = (Path("/run/systemd/timesync/synchronized").exists, timex.synchronized)
"""Each says whether a time service has set the wall clock: timesyncd by a file that stays until the next
boot, the kernel for any of them."""


class Clock(Protocol):
    """Monotonic nanoseconds decide; the wall clock only stamps what people read."""

    def now_ns(self) -> int:
        """Monotonic nanoseconds."""
        ...

    def at(self, ns: int) -> datetime:
        """Aware UTC of a monotonic moment."""
        ...

    def synchronized(self) -> bool:
        """Whether the wall clock behind :meth:`at` was set by a time service."""
        ...


class SystemClock:
    """The machine's clocks."""

    def __init__(self, *, told: tuple[Callable[[], bool], ...] = TOLD) -> None:
        self._told = told

    def now_ns(self) -> int:
        """Monotonic nanoseconds since some moment before the start of the machine."""
        return time.monotonic_ns()

    def at(self, ns: int) -> datetime:
        """Wall time of a monotonic moment, by the wall clock as it is now.

        A clock that was set in between so mends the time of what happened before.
        """
        ago_ns = time.monotonic_ns() - ns
        return datetime.fromtimestamp(time.time(), UTC) - timedelta(microseconds=ago_ns // 1000)

    def synchronized(self) -> bool:
        """Whether anything says so."""
        return any(says() for says in self._told)


class ReplayClock:
    """The position in a clip counts as time, so that two replays give the same times."""

    def __init__(self, started_at: datetime) -> None:
        if started_at.tzinfo is None:
            raise ValueError("the start of a replay needs its time zone")
        self._started_at = started_at.astimezone(UTC)
        self._reached_ns = 0

    def reach(self, ns: int) -> None:
        """Say how far the replay has come, in nanoseconds of the clip."""
        self._reached_ns = max(self._reached_ns, ns)

    def now_ns(self) -> int:
        """The furthest position reached, in nanoseconds."""
        return self._reached_ns

    def at(self, ns: int) -> datetime:
        """The supposed start plus the position."""
        return self._started_at + timedelta(microseconds=ns // 1000)

    def synchronized(self) -> bool:
        """Never: the start of a replay is only supposed."""
        return False
