"""Time as a part that is handed in: a daemon's runs, a replay's stands where the clip is."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol

SYNCHRONIZED = (Path("/run/systemd/timesync/synchronized"),)
"""Files whose presence says that a time service has set the wall clock since this boot."""


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

    def __init__(self, *, marks: tuple[Path, ...] = SYNCHRONIZED) -> None:
        self._marks = marks

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
        """Whether one of the time service's marks is there."""
        return any(mark.exists() for mark in self._marks)


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
