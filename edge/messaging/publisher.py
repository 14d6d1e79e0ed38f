"""Keeps the gate in touch with its broker: birth, will, notices, and the outbox."""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping
from datetime import datetime
from threading import Event
from types import MappingProxyType

from edge.config.storing import Outbox as DeliveryRules
from edge.config.telling import Mqtt
from edge.flow.backoff import Backoff
from edge.flow.clock import Clock
from edge.messaging.alerts import DeliveryAlert
from edge.messaging.board import STATE, NoticeBoard
from edge.messaging.courier import WINDOW, Courier
from edge.messaging.crier import Crier
from edge.messaging.ear import Ear, Hear, heard_ack
from edge.messaging.enclosures import Enclose, Enclosures, nothing
from edge.messaging.facts import Acknowledged, Arrived, Connected, Fact, Lost, Message, Refused, Subscribed
from edge.messaging.inquiries import Inquiries
from edge.messaging.mailbox import Mailbox
from edge.messaging.mqtt import Link
from edge.messaging.pace import Pace
from edge.messaging.receipts import Receipts
from edge.messaging.rows import Rows
from edge.messaging.trouble import NO_ANSWER, Trouble, UnreachableError, loss, refusal
from edge.wire.plain import to_json
from edge.wire.standing import Condition, State
from edge.wire.topics import Topics

_LOG = logging.getLogger(__name__)
_ANSWER_S = 10.0
"""How long a broker may take to answer CONNECT."""
_STEADY_S = 30.0
"""A connection that lasted so long was a good one: the next trouble begins with a short wait."""


