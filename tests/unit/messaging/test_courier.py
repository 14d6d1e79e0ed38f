"""The courier with a real outbox, a clock that the test moves, and a broker that says what the test wants."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest

from edge.config.storing import Outbox as Rules
from edge.flow.backoff import Backoff
from edge.messaging.courier import Courier
from edge.messaging.facts import Connected, Message
from edge.messaging.mqtt import Link
from edge.messaging.pace import Pace
from edge.messaging.receipts import Receipts
from edge.storage.store import Store
from edge.wire.event import EventType, event_from_json
from edge.wire.row import Row
from tests.examples import NOON, SOURCE, inspection
from tests.unit.app.clocks import NoonClock


class Route:
    """A courier that waits for the consumer, and what it has sent."""

    def __init__(self, store: Store) -> None:
        self.store, self.clock = store, NoonClock()
        self.sent: list[str] = []
        self.taken: list[Row] = []
        self.courier = Courier(
            outbox=store.outbox,
            topic="inspection",
            rules=Rules(wait_for="consumer"),
            pace=Pace(clock=self.clock, backoff=Backoff(first_s=1, most_s=60), rate_per_s=1000),
            taken=self.taken.append,
            receipts=Receipts(clock=self.clock, wait_s=30),
        )
        self.courier.begin(Connected(receive_maximum=100, maximum_packet_size=10**6))

    def publish(self, message: Message) -> int:
        self.sent.append(event_from_json(message.payload).sequence)
        return len(self.sent)

    def step(self) -> None:
        self.clock.pass_s(0.1)
        self.courier.send(cast(Link, self), 8)
        self.courier.commit()

    def file(self, number: int) -> str:
        return self.store.file(EventType.COMPLETED, inspection(number), [], NOON).event.id

    def waiting(self) -> list[int]:
        return [row.sequence for row in self.store.outbox.pending(100)]


@pytest.fixture
def route(tmp_path: Path) -> Iterator[Route]:
    with Store.open(tmp_path, source=SOURCE) as store:
        yield Route(store)


def test_the_broker_s_word_alone_releases_nothing(route: Route) -> None:
    route.file(1)
    route.step()
    assert route.courier.acknowledged(1, 0)
    route.step()
    assert route.waiting() == [1]
    assert [row.sequence for row in route.taken] == [1]


def test_a_consumer_that_is_faster_than_the_broker_is_believed_and_no_silence_is_told(route: Route) -> None:
    name = route.file(1)
    route.step()
    route.courier.confirmed([name])
    route.courier.acknowledged(1, 0)
    route.step()
    assert route.waiting() == []
    route.clock.pass_s(60)
    route.step()
    assert route.courier.held_for is None
    assert route.sent == ["1"]


def test_what_is_out_is_not_sent_twice_while_a_resend_fills_the_queue(route: Route) -> None:
    names = [route.file(number) for number in range(1, 6)]
    route.step()
    for mid in range(1, 6):
        route.courier.acknowledged(mid, 0)
    route.store.outbox.resend(1)
    for _ in range(5):
        route.step()
    assert route.sent == ["1", "2", "3", "4", "5"]
    route.courier.confirmed(names)
    route.step()
    assert route.waiting() == []
    route.store.outbox.resend(4)
    for _ in range(5):
        route.step()
    assert route.sent[5:] == ["4", "5"], "asked for again after it was confirmed"
