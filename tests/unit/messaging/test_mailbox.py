from __future__ import annotations

import logging
from typing import cast

import pytest

from edge.messaging.facts import Connected, Message
from edge.messaging.mailbox import Mailbox
from edge.messaging.mqtt import Link
from tests.unit.messaging.wire import Wire


def post(mailbox: Mailbox, *payloads: bytes) -> None:
    for payload in payloads:
        mailbox.post(Message(topic="t", payload=payload))


def connected(mailbox: Mailbox) -> Mailbox:
    mailbox.begin(Connected(receive_maximum=20, maximum_packet_size=100))
    return mailbox


def test_a_message_that_costs_the_connection_is_given_up(caplog: pytest.LogCaptureFixture) -> None:
    mailbox, wire = connected(Mailbox()), Wire()
    post(mailbox, b"poison")
    for _ in range(5):
        mailbox.send(cast(Link, wire), 9)
        connected(mailbox)
    assert wire.payloads == [b"poison"] * 3
    assert "each time it was sent" in caplog.text


def test_what_the_broker_does_not_take_is_told_and_blocks_nothing(caplog: pytest.LogCaptureFixture) -> None:
    mailbox, wire = connected(Mailbox()), Wire()
    post(mailbox, b"x" * 200, b"small")
    mailbox.send(cast(Link, wire), 9)
    assert wire.payloads == [b"small"]
    assert "larger than the broker takes" in caplog.text


def test_what_a_lost_connection_took_is_said_again_in_order() -> None:
    mailbox, first, second = connected(Mailbox()), Wire(), Wire()
    post(mailbox, b"1", b"2", b"3", b"4")
    mailbox.send(cast(Link, first), 3)
    assert mailbox.acknowledged(1, 0)
    connected(mailbox)
    mailbox.send(cast(Link, second), 9)
    assert second.payloads == [b"2", b"3", b"4"]
    assert all(mailbox.acknowledged(mid, 0x10) for mid in (1, 2, 3))
    assert mailbox.done
    assert not mailbox.acknowledged(7, 0)


def test_it_never_grows_beyond_its_room_and_says_so(caplog: pytest.LogCaptureFixture) -> None:
    mailbox, wire = connected(Mailbox(capacity=2)), Wire()
    post(mailbox, b"1", b"2", b"3")
    mailbox.send(cast(Link, wire), 9)
    assert wire.payloads == [b"2", b"3"]
    assert caplog.text.count("code=message-dropped") == 1


def test_a_refusal_is_told_with_its_remedy(caplog: pytest.LogCaptureFixture) -> None:
    mailbox = connected(Mailbox())
    post(mailbox, b"1")
    mailbox.send(cast(Link, Wire()), 1)
    with caplog.at_level(logging.WARNING):
        mailbox.acknowledged(1, 0x87)
    assert "code=message-refused" in caplog.text
    assert "access list" in caplog.text
    assert mailbox.done
