from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, Thread
from time import monotonic

import pytest

from edge.storage.store import Store
from edge.wire.event import EventType
from edge.wire.standing import Condition
from tests.broker.gate import TOPICS, gate
from tests.broker.listener import Listener, until
from tests.broker.mosquitto import Mosquitto
from tests.examples import inspection


def test_events_arrive_in_order_and_leave_on_the_acknowledgement(broker: Mosquitto, store: Store) -> None:
    with Listener(broker.port) as listener, gate(store, broker.port) as sender:
        sender.connect()
        filed = [sender.file(number) for number in range(1, 21)]
        sender.until(lambda: not sender.waiting())
        until(lambda: len(listener.events()) == 20)
        assert [event.id for event in listener.events()] == [f.event.id for f in filed]
        assert [event.sequence for event in listener.events()] == [str(n) for n in range(1, 21)]
        assert not any(event.replayed for event in listener.events())
        assert not any(m.retained for m in listener.heard if m.topic == TOPICS.of("inspection"))


def test_without_a_broker_rows_wait_and_what_arrives_late_says_replayed(tmp_path: Path, store: Store) -> None:
    broker = Mosquitto(tmp_path / "broker")
    with gate(store, broker.port) as sender:
        for number in (1, 2, 3):
            sender.file(number)
        sender.for_a_while(0.3)
        assert sender.waiting() == [1, 2, 3]
        assert sender.publisher.trouble is not None
        assert sender.publisher.trouble.code == "unreachable"
        with broker, Listener(broker.port) as listener:
            sender.until(lambda: not sender.waiting())
            sender.file(4)
            sender.until(lambda: not sender.waiting())
            until(lambda: len(listener.events()) == 4)
            assert [event.replayed for event in listener.events()] == [True, True, True, False]
            assert [event.sequence for event in listener.events()] == ["1", "2", "3", "4"]
            assert sender.publisher.trouble is None


def test_the_broker_goes_away_and_comes_back(broker: Mosquitto, store: Store) -> None:
    with gate(store, broker.port) as sender:
        with Listener(broker.port) as listener:
            sender.connect()
            first = sender.file(1)
            sender.until(lambda: not sender.waiting())
            until(lambda: len(listener.events()) == 1)
        broker.kill()
        second = sender.file(2)
        sender.until(lambda: not sender.publisher.connected)
        third = sender.file(3)
        broker.start()
        with Listener(broker.port) as listener:
            sender.until(lambda: not sender.waiting())
            until(lambda: len(listener.events()) >= 2)
            ids = [event.id for event in listener.events()]
            assert ids == [second.event.id, third.event.id]
            assert all(event.replayed for event in listener.events())
        assert first.event.sequence == "1"


def test_a_process_that_dies_sends_the_same_events_again(broker: Mosquitto, store: Store) -> None:
    # The publisher is dropped with its rows in flight, as SIGKILL drops it.
    with Listener(broker.port) as listener:
        with gate(store, broker.port) as first:
            first.connect()
            filed = [first.file(number) for number in (1, 2, 3)]
            first.publisher.step(0)
        with gate(store, broker.port, session=2) as second:
            second.until(lambda: not second.waiting())
        until(lambda: {event.id for event in listener.events()} == {f.event.id for f in filed})
        assert {event.sequence for event in listener.events()} == {"1", "2", "3"}


def test_with_nobody_subscribed_the_rows_stay_until_somebody_listens(broker: Mosquitto, store: Store) -> None:
    with gate(store, broker.port) as sender:
        sender.connect()
        for number in (1, 2, 3):
            sender.file(number)
        # What an earlier run may have left is cleared first; then it stands.
        sender.until(lambda: broker.log().count("alert/nobody-listens'") >= 2)
        sender.for_a_while(0.2)
        assert sender.waiting() == [1, 2, 3]
        with Listener(broker.port, "return-gate/v1/#") as listener:
            until(lambda: bool(listener.payloads("alert/nobody-listens")))
            alert = json.loads(listener.payloads("alert/nobody-listens")[0])
            assert "nobody has subscribed" in alert["text"]
            sender.until(lambda: not sender.waiting())
            until(lambda: len(listener.events()) == 3)
            assert [event.sequence for event in listener.events()] == ["1", "2", "3"]
            assert all(event.replayed for event in listener.events())
            sender.until(lambda: listener.payloads("alert/nobody-listens")[-1] == b"")


