"""When the next row may go."""

from __future__ import annotations

from edge.flow.backoff import Backoff
from edge.flow.clock import Clock

_STUCK_S = 30.0


class Pace:
    """Holds back after a refusal, and keeps what is sent late from crowding out what is new."""

    def __init__(self, *, clock: Clock, backoff: Backoff, rate_per_s: float) -> None:
        """``rate_per_s``: most rows per second when catching up."""
        self._clock = clock
        self._backoff = backoff
        self._gap_ns = int(1e9 / rate_per_s)
        self._resume_ns = 0
        self._replay_ns = 0

    def ready(self) -> bool:
        """Nothing holds the rows back now."""
        return self._clock.now_ns() >= self._resume_ns

    def hold(self) -> None:
        """The head of the queue was refused: wait longer each time."""
        self._hold_for(self._backoff.wait_s())

    def hold_long(self) -> None:
        """The disk takes no note: sending goes on later, rather than in circles."""
        self._hold_for(_STUCK_S)

    def well(self) -> None:
        """A row was delivered: the next refusal begins with the short wait."""
        self._backoff.reset()

    def catch_up(self) -> bool:
        """May one more late row go now? The answer yes is used up by asking."""
        now_ns = self._clock.now_ns()
        if now_ns < self._replay_ns:
            return False
        self._replay_ns = now_ns + self._gap_ns
        return True

    def _hold_for(self, seconds: float) -> None:
        self._resume_ns = self._clock.now_ns() + int(seconds * 1e9)
