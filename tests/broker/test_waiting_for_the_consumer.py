"""``outbox.wait_for = "consumer"``: a row leaves on the consumer's word alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from edge.storage.store import Store
from tests.broker.gate import TOPICS, gate
from tests.broker.listener import Listener, until
from tests.broker.mosquitto import Mosquitto, free_port
from tests.broker.test_consumer_process import running, stored


def say(broker: Mosquitto, *ids: object, payload: bytes | None = None) -> None:
    """As the consumer does."""
    broker.say(TOPICS.of("ack"), json.dumps({"ids": ids}).encode() if payload is None else payload)


@pytest.mark.parametrize("version", ["5", "3.1.1"])
def test_the_reference_consumer_releases_the_rows(
    tmp_path: Path, broker: Mosquitto, store: Store, version: str
) -> None:
    with (
        running(tmp_path / "fleet", broker.port, free_port()),
        gate(store, broker.port, wait_for="consumer", version=version) as sender,  # type: ignore[arg-type]
    ):
        for number in range(1, 201):
            sender.file(number)
        sender.until(lambda: not sender.waiting(), within_s=30)
        assert stored(tmp_path / "fleet") == list(range(1, 201))


def test_killed_consumer_and_restarted_gate_lose_nothing(
    tmp_path: Path, broker: Mosquitto, store: Store
) -> None:
    folder, page = tmp_path / "fleet", free_port()
    with running(folder, broker.port, page) as first:
        with gate(store, broker.port, wait_for="consumer", ack_wait_s=1) as sender:
            for number in range(1, 151):
                sender.file(number)
            sender.until(lambda: len(stored(folder)) > 20)
            first.kill()
            first.wait(10)
            sender.for_a_while(0.5)
            assert sender.waiting(), "a row left although nobody has confirmed it"
        with (
            running(folder, broker.port, page),
            gate(store, broker.port, wait_for="consumer", ack_wait_s=1, session=2) as again,
        ):
            again.until(lambda: not again.waiting(), within_s=30)
    assert stored(folder) == list(range(1, 151))
    assert store.outbox.depth().set_aside == 0


def test_what_nobody_confirms_stays_and_goes_again_one_at_a_time(broker: Mosquitto, store: Store) -> None:
    with (
        Listener(broker.port, "return-gate/v1/#") as listener,
        gate(store, broker.port, wait_for="consumer", ack_wait_s=0.3) as sender,
    ):
        sender.connect()
        ids = [sender.file(number).event.id for number in (1, 2, 3)]
        sender.until(lambda: len(listener.events()) == 5)
        assert [event.id for event in listener.events()] == [*ids, ids[0], ids[0]]
        assert [event.replayed for event in listener.events()] == [False, False, False, True, True]
        assert sender.waiting() == [1, 2, 3]
        assert json.loads(listener.payloads("alert/consumer-silent")[-1])["code"] == "consumer-silent"
        # The consumer is back and knows one of them: the others go again, and it is silent no more.
        say(broker, ids[0])
        sender.until(lambda: {event.id for event in listener.events()[5:]} == set(ids[1:]))
        say(broker, *ids[1:])
        sender.until(lambda: not sender.waiting())
        sender.until(lambda: listener.payloads("alert/consumer-silent")[-1] == b"")


def test_a_row_that_the_consumer_passes_over_stands_aside_and_those_behind_it_go_on(
    broker: Mosquitto, store: Store
) -> None:
    with (
        Listener(broker.port, TOPICS.of("inspection")) as listener,
        gate(store, broker.port, wait_for="consumer", ack_wait_s=0.05) as sender,
    ):
        sender.connect()
        poison = sender.file(1).event.id
        for number in range(2, 100):
            if store.outbox.aside():
                break
            filed = sender.file(number).event.id
            sender.until(lambda filed=filed: filed in {event.id for event in listener.events()})  # type: ignore[misc]
            say(broker, filed)
            sender.until(lambda: sender.waiting() in ([1], []))
        (row,) = store.outbox.aside()
        assert (row.sequence, row.reason) == (1, "not_acknowledged")
        # It was only slow: its word counts late as well.
        say(broker, poison)
        sender.until(lambda: not store.outbox.aside())


def test_a_wrong_word_is_told_and_releases_nothing(
    broker: Mosquitto, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    with Listener(broker.port) as listener, gate(store, broker.port, wait_for="consumer") as sender:
        sender.connect()
        right = sender.file(1).event.id
        sender.until(lambda: len(listener.events()) == 1)
        wrong = (b"", b"\xff\xfe", b"[]", b'{"ids": "x"}', b'{"ids": [1]}', b'{"id": []}', b"null")
        for payload in wrong:
            say(broker, payload=payload)
        say(broker, "00000000-0000-4000-8000-000000000000")
        sender.until(lambda: caplog.text.count("code=ack-malformed") == len(wrong))
        sender.for_a_while(0.2)
        assert sender.waiting() == [1]
        say(broker, right)
        sender.until(lambda: not sender.waiting())


def test_with_the_broker_s_word_alone_nobody_listens_to_acks(broker: Mosquitto, store: Store) -> None:
    with gate(store, broker.port) as sender:
        sender.connect()
        assert "/ack" not in broker.log()


def test_waiting_for_the_consumer_survives_a_broker_that_goes_away(broker: Mosquitto, store: Store) -> None:
    with gate(store, broker.port, wait_for="consumer") as sender:
        with Listener(broker.port) as listener:
            sender.connect()
            ids = [sender.file(number).event.id for number in (1, 2)]
            sender.until(lambda: len(listener.events()) == 2)
        broker.kill()
        sender.until(lambda: not sender.publisher.connected)
        assert sender.waiting() == [1, 2]
        broker.start()
        with Listener(broker.port) as listener:
            sender.until(lambda: len(listener.events()) == 2)
            until(lambda: [event.id for event in listener.events()] == ids)
            say(broker, *ids)
            sender.until(lambda: not sender.waiting())


def test_an_old_protocol_that_says_yes_to_a_forbidden_event_marks_nothing_as_sent(
    tmp_path: Path, store: Store
) -> None:
    rules = tmp_path / "acl"
    rules.write_text(
        "topic read #\ntopic write return-gate/v1/+/+/state\ntopic write return-gate/v1/+/+/alert/+\n"
    )
    settings = f"allow_anonymous true\nacl_file {rules}\n"
    with (
        Mosquitto(tmp_path / "broker", settings) as broker,
        gate(store, broker.port, version="3.1.1", wait_for="consumer", ack_wait_s=0.3) as sender,
        Listener(broker.port, TOPICS.of("alert/+")) as listener,
    ):
        sender.file(1)
        sender.until(lambda: any(listener.payloads("alert/consumer-silent")))
        assert "Denied PUBLISH" in broker.log()
        assert sender.waiting() == [1]
        assert store.outbox.depth().set_aside == 0