def test_accept_takes_nobody_for_an_answer(broker: Mosquitto, store: Store) -> None:
    with gate(store, broker.port, no_subscriber="accept") as sender:
        sender.connect()
        sender.file(1)
        sender.until(lambda: not sender.waiting())


def test_a_row_asked_for_again_is_sent_again_with_its_id(broker: Mosquitto, store: Store) -> None:
    with Listener(broker.port) as listener, gate(store, broker.port) as sender:
        sender.connect()
        filed = [sender.file(number) for number in (1, 2)]
        sender.until(lambda: not sender.waiting())
        assert sender.store.outbox.resend(2) == 1
        sender.until(lambda: not sender.waiting())
        until(lambda: len(listener.events()) == 3)
        assert [event.id for event in listener.events()] == [filed[n].event.id for n in (0, 1, 1)]
        assert listener.events()[-1].replayed


def test_a_damaged_row_stands_aside_and_those_behind_it_go_on(broker: Mosquitto, store: Store) -> None:
    with Listener(broker.port) as listener, gate(store, broker.port) as sender:
        for number in (1, 2, 3):
            sender.file(number)
        with store.database.transaction() as db:
            db.execute("UPDATE event SET body = x'00ff' WHERE sequence = 2")
        sender.until(lambda: not sender.waiting())
        until(lambda: len(listener.events()) == 2)
        (row,) = store.outbox.aside()
        assert row.sequence == 2
        assert row.reason is not None
        assert row.reason.startswith("damaged")
        assert store.outbox.depth().set_aside == 1


def test_an_oversize_event_stands_aside_before_it_is_sent(tmp_path: Path, store: Store) -> None:
    settings = "allow_anonymous true\nmax_packet_size 2000\n"
    with Mosquitto(tmp_path / "broker", settings) as broker, gate(store, broker.port) as sender:
        small = sender.file(1)
        with store.database.transaction() as db:
            db.execute("UPDATE event SET body = ? WHERE sequence = 1", (padded(small.body),))
        sender.connect()
        sender.until(lambda: bool(store.outbox.aside()))
        assert store.outbox.aside()[0].reason == "oversize"
        assert sender.publisher.connected


def padded(body: bytes) -> bytes:
    plain = json.loads(body)
    plain["data"]["decision_reasons"] = ["x" * 3000]
    return json.dumps(plain).encode()


