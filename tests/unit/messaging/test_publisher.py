"""The publisher against doors that are no brokers, with a clock that the test moves."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from edge.config.storing import Outbox
from edge.config.telling import Mqtt
from edge.flow.clock import ReplayClock
from edge.messaging.board import NoticeBoard
from edge.messaging.publisher import Publisher
from edge.storage.store import Store
from edge.wire.event import EventType
from edge.wire.topics import Topics
from tests.examples import NOON, SOURCE, inspection

SECOND = 1_000_000_000


@pytest.fixture
def door() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening


def publisher(store: Store, port: int, clock: ReplayClock) -> Publisher:
    return Publisher(
        settings=Mqtt(host="127.0.0.1", port=port),
        rules=Outbox(),
        topics=Topics(site="depot-7", gate="gate-2"),
        outbox=store.outbox,
        board=NoticeBoard(),
        session=1,
        clock=clock,
    )


def trouble(sender: Publisher) -> str | None:
    return sender.trouble.code if sender.trouble else None


def test_who_accepts_but_never_answers_is_left_after_ten_seconds(tmp_path: Path, door: socket.socket) -> None:
    clock = ReplayClock(NOON)
    with Store.open(tmp_path, source=SOURCE) as store:
        sender = publisher(store, door.getsockname()[1], clock)
        sender.step(0)
        clock.reach(9 * SECOND)
        sender.step(0)
        assert trouble(sender) is None
        clock.reach(11 * SECOND)
        sender.step(0)
        assert trouble(sender) == "no-answer"
        sender.close()


@pytest.mark.parametrize(
    "words", [b"HTTP/1.1 400 Bad Request\r\n\r\n", b"\x20\xff\xff\xff\xff\xff", b"\x20\x00", b""]
)
def test_who_talks_nonsense_is_left_and_nothing_is_lost(
    tmp_path: Path, door: socket.socket, words: bytes
) -> None:
    with Store.open(tmp_path, source=SOURCE) as store:
        store.file(EventType.COMPLETED, inspection(), [], NOON)
        sender = publisher(store, door.getsockname()[1], ReplayClock(NOON))
        sender.step(0)
        stranger, _ = door.accept()
        with stranger:
            stranger.sendall(words)
            stranger.shutdown(socket.SHUT_WR)
            for _ in range(5):
                if trouble(sender) is None:
                    sender.step(0.5)
        assert trouble(sender) == "connection-ended"
        assert len(store.outbox.pending(8)) == 1
        sender.close()
