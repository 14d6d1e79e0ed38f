"""Takes the outbox's rows over one connection after another, in order, a few in flight."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterator

from edge.config.storing import Outbox as DeliveryRules
from edge.domain.errors import StorageError
from edge.messaging.facts import SILENCE, Connected, Message
from edge.messaging.mqtt import Link, packet_bytes
from edge.messaging.pace import Pace
from edge.messaging.receipts import SILENT, UNANSWERED, Receipts
from edge.messaging.rows import Rows
from edge.messaging.verdict import CUT, CUTS, TRIES, Verdict, judge, reason, words
from edge.wire.event import stamped
from edge.wire.plain import WireError
from edge.wire.row import Row

_LOG = logging.getLogger(__name__)
WINDOW = 8
_CONTENT = "application/cloudevents+json"


class Courier:
    """Rows leave on PUBACK 0x00 alone, or with ``receipts`` on the consumer's word alone.

    What it keeps in memory may be lost with the process at any time.
    """

    def __init__(
        self,
        *,
        outbox: Rows,
        topic: str,
        rules: DeliveryRules,
        pace: Pace,
        taken: Callable[[Row], None],
        receipts: Receipts | None = None,
    ) -> None:
        """``taken``: called with every row that the broker has taken."""
        self._outbox = outbox
        self._taken = taken
        self._receipts = receipts
        self._topic = topic
        self._rules = rules
        self._pace = pace
        self._in_flight: dict[int, Row] = {}
        self._acknowledged: set[int] = set()
        self._confirmed: set[str] = set()
        self._early: set[str] = set()
        self._limits = Connected(receive_maximum=0, maximum_packet_size=0)
        self._old = 0
        self._newest = 0
        self._reached = 0
        self._postponed = False
        self._alone = False
        self._refused_for: str | None = None

    def begin(self, limits: Connected) -> None:
        """A connection stands. All that was filed before it counts as replayed."""
        self._limits = limits
        self._old = self._outbox.last_sequence()
        self._in_flight.clear()
        self._early.clear()
        self._reached, self._postponed = 0, False
        if self._receipts:
            self._receipts.begin()

    @property
    def held_for(self) -> str | None:
        """Why the head of the queue stays; None while all goes well."""
        silent = SILENT if self._receipts and self._receipts.silent else None
        return self._refused_for or silent

    @property
    def in_flight(self) -> int:
        """Rows that wait for their acknowledgement."""
        return len(self._in_flight)

    def send(self, link: Link, room: int) -> None:
        """Hand over as many rows as may go now, at most ``room``. Raises StorageError."""
        self._chase()
        for row in self._next_rows(min(WINDOW, room)):
            message = self._message(row)
            if message is not None:
                self._in_flight[link.publish(message)] = row
                self._newest = max(self._newest, row.sequence)

    def acknowledged(self, mid: int, code: int) -> bool:
        """A PUBACK came; False if it answers none of our rows."""
        row = self._in_flight.pop(mid, None)
        if row is None:
            return False
        verdict = judge(code, self._rules.no_subscriber)
        if verdict is Verdict.DELIVERED:
            self._delivered(row)
        elif verdict is Verdict.ASIDE:
            self._set_aside(row, reason(code))
        else:
            self._postpone(row, reason(code), verdict)
        return True

    def confirmed(self, ids: Collection[str]) -> None:
        """The consumer has stored the events with these ids."""
        if self._receipts:
            self._receipts.confirmed(ids)
            self._confirmed.update(ids)
            self._early.update(row.event_id for row in self._in_flight.values() if row.event_id in ids)

    def commit(self) -> None:
        """Take the acknowledged rows out of the outbox, all at once.

        A disk that cannot even delete must not make us send them again and again: they are kept in mind.
        """
        try:
            if self._acknowledged:
                self._outbox.acknowledged(*self._acknowledged)
                self._acknowledged.clear()
            if self._confirmed:
                self._outbox.confirmed(*self._confirmed)
                self._confirmed.clear()
        except StorageError as error:
            self._stuck(error)

    def lost(self, code: int) -> None:
        """The connection is gone; the rows in flight stay, and are suspected."""
        for row in self._in_flight.values():
            if code != SILENCE and self._note(row, CUT) >= CUTS:
                self._set_aside(row, CUT)
        self._in_flight.clear()

    def _chase(self) -> None:
        """Let the rows go again that the consumer should have confirmed by now."""
        late = self._receipts.overdue() if self._receipts else ()
        if not late:
            return
        self._reached = 0
        if self._receipts and self._receipts.silent:
            _LOG.warning("code=consumer-silent sequence=%d waiting=%d", late[0].sequence, len(late))
            return
        for row in late:
            _LOG.warning("code=event-unanswered sequence=%d id=%s", row.sequence, row.event_id)
            if self._note(row, UNANSWERED) >= TRIES:
                self._set_aside(row, UNANSWERED)

    def _next_rows(self, room: int) -> Iterator[Row]:
        self._turn_back()
        if self._postponed or not self._pace.ready() or (self._in_flight and self._alone):
            return
        for row in self._outbox.pending(max(0, room - len(self._in_flight)), self._reached):
            if self._is_out(row):
                self._reached = row.sequence
                continue
            if self._receipts and self._receipts.room <= len(self._in_flight):
                return
            alone = self._refused_for is not None or row.reason == CUT
            if (alone and self._in_flight) or (self._is_replayed(row) and not self._pace.catch_up()):
                return
            self._reached, self._alone = row.sequence, alone
            yield row
            if alone:
                return

    def _turn_back(self) -> None:
        # With nothing in flight the next look at the outbox begins at its head again: rows that were
        # postponed stand there, and rows that somebody asked to have sent again.
        if self._in_flight or (not self._postponed and self._outbox.pending(1, self._reached)):
            return
        if self._postponed:
            self._pace.hold()
        self._reached, self._postponed = 0, False

    def _is_out(self, row: Row) -> bool:
        if row.sequence in self._acknowledged or row.event_id in self._confirmed:
            return True
        in_flight = any(row.sequence == other.sequence for other in self._in_flight.values())
        return in_flight or (self._receipts is not None and self._receipts.holds(row))

    def _is_replayed(self, row: Row) -> bool:
        return row.sequence <= max(self._old, self._newest) or row.sent_before

    def _message(self, row: Row) -> Message | None:
        try:
            body = stamped(row.body, replayed=self._is_replayed(row))
        except WireError as error:
            self._set_aside(row, f"damaged: {error}")
            return None
        message = Message(topic=self._topic, payload=body, content_type=_CONTENT)
        if packet_bytes(message) > self._limits.maximum_packet_size:
            self._set_aside(row, "oversize")
            return None
        return message

    def _delivered(self, row: Row) -> None:
        if self._receipts is None:
            self._acknowledged.add(row.sequence)
        elif row.event_id not in self._early:
            self._receipts.expect(row)
        self._early.discard(row.event_id)
        self._refused_for = None
        self._pace.well()
        self._taken(row)

    def _postpone(self, row: Row, why: str, verdict: Verdict) -> None:
        times = self._note(row, why)
        if verdict is Verdict.RETRY and times >= TRIES:
            self._set_aside(row, why)
            return
        if self._refused_for != why:
            _LOG.info("code=event-postponed sequence=%d reason=%s", row.sequence, why)
        self._refused_for, self._postponed = why, True

    def _set_aside(self, row: Row, why: str) -> None:
        said = "code=event-set-aside sequence=%d id=%s reason=%s%s"
        _LOG.error(said, row.sequence, row.event_id, why, words(why))
        try:
            self._outbox.set_aside(row.sequence, why)
        except StorageError as error:
            self._stuck(error)

    def _note(self, row: Row, why: str) -> int:
        try:
            return self._outbox.postponed(row.sequence, why)
        except StorageError as error:
            self._stuck(error)
            return 1

    def _stuck(self, error: StorageError) -> None:
        # A full disk cannot even take a note.
        _LOG.error("code=outbox-stuck %s", error)
        self._pace.hold_long()
