"""The consumer against a real broker and a real gate's store and publisher."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from time import monotonic
from typing import Any

import pytest

from deploy.consumer.aside import kept
from deploy.consumer.broker import Broker
from deploy.consumer.database import Database, reading
from deploy.consumer.intake import Intake
from deploy.consumer.judge import Judge
from deploy.consumer.ledger import holes
from deploy.consumer.listening import Listening
from deploy.consumer.notices import Notices, gates
from deploy.consumer.verdict import Hole
from edge.config.telling import Tls
from edge.storage.store import Store
from edge.wire.standing import Condition
from tests.broker.gate import TOPICS, Gate, gate
from tests.broker.listener import Listener, until
from tests.broker.mosquitto import Mosquitto, free_port
from tests.broker.papers import certificates, passwords
from tests.broker.scripted import ScriptedBroker
from tests.examples import SOURCE

JUDGE = Judge()


class Consumer:
    """The consumer without its page, stepped by the test beside a gate."""

    def __init__(self, folder: Path, broker: Broker) -> None:
        self.database = Database(folder / "fleet.db")
        self.listening = Listening(
            broker,
            Intake(self.database, JUDGE),
            Notices(self.database, JUDGE),
            first_wait_s=0.05,
        )

    def until(self, condition: Callable[[], bool], beside: Gate | None = None) -> None:
        end = monotonic() + 15
        while not condition():
            assert monotonic() < end, f"stepped in vain: {self.listening.pulse}"
            self.listening.step(0.01)
            if beside is not None:
                beside.publisher.step(0.01)

    def connect(self) -> None:
        self.until(lambda: self.listening.pulse.trouble is None)

    def sequences(self) -> list[int]:
        with reading(self.database.path) as db:
            return [row["sequence"] for row in db.execute("SELECT sequence FROM event ORDER BY number")]


@contextmanager
def consumer(folder: Path, port: int, **options: Any) -> Iterator[Consumer]:
    made = Consumer(folder, Broker(host="127.0.0.1", port=port, keepalive_s=5, **options))
    try:
        yield made
    finally:
        made.listening.close()
        made.database.close()


def acks(listener: Listener) -> list[str]:
    return [name for payload in listener.payloads("ack") for name in json.loads(payload)["ids"]]


def test_events_are_stored_and_acknowledged_and_the_gate_is_known(
    tmp_path: Path, broker: Mosquitto, store: Store
) -> None:
    with (
        consumer(tmp_path, broker.port) as central,
        gate(store, broker.port) as sender,
        Listener(broker.port, TOPICS.of("ack")) as listener,
    ):
        central.connect()
        ids = [sender.file(number).event.id for number in range(1, 21)]
        central.until(lambda: len(central.sequences()) == 20, sender)
        sender.until(lambda: not sender.waiting())
        assert central.sequences() == list(range(1, 21))
        until(lambda: len(acks(listener)) >= 20)
        assert set(acks(listener)) == set(ids)
        with reading(central.database.path) as db:
            assert holes(db) == ()
            (known,) = gates(db)
        assert known.source == SOURCE
        assert known.state is not None
        assert known.state.state is Condition.READY


def test_a_duplicate_is_stored_once_and_acknowledged_again(
    tmp_path: Path, broker: Mosquitto, store: Store
) -> None:
    with (
        consumer(tmp_path, broker.port) as central,
        gate(store, broker.port) as sender,
        Listener(broker.port, TOPICS.of("ack")) as listener,
    ):
        central.connect()
        name = sender.file(1).event.id
        central.until(lambda: central.sequences() == [1], sender)
        sender.until(lambda: not sender.waiting())
        store.outbox.resend(1)
        central.until(lambda: acks(listener) == [name, name], sender)
        assert central.sequences() == [1]


def test_rows_deleted_by_hand_are_reported_as_a_hole(tmp_path: Path, broker: Mosquitto, store: Store) -> None:
    with consumer(tmp_path, broker.port) as central, gate(store, broker.port) as sender:
        for number in range(1, 8):
            sender.file(number)
        with store.database.transaction() as db:
            db.execute("DELETE FROM outbox WHERE sequence IN (3, 4)")
        central.connect()
        central.until(lambda: len(central.sequences()) == 5, sender)
        with reading(central.database.path) as db:
            assert holes(db) == (Hole(source=SOURCE, store=store.id, first=3, last=4),)
        sender.until(lambda: not sender.waiting())
        store.outbox.resend(3)
        central.until(lambda: len(central.sequences()) == 7, sender)
        with reading(central.database.path) as db:
            assert holes(db) == ()


def test_what_is_sent_while_the_consumer_is_away_comes_when_it_is_back(
    tmp_path: Path, broker: Mosquitto, store: Store
) -> None:
    with gate(store, broker.port) as sender:
        with consumer(tmp_path, broker.port) as central:
            central.connect()
            sender.file(1)
            central.until(lambda: central.sequences() == [1], sender)
        for number in range(2, 40):
            sender.file(number)
        sender.until(lambda: not sender.waiting())  # the broker has taken them for the session
        with consumer(tmp_path, broker.port) as central:
            central.until(lambda: len(central.sequences()) == 39)
            assert central.sequences() == list(range(1, 40))


def test_a_database_that_takes_nothing_acknowledges_nothing_and_loses_nothing(
    tmp_path: Path, broker: Mosquitto, store: Store
) -> None:
    with (
        consumer(tmp_path, broker.port) as central,
        gate(store, broker.port) as sender,
        Listener(broker.port, TOPICS.of("ack")) as listener,
        closing(sqlite3.connect(central.database.path, isolation_level=None)) as saboteur,
    ):
        central.connect()
        saboteur.execute(
            "CREATE TRIGGER full BEFORE INSERT ON event BEGIN SELECT RAISE(ABORT, 'disk is full'); END"
        )
        names = [sender.file(number).event.id for number in (1, 2, 3)]
        central.until(lambda: "disk is full" in (central.listening.pulse.trouble or ""), sender)
        central.until(lambda: not sender.waiting(), sender)
        assert central.sequences() == []
        assert acks(listener) == []
        saboteur.execute("DROP TRIGGER full")
        central.until(lambda: central.sequences() == [1, 2, 3] and central.listening.pulse.trouble is None)
        until(lambda: set(acks(listener)) == set(names))


def test_nonsense_is_set_aside_and_what_is_behind_it_goes_on(
    tmp_path: Path, broker: Mosquitto, store: Store
) -> None:
    with consumer(tmp_path, broker.port) as central, gate(store, broker.port) as sender:
        central.connect()
        broker.say(TOPICS.of("inspection"), b"\x00\xff")
        broker.say(TOPICS.of("state"), b"{}")
        broker.say(TOPICS.of("evidence/x/y"), b"no jpeg")
        body = sender.file(1).body
        broker.say("return-gate/v1/depot-7/gate-9/inspection", body)
        central.until(lambda: central.sequences() == [1], sender)
        with reading(central.database.path) as db:
            assert sorted(one.reason for one in kept(db, 10)) == [
                "foreign_source",
                "no_json",
                "schema",
                "thumbnail",
            ]


def test_the_broker_goes_away_and_comes_back(tmp_path: Path, broker: Mosquitto, store: Store) -> None:
    with consumer(tmp_path, broker.port) as central, gate(store, broker.port) as sender:
        central.connect()
        broker.kill()
        central.until(lambda: central.listening.pulse.trouble is not None)
        broker.start()
        central.connect()
        sender.file(1)
        central.until(lambda: central.sequences() == [1], sender)


def test_a_refusal_is_told_in_words(tmp_path: Path) -> None:
    with (
        Mosquitto(tmp_path / "broker", "allow_anonymous false\n") as strict,
        consumer(tmp_path, strict.port) as central,
    ):
        central.until(lambda: "does not let us in" in (central.listening.pulse.trouble or ""))


def test_without_a_broker_it_says_so_and_waits(tmp_path: Path) -> None:
    with consumer(tmp_path, free_port()) as central:
        central.until(lambda: "no connection to" in (central.listening.pulse.trouble or ""))


def test_tls_a_password_and_the_access_list_of_the_readme_are_enough(tmp_path: Path, store: Store) -> None:
    ca, certificate, key = certificates(tmp_path)
    (tmp_path / "acl").write_text(
        "user central\ntopic read return-gate/v1/+/+/#\ntopic write return-gate/v1/+/+/ack\n"
        "user gate\ntopic readwrite return-gate/v1/depot-7/gate-2/#\n"
    )
    secret = tmp_path / "secret"
    secret.write_text("right\n")
    words = passwords(tmp_path, "central", "gate")
    settings = f"password_file {words}\nacl_file {tmp_path / 'acl'}\ncertfile {certificate}\nkeyfile {key}\n"
    me = {"username": "central", "password_file": secret}
    with (
        Mosquitto(tmp_path / "broker", settings) as broker,
        gate(store, broker.port, username="gate", password_file=secret, tls=Tls(ca_file=ca)) as sender,
        consumer(tmp_path, broker.port, ca_file=ca, **me) as central,
    ):
        central.connect()
        sender.file(1)
        central.until(lambda: central.sequences() == [1], sender)
        central.until(lambda: "gate-2/ack'" in broker.log(), sender)
        assert "Denied PUBLISH from return-gate-consumer" not in broker.log()


def test_an_access_list_that_forbids_our_ack_is_told_once(
    tmp_path: Path, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "acl").write_text(
        "topic read #\ntopic write return-gate/v1/+/+/inspection\ntopic write return-gate/v1/+/+/state\n"
    )
    settings = f"allow_anonymous true\nacl_file {tmp_path / 'acl'}\n"
    with (
        Mosquitto(tmp_path / "broker", settings) as broker,
        gate(store, broker.port) as sender,
        consumer(tmp_path, broker.port) as central,
    ):
        central.connect()
        sender.file(1)
        central.until(lambda: central.sequences() == [1], sender)
        sender.file(2)
        central.until(lambda: central.sequences() == [1, 2], sender)
        central.until(lambda: "code=ack-refused" in caplog.text)
        assert caplog.text.count("code=ack-refused") == 1
        assert "return-gate/v1/+/+/ack" in caplog.text


def test_a_certificate_of_a_stranger_is_told(tmp_path: Path) -> None:
    _, certificate, key = certificates(tmp_path)
    (tmp_path / "other").mkdir()
    stranger, _, _ = certificates(tmp_path / "other")
    settings = f"allow_anonymous true\ncertfile {certificate}\nkeyfile {key}\n"
    with (
        Mosquitto(tmp_path / "broker", settings) as broker,
        consumer(tmp_path, broker.port, ca_file=stranger) as central,
    ):
        central.until(lambda: "certificate verify failed" in (central.listening.pulse.trouble or ""))


@pytest.mark.parametrize(
    ("answers", "why"),
    [
        (
            [b"\x20\x03\x00\x00\x00", b"\x90\x07\x00\x01\x00\x01\x01\x01\x87"],
            "read return-gate/v1/+/+/evidence/+/+",
        ),
        ([b"\x20\x03\x00\x00\x00", b"\x90\x04\x00\x01\x00\x01"], "makes no sense"),
        ([b"\x20\x03\x00\x00\x00", b"\x32\x02\x00\xff"], "makes no sense"),
        ([b"\x20\x03\x00\x97\x00"], "does not let us in: Quota exceeded"),
    ],
)
def test_whatever_a_broker_answers_it_is_told_and_tried_again(
    tmp_path: Path, answers: list[bytes], why: str
) -> None:
    with ScriptedBroker(answers) as broker, consumer(tmp_path, broker.port) as central:
        central.until(lambda: broker.connections > 1)
        assert central.listening.pulse.trouble is not None
        assert why in central.listening.pulse.trouble