def test_the_notices_stand_on_the_broker_and_the_will_says_lost(broker: Mosquitto, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.broker.lone_gate", str(tmp_path / "state"), str(broker.port), "7"]
    with Listener(broker.port) as listener, subprocess.Popen(command) as lone:
        until(lambda: bool(listener.payloads("state")))
        lone.kill()
        until(lambda: len(listener.payloads("state")) == 2)
        said = [json.loads(payload) for payload in listener.payloads("state")]
    assert [(state["state"], state["session"]) for state in said] == [("ready", 7), ("lost", 7)]
    with Listener(broker.port) as late:
        until(lambda: bool(late.payloads("state")))
        assert late.heard[0].retained


def test_a_clean_stop_says_stopped_and_leaves_no_will(broker: Mosquitto, store: Store) -> None:
    with Listener(broker.port) as listener:
        with gate(store, broker.port) as sender:
            sender.connect()
            sender.say(Condition.STOPPED)
        until(lambda: len(listener.payloads("state")) >= 2)
        said = [json.loads(payload)["state"] for payload in listener.payloads("state")]
        assert said == ["ready", "stopped"]


def test_everything_that_stands_is_told_again_on_every_connect(broker: Mosquitto, store: Store) -> None:
    with gate(store, broker.port) as sender:
        sender.connect()
        broker.kill()
        sender.until(lambda: not sender.publisher.connected)
        broker.start()
        sender.connect()
        with Listener(broker.port) as listener:
            until(lambda: bool(listener.payloads("state")))
            assert json.loads(listener.payloads("state")[0])["state"] == "ready"


def test_one_thread_files_while_another_sends(broker: Mosquitto, store: Store) -> None:
    stop = Event()
    with (
        Listener(broker.port) as listener,
        store.sibling() as other,
        gate(other, broker.port) as sender,
    ):
        publishing = Thread(target=sender.publisher.run, args=(stop,))
        publishing.start()
        for number in range(1, 101):
            store.file(EventType.COMPLETED, inspection(number), [], datetime.now(UTC))
        until(lambda: len(listener.events()) == 100)
        until(lambda: not store.outbox.depth().waiting)
        stop.set()
        publishing.join(5)
        assert [event.sequence for event in listener.events()] == [str(n) for n in range(1, 101)]


def test_a_replay_sends_its_rows_and_never_speaks_for_the_gate(broker: Mosquitto, store: Store) -> None:
    with Listener(broker.port) as listener:
        with gate(store, broker.port, session=None) as sender:
            sender.file(1)
            sender.until(lambda: not sender.waiting())
        until(lambda: len(listener.events()) == 1)
        assert {message.topic for message in listener.heard} == {TOPICS.of("inspection")}


def test_catching_up_is_rate_limited_and_what_is_new_is_not(broker: Mosquitto, store: Store) -> None:
    with Listener(broker.port) as listener, gate(store, broker.port, rate_per_s=5) as sender:
        for number in range(1, 9):
            sender.file(number)
        sender.connect()
        began = monotonic()
        sender.until(lambda: not sender.waiting())
        assert monotonic() - began > 7 / 5
        began = monotonic()
        for number in range(9, 29):
            sender.file(number)
        sender.until(lambda: not sender.waiting())
        until(lambda: len(listener.events()) == 28)
        assert not any(event.replayed for event in listener.events()[8:])
        assert monotonic() - began < 20 / 5


def test_a_broker_that_takes_few_at_a_time_is_obeyed(tmp_path: Path, store: Store) -> None:
    settings = "allow_anonymous true\nmax_inflight_messages 1\n"
    with (
        Mosquitto(tmp_path / "broker", settings) as broker,
        Listener(broker.port) as listener,
        gate(store, broker.port) as sender,
    ):
        for number in range(1, 11):
            sender.file(number)
        sender.until(lambda: not sender.waiting())
        until(lambda: len(listener.events()) == 10)
        assert [event.sequence for event in listener.events()] == [str(n) for n in range(1, 11)]
        assert sender.publisher.trouble is None


def test_an_acknowledged_row_is_not_sent_again_while_the_disk_cannot_forget_it(
    broker: Mosquitto, store: Store
) -> None:
    with Listener(broker.port) as listener, gate(store, broker.port) as sender:
        sender.connect()
        sender.file(1)
        store.database.run("PRAGMA query_only=ON")
        sender.until(lambda: len(listener.events()) == 1)
        sender.for_a_while(0.3)
        assert len(listener.events()) == 1
        assert sender.waiting() == [1]
        store.database.run("PRAGMA query_only=OFF")
        sender.until(lambda: not sender.waiting())
        assert len(listener.events()) == 1


@pytest.mark.slow
def test_a_broker_that_hangs_is_noticed_and_blames_no_row(broker: Mosquitto, store: Store) -> None:
    with Listener(broker.port), gate(store, broker.port) as sender:
        sender.connect()
        broker.pause()
        sender.file(1)
        sender.until(lambda: not sender.publisher.connected, within_s=15)
        assert sender.publisher.trouble is not None
        assert sender.publisher.trouble.code == "broker-silent"
        assert store.outbox.pending(1)[0].times == 0
        broker.resume()
        sender.until(lambda: not sender.waiting(), within_s=15)
