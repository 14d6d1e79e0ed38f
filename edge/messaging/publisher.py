"""Keeps the gate in touch with its broker: birth, will, notices, and the outbox."""

from __future__ import annotations

import logging
import time
from collections import deque
from datetime import datetime
from threading import Event

from edge.config.storing import Outbox as DeliveryRules
from edge.config.telling import Mqtt
from edge.flow.backoff import Backoff
from edge.flow.clock import Clock
from edge.messaging.board import NoticeBoard
from edge.messaging.courier import WINDOW, Courier
from edge.messaging.facts import Acknowledged, Connected, Fact, Lost, Message, Refused
from edge.messaging.mqtt import Link
from edge.messaging.trouble import Trouble, UnreachableError, refusal
from edge.messaging.verdict import FAILURE, reason
from edge.storage.outbox import Outbox
from edge.wire.plain import to_json
from edge.wire.standing import Alert, Condition, State
from edge.wire.topics import Topics

_LOG = logging.getLogger(__name__)
_ANSWER_S = 10.0
"""How long a broker may take to answer CONNECT."""
_NO_ANSWER = Trouble(
    code="no-answer",
    text="something accepts connections there, but does not answer as a broker does",
    remedy="check mqtt.host, mqtt.port and mqtt.tls",
)
_ALERTS = {
    "nobody_listens": (
        "nobody-listens",
        "the broker acknowledges events, but nobody has subscribed to them",
        "start the central consumer, or bind its queue to this gate's topic",
    ),
    "not_authorized": (
        "publish-refused",
        "the broker's access list forbids this gate's events",
        "let this user write to the gate's topics",
    ),
}


class Publisher:
    """One loop that connects, tells and sends. Only the thread that steps it may touch it.

    :meth:`step` returns within about ``wait_s``, but a connect may take several seconds (name server, TCP,
    TLS), so give the thread that runs it a deadline of a minute.
    """

    def __init__(
        self,
        *,
        settings: Mqtt,
        rules: DeliveryRules,
        topics: Topics,
        outbox: Outbox,
        board: NoticeBoard,
        session: int,
        clock: Clock,
        first_wait_s: float = 1.0,
        most_wait_s: float = 60.0,
    ) -> None:
        self._settings = settings
        self._topics = topics
        self._board = board
        self._session = session
        self._clock = clock
        self._backoff = Backoff(first_s=first_wait_s, most_s=most_wait_s)
        self._courier = Courier(
            outbox=outbox,
            topic=topics.of("inspection"),
            rules=rules,
            clock=clock,
            backoff=Backoff(first_s=first_wait_s, most_s=most_wait_s),
        )
        self._link: Link | None = None
        self._limits: Connected | None = None
        self._notices: deque[Message] = deque()
        self._told: dict[int, str] = {}
        self._greeted = False
        self._retry_ns = 0
        self._answer_by_ns = 0
        self._alert: str | None = None
        self.trouble: Trouble | None = None
        """Why there is no connection; None while there is one, and before the first try."""
        for code, _, _ in _ALERTS.values():
            board.unpin(code)

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
        """One turn of the loop. Raises StorageError."""
        if self._link is None:
            self._connect_or_wait(wait_s)
            return
        if self._limits is not None:
            self._tell_and_send(self._link, self._limits)
        self._take(self._link.step(wait_s))
        self._courier.commit()
        self._show_alert()
        if self._link and self._limits is None and self._clock.now_ns() > self._answer_by_ns:
            self._part(
                Trouble(code="no-answer", text="the broker does not answer", remedy="check host and port")
            )

    def close(self, within_s: float = 2.0) -> None:
        """Send what still stands on the board (``stopped``), within the time given, and take leave."""
        end_ns = self._clock.now_ns() + int(within_s * 1e9)
        while self._unfinished() and self._clock.now_ns() < end_ns:
            self.step(0.05)
        if self._link is not None:
            self._link.close()
            self._link, self._greeted = None, False

    def _connect_or_wait(self, wait_s: float) -> None:
        left_s = (self._retry_ns - self._clock.now_ns()) / 1e9
        if left_s > 0:
            time.sleep(min(wait_s, left_s))
            return
        self._answer_by_ns = self._clock.now_ns() + int(_ANSWER_S * 1e9)
        try:
            self._link = Link(self._settings, f"{self._topics.site}-{self._topics.gate}", self._will())
        except UnreachableError as error:
            self._part(error.trouble)

    def _will(self) -> Message:
        state = State(state=Condition.LOST, session=self._session, since=self._now())
        return Message(topic=self._topics.of("state"), payload=to_json(state), retain=True)

    def _take(self, facts: list[Fact]) -> None:
        for fact in facts:
            if isinstance(fact, Connected):
                self._welcomed(fact)
            elif isinstance(fact, Acknowledged):
                self._acknowledged(fact)
            elif isinstance(fact, Refused | Lost) and self._link is not None:
                self._courier.lost(fact.code)
                self._part(refusal(fact.code))

    def _welcomed(self, limits: Connected) -> None:
        _LOG.info("code=broker-connected host=%s port=%d", self._settings.host, self._settings.port)
        self._limits, self.trouble = limits, None
        self._courier.begin(limits)
        self._queue(self._board.everything())

    def _tell_and_send(self, link: Link, limits: Connected) -> None:
        self._queue(self._board.changes())
        window = min(WINDOW, limits.receive_maximum)
        while self._notices and len(self._told) + self._courier.in_flight < window:
            message = self._notices.popleft()
            self._told[link.publish(message)] = message.topic
        if not self._notices and not self._told and not self._greeted:
            # Rows go only now: a connection that dies over its greeting is not the rows' fault.
            self._greeted = True
            self._backoff.reset()
        if self._greeted:
            self._courier.send(link, window - len(self._told))

    def _queue(self, notices: dict[str, bytes]) -> None:
        for tail, payload in notices.items():
            self._notices.append(Message(topic=self._topics.of(tail), payload=payload, retain=True))

    def _acknowledged(self, fact: Acknowledged) -> None:
        topic = self._told.pop(fact.mid, None)
        if topic is None:
            self._courier.acknowledged(fact.mid, fact.code)
        elif fact.code >= FAILURE:
            _LOG.warning(
                "code=notice-refused topic=%s reason=%s; let this user write to the gate's topics",
                topic,
                reason(fact.code),
            )

    def _show_alert(self) -> None:
        code, text, remedy = _ALERTS.get(self._courier.refused_for or "", (None, "", ""))
        if code == self._alert:
            return
        if self._alert is not None:
            self._board.unpin(self._alert)
        if code is not None:
            self._board.pin(Alert(code=code, since=self._now(), text=text, remedy=remedy))
        self._alert = code

    def _part(self, trouble: Trouble) -> None:
        if self.trouble is None or self.trouble.code != trouble.code:
            _LOG.error("code=%s %s; %s", trouble.code, trouble.text, trouble.remedy)
        self.trouble = trouble
        if self._link is not None:
            self._link.close()
        self._link, self._limits, self._greeted = None, None, False
        self._notices.clear()
        self._told.clear()
        self._retry_ns = self._clock.now_ns() + int(self._backoff.wait_s() * 1e9)

    def _unfinished(self) -> bool:
        if self._link is None or self._limits is None:
            return False
        self._queue(self._board.changes())
        return bool(self._notices or self._told or self._courier.in_flight)

    def _now(self) -> datetime:
        return self._clock.at(self._clock.now_ns())
