"""What the broker has taken and the central consumer has not confirmed: ``outbox.wait_for = "consumer"``."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from edge.flow.backoff import Backoff
from edge.flow.clock import Clock
from edge.wire.row import Row

UNANSWERED = "not_acknowledged"
SILENT = "consumer_silent"
MOST_OUT = 64
"""Rows that may wait for the consumer at once: how much of a backlog is sent to a broker for nobody."""
MOST_WAIT_S = 1800.0


@dataclass(frozen=True, slots=True)
class _Out:
    row: Row
    since_ns: int


class Receipts:
    """Which rows are out. It is kept in memory: after a restart what was not confirmed goes again.

    A consumer that answers nothing is silent: then one row at a time goes, with ever longer waits, until it
    speaks. One that answers others and not this row has something against it.
    """

    def __init__(self, *, clock: Clock, wait_s: float) -> None:
        """``wait_s``: how long the consumer may take for a row before it goes again."""
        self._clock = clock
        self._backoff = Backoff(first_s=wait_s, most_s=max(wait_s, MOST_WAIT_S))
        self._first_ns = self._wait_ns = int(wait_s * 1e9)
        self._out: dict[str, _Out] = {}
        self._heard_ns = clock.now_ns()
        self.silent = False
        """Rows wait, and the consumer has not said a word since they went."""

    @property
    def room(self) -> int:
        """How many more rows may go now."""
        return max(0, (1 if self.silent else MOST_OUT) - len(self._out))

    def begin(self) -> None:
        """A connection stands: what was confirmed while there was none has been missed."""
        self._out.clear()

    def expect(self, row: Row) -> None:
        """The broker has taken this row."""
        self._out[row.event_id] = _Out(row, self._clock.now_ns())

    def holds(self, row: Row) -> bool:
        """This row is out."""
        return row.event_id in self._out

    def confirmed(self, ids: Iterable[str]) -> None:
        """The consumer spoke."""
        self._heard_ns = self._clock.now_ns()
        if self.silent:
            self.silent, self._wait_ns = False, self._first_ns
            self._backoff.reset()
        for event_id in ids:
            self._out.pop(event_id, None)

    def overdue(self) -> tuple[Row, ...]:
        """The rows whose time is over; they are no longer out. All of them, once the consumer is silent."""
        late = [out for out in self._out.values() if self._is_late(out)]
        if not late:
            return ()
        if min(out.since_ns for out in late) >= self._heard_ns:
            self.silent = True
            self._wait_ns = max(self._first_ns, int(self._backoff.wait_s() * 1e9))
            late = list(self._out.values())
        for out in late:
            del self._out[out.row.event_id]
        return tuple(out.row for out in late)

    def _is_late(self, out: _Out) -> bool:
        # Each time that it went unanswered it is given twice as long.
        doublings = out.row.times if out.row.reason == UNANSWERED else 0
        return self._clock.now_ns() - out.since_ns > self._wait_ns << doublings
