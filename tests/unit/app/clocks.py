"""Clocks that a test sets by hand."""

from __future__ import annotations

from datetime import datetime

from edge.flow.clock import ReplayClock
from tests.examples import NOON


class NoonClock(ReplayClock):
    """Begins at noon; ``pass_s`` lets time go by, ``set`` says that a time service has set it."""

    def __init__(self, *, synchronized: bool = True) -> None:
        super().__init__(NOON)
        self.set = synchronized

    def pass_s(self, seconds: float) -> datetime:
        """The moment after that."""
        self.reach(self.now_ns() + int(seconds * 1e9))
        return self.at(self.now_ns())

    def synchronized(self) -> bool:
        return self.set