class Publisher:
    """One loop that connects, tells and sends. Only the thread that steps it may touch it.

    :meth:`step` returns within about ``wait_s``, but a connect may take several seconds (name server, TCP,
    TLS), so give the thread that runs it a deadline of a minute.

    With ``session`` None it only sends the outbox, as a replay does: under a client id of its own, with no
    last will and no notices, so that it never speaks for the daemon that may be running.
    """

    def __init__(
        self,
        *,
        settings: Mqtt,
        rules: DeliveryRules,
        topics: Topics,
        outbox: Rows,
        board: NoticeBoard,
        session: int | None,
        clock: Clock,
        first_wait_s: float = 1.0,
        most_wait_s: float = 60.0,
        ack_wait_s: float = 30.0,
        mailbox: Mailbox | None = None,
        hears: Mapping[str, Hear] = MappingProxyType({}),
        enclose: Enclose = nothing,
        inquiries: Inquiries | None = None,
    ) -> None:
        """``ack_wait_s``: how long the consumer may take to confirm an event before it goes again;
        ``mailbox``: what others want said; ``hears``: what to do with messages, by topic filter;
        ``enclose``: what goes behind an event; ``inquiries``: what others ask of the broker.
        """
        self._settings = settings
        self._topics = topics
        self._session = session
        self._clock = clock
        self._backoff = Backoff(first_s=first_wait_s, most_s=most_wait_s)
        self._crier = Crier(board=board, topics=topics, clock=clock)
        by_consumer = rules.wait_for == "consumer"
        self._mailbox = mailbox or Mailbox()
        self._enclosures = Enclosures(enclose, self._mailbox)
        self._courier = Courier(
            outbox=outbox,
            topic=topics.of("inspection"),
            rules=rules,
            pace=Pace(
                clock=clock,
                backoff=Backoff(first_s=first_wait_s, most_s=most_wait_s),
                rate_per_s=rules.rate_per_s,
            ),
            taken=self._enclosures.behind,
            receipts=Receipts(clock=clock, wait_s=ack_wait_s) if by_consumer else None,
        )
        acks = {topics.of("ack"): heard_ack(self._courier.confirmed)} if by_consumer else {}
        self._ear = Ear({**acks, **hears})
        self._inquiries = inquiries or Inquiries(witness=topics.expected, clock=clock)
        self._alert = DeliveryAlert(board)
        self._link: Link | None = None
        self._window = 0
        self._greeted = False
        self._since_ns = 0
        self._retry_ns = 0
        self._told: str | None = None
        self.trouble: Trouble | None = None
        """Why there is no connection; None while there is one, and before the first try."""

    @property
    def connected(self) -> bool:
        """The broker has let us in and has taken all that stands."""
        return self._greeted

    def run(self, stop: Event) -> None:
        """Step until told to stop, then take leave. Raises StorageError."""
        while not stop.is_set():
            self.step()
        self.close()

    def step(self, wait_s: float = 0.2) -> None:
        """One turn of the loop. Raises StorageError where the outbox cannot be read."""
        if self._link is None:
            self._connect_or_wait(wait_s)
            return
        if self._window:
            self._tell_and_send(self._link)
        self._take(self._link.step(wait_s))
        self._courier.commit()
        self._alert.show(self._courier.held_for, self._now())
        if self._link and not self._window and self._age_s() > _ANSWER_S:
            self._part(NO_ANSWER)

    def close(self, within_s: float = 2.0) -> None:
        """Send what still stands on the board (``stopped``), within the time given, and take leave."""
        end_ns = self._clock.now_ns() + int(within_s * 1e9)
        while self._unfinished() and self._clock.now_ns() < end_ns:
            self.step(0.05)
        self._hang_up()

    def _connect_or_wait(self, wait_s: float) -> None:
        left_s = (self._retry_ns - self._clock.now_ns()) / 1e9
        if left_s > 0:
            time.sleep(min(wait_s, left_s))
            return
        self._since_ns = self._clock.now_ns()
        try:
            self._link = Link(self._settings, self._client_id(), self._will())
        except UnreachableError as error:
            self._part(error.trouble)

    def _client_id(self) -> str:
        return f"{self._topics.site}-{self._topics.gate}" + ("-replay" if self._session is None else "")

    def _will(self) -> Message | None:
        if self._session is None:
            return None
        state = State(state=Condition.LOST, session=self._session, since=self._now())
        return Message(topic=self._topics.of(STATE), payload=to_json(state), retain=True)

    def _take(self, facts: list[Fact]) -> None:
        for fact in facts:
            if isinstance(fact, Connected):
                self._welcomed(fact)
            elif isinstance(fact, Acknowledged):
                self._acknowledged(fact)
            elif isinstance(fact, Subscribed):
                self._ear.granted(fact.mid, fact.codes)
                self._inquiries.granted(fact.mid, fact.codes)
            elif isinstance(fact, Arrived):
                self._hear(fact)
            elif isinstance(fact, Refused | Lost) and self._link is not None:
                self._crier.lost(fact.code)
                self._courier.lost(fact.code)
                self._part(refusal(fact.code) if isinstance(fact, Refused) else loss(fact))

    def _hear(self, message: Arrived) -> None:
        if self._link is None or not self._inquiries.hear(message, self._link):
            self._ear.hear(message)

    def _acknowledged(self, fact: Acknowledged) -> None:
        for sender in (self._crier, self._mailbox, self._courier):
            if sender.acknowledged(fact.mid, fact.code):
                return

    def _welcomed(self, limits: Connected) -> None:
        _LOG.info("code=broker-connected host=%s port=%d", self._settings.host, self._settings.port)
        self.trouble = None
        self._window = min(WINDOW, limits.receive_maximum)
        self._courier.begin(limits)
        self._mailbox.begin(limits)
        self._inquiries.began()
        if self._session is not None:
            self._crier.begin()
        if self._link is not None:
            self._ear.begin(self._link)

    def _tell_and_send(self, link: Link) -> None:
        if self._session is not None:
            self._crier.tell(link, self._room())
        # Rows go only after the greeting: a connection that dies over that is not the rows' fault.
        self._greeted = self._greeted or (self._crier.done and self._ear.open)
        if self._greeted:
            self._courier.send(link, self._room() + self._courier.in_flight)
            self._inquiries.step(link, self._ear.heard)
            self._enclosures.step()
            self._mailbox.send(link, self._room())

    def _room(self) -> int:
        return self._window - self._crier.in_flight - self._mailbox.in_flight - self._courier.in_flight

    def _part(self, trouble: Trouble) -> None:
        if self._age_s() > _STEADY_S:
            self._backoff.reset()
            self._told = None
        if self._told != trouble.code:
            _LOG.error("code=%s %s; %s", trouble.code, trouble.text, trouble.remedy)
        self._told, self.trouble = trouble.code, trouble
        self._hang_up()
        self._retry_ns = self._clock.now_ns() + int(self._backoff.wait_s() * 1e9)

    def _hang_up(self) -> None:
        if self._link is not None:
            self._link.close()
        self._link, self._window, self._greeted = None, 0, False
        self._inquiries.lost()

    def _unfinished(self) -> bool:
        untold = self._session is not None and not self._crier.look()
        return bool(self._window) and (untold or not self._mailbox.done or self._courier.in_flight > 0)

    def _age_s(self) -> float:
        return (self._clock.now_ns() - self._since_ns) / 1e9

    def _now(self) -> datetime:
        return self._clock.at(self._clock.now_ns())
