"""A gate's messaging alone: a store and a publisher, stepped by the test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic
from typing import Literal

from edge.config.storing import Outbox as DeliveryRules
from edge.config.telling import Mqtt, Tls
from edge.flow.clock import SystemClock
from edge.messaging.board import NoticeBoard
from edge.messaging.enclosures import Enclose, nothing
from edge.messaging.publisher import Publisher
from edge.storage.filing import Filed
from edge.storage.store import Store
from edge.wire.event import EventType
from edge.wire.standing import Condition, State
from edge.wire.topics import Topics
from tests.examples import inspection

TOPICS = Topics(site="depot-7", gate="gate-2")


class Gate:
    """Reconnects fast, so that a test need not wait."""

    def __init__(
        self,
        store: Store,
        settings: Mqtt,
        rules: DeliveryRules,
        session: int | None = 1,
        ack_wait_s: float = 30,
        enclose: Enclose = nothing,
    ) -> None:
        self.store = store
        self.board = NoticeBoard()
        self.publisher = Publisher(
            settings=settings,
            rules=rules,
            topics=TOPICS,
            outbox=store.outbox,
            board=self.board,
            session=session,
            clock=SystemClock(),
            first_wait_s=0.05,
            most_wait_s=0.1,
            ack_wait_s=ack_wait_s,
            enclose=enclose,
        )
        self.say(Condition.READY, session or 0)

    def say(self, condition: Condition, session: int = 1) -> None:
        self.board.pin(State(state=condition, session=session, since=datetime.now(UTC)))

    def file(self, number: int) -> Filed:
        return self.store.file(EventType.COMPLETED, inspection(number), [], datetime.now(UTC))

    def waiting(self) -> list[int]:
        return [row.sequence for row in self.store.outbox.pending(1000)]

    def until(self, condition: Callable[[], bool], within_s: float = 10.0) -> None:
        """Step until it is so."""
        end = monotonic() + within_s
        while not condition():
            assert monotonic() < end, "stepped in vain"
            self.publisher.step(0.02)

    def for_a_while(self, seconds: float = 0.5) -> None:
        end = monotonic() + seconds
        while monotonic() < end:
            self.publisher.step(0.02)

    def connect(self) -> None:
        self.until(lambda: self.publisher.connected)


@contextmanager
def gate(
    store: Store,
    port: int,
    *,
    no_subscriber: Literal["keep", "accept"] = "keep",
    username: str | None = None,
    password_file: Path | None = None,
    tls: Tls | None = None,
    session: int | None = 1,
    rate_per_s: float = 500,
    wait_for: Literal["puback", "consumer"] = "puback",
    version: Literal["5", "3.1.1"] = "5",
    ack_wait_s: float = 30,
    enclose: Enclose = nothing,
) -> Iterator[Gate]:
    """A gate whose connection is closed at the end, whatever happened."""
    settings = Mqtt(
        host="127.0.0.1",
        port=port,
        version=version,
        username=username,
        password_file=password_file,
        tls=tls,
        keepalive_s=5,
    )
    rules = DeliveryRules(no_subscriber=no_subscriber, rate_per_s=rate_per_s, wait_for=wait_for)
    made = Gate(store, settings, rules, session, ack_wait_s, enclose)
    try:
        yield made
    finally:
        made.publisher.close(within_s=1)
