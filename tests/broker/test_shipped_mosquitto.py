"""``deploy/mosquitto``: its configuration, its access list, and what it does not lose."""

from __future__ import annotations

import json
import logging
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from edge.config.camera import Camera
from edge.config.telling import Mqtt, Tls
from edge.inspection.identity import vehicle_key
from edge.storage.store import Store
from edge.wire.expected import expected_cars
from edge.wire.schemas import shipped as schema
from tests.broker.gate import TOPICS, gate
from tests.broker.listener import until
from tests.broker.shipped import SHIPPED, ShippedMosquitto
from tests.broker.test_consumer import consumer
from tests.unit.app.parts import KEY, Script, config, parts, running

MINE = "depot-7", "gate-2"
USER = "depot-7.gate-2"
ROOT = "return-gate/v1/test/live"
SCHEMAS = {
    "state": "state.v1.json",
    "info": "info.v1.json",
    "health": "health.v1.json",
    "lane": "lane.v1.json",
    "inspection": "event.json",
}


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[ShippedMosquitto]:
    made = ShippedMosquitto(tmp_path / "broker")
    made.allow("desk")
    with made:
        yield made


def trusting(broker: ShippedMosquitto) -> Tls:
    return Tls(ca_file=broker.authority.certificate)


def test_a_gate_and_a_consumer_with_passwords(tmp_path: Path, broker: ShippedMosquitto, store: Store) -> None:
    mine, theirs = broker.password_of("gate", *MINE), broker.password_of("consumer")
    broker.reload()
    with (
        gate(
            store,
            broker.port,
            username=USER,
            password_file=mine,
            tls=trusting(broker),
            wait_for="consumer",
        ) as sender,
        consumer(
            tmp_path,
            broker.port,
            username="consumer",
            password_file=theirs,
            ca_file=broker.authority.certificate,
        ) as central,
    ):
        central.connect()
        for number in range(1, 11):
            sender.file(number)
        central.until(lambda: not sender.waiting(), sender)
        assert central.sequences() == list(range(1, 11))
        assert "Denied" not in broker.log()


def test_a_gate_and_a_consumer_with_certificates(
    tmp_path: Path, broker: ShippedMosquitto, store: Store
) -> None:
    for words in (("gate", *MINE), ("consumer",)):
        assert broker.allow(*words, "--certificate").stdout == ""
    broker.reload()
    mine, theirs = broker.authority.client(USER), broker.authority.client("consumer")
    tls = Tls(ca_file=broker.authority.certificate, cert_file=mine.certificate, key_file=mine.key)
    with (
        gate(store, broker.certificate_port, tls=tls, wait_for="consumer") as sender,
        consumer(
            tmp_path,
            broker.certificate_port,
            ca_file=broker.authority.certificate,
            cert_file=theirs.certificate,
            key_file=theirs.key,
        ) as central,
    ):
        central.connect()
        sender.file(1)
        central.until(lambda: not sender.waiting(), sender)
        assert "Denied" not in broker.log()


def test_the_centre_says_which_cars_a_site_expects(
    tmp_path: Path, broker: ShippedMosquitto, caplog: pytest.LogCaptureFixture
) -> None:
    """With the words of the README, and nothing of the gate's own code on the centre's side."""
    mine, theirs = broker.password_of("gate", "test", "live"), broker.password_of("centre")
    broker.reload()
    (tmp_path / "fleet.key").write_text(f"{KEY.hex()}\n")
    readme = (SHIPPED / "README.md").read_text()
    words = readme[readme.index("key_of() {") : readme.index("mosquitto_pub …")]
    subprocess.run(["bash", "-euc", words], cwd=tmp_path, check=True)
    roster = (tmp_path / "roster.json").read_bytes()
    (car,) = expected_cars(roster)
    assert car.key == vehicle_key("123가4567", KEY)
    broker.say(
        "return-gate/v1/test/expected",
        roster,
        retain=True,
        user={"username": "centre", "password": theirs.read_text().strip()},
        ca_file=broker.authority.certificate,
    )
    mqtt = Mqtt(
        host="127.0.0.1", port=broker.port, username="test.live", password_file=mine, tls=trusting(broker)
    )
    made = config(tmp_path / "state", Camera(role="lane", source="/dev/video0"), mqtt=mqtt)
    with caplog.at_level(logging.INFO), running(made, parts(Script("lane", [6]))):
        until(lambda: "code=roster cars=1" in caplog.text)
    assert "Denied" not in broker.log()


@pytest.mark.skipif(shutil.which("mosquitto_sub") is None, reason="mosquitto-clients is not installed")
def test_mosquitto_sub_sees_a_whole_gate_and_all_of_it_obeys_the_schemas(
    tmp_path: Path, broker: ShippedMosquitto
) -> None:
    mine, theirs = broker.password_of("gate", "test", "live"), broker.password_of("consumer")
    broker.reload()
    mqtt = Mqtt(
        host="127.0.0.1",
        port=broker.port,
        username="test.live",
        password_file=mine,
        tls=trusting(broker),
    )
    made = config(tmp_path / "state", Camera(role="lane", source="/dev/video0"), mqtt=mqtt)
    heard = tmp_path / "heard"
    words = [
        "mosquitto_sub", "-V", "5", "-h", "127.0.0.1", "-p", str(broker.port), "-u", "consumer",
        "-P", theirs.read_text().strip(), "--cafile", str(broker.authority.certificate),
        "-t", f"{ROOT}/#", "-q", "1", "-F", "%j",
    ]  # fmt: skip
    with heard.open("wb") as file, subprocess.Popen(words, stdout=file) as subscriber:
        until(lambda: "Sending SUBACK" in broker.log())
        with running(made, parts(Script("lane", [6, *[1] * 100]), few=3)):
            until(lambda: set(SCHEMAS) <= tails(heard), within_s=20)
        until(lambda: b"stopped" in heard.read_bytes())
        subscriber.terminate()
    seen = 0
    for message in map(json.loads, heard.read_text().splitlines()):
        tail = message["topic"].removeprefix(f"{ROOT}/")
        if tail in SCHEMAS:
            Draft202012Validator(schema(SCHEMAS[tail])).validate(json.loads(message["payload"]))
            seen += 1
    assert seen >= len(SCHEMAS)
    assert "Denied" not in broker.log()


def tails(heard: Path) -> set[str]:
    lines = heard.read_text().splitlines()
    return {json.loads(line)["topic"].removeprefix(f"{ROOT}/") for line in lines if line.endswith("}")}


def test_nobody_is_let_in_unknown_and_no_gate_speaks_for_another(
    broker: ShippedMosquitto, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    other = broker.password_of("gate", "depot-7", "gate-3")
    broker.reload()
    with gate(store, broker.port, tls=trusting(broker)) as nobody:
        nobody.file(1)
        nobody.until(lambda: nobody.publisher.trouble is not None)
        assert nobody.publisher.trouble is not None
        assert nobody.publisher.trouble.code == "not-authorized"
    with gate(
        store, broker.port, username="depot-7.gate-3", password_file=other, tls=trusting(broker)
    ) as foreign:
        foreign.until(lambda: "code=publish-refused" in caplog.text)
        for tail in ("alert/nobody-listens", "state"):
            said = f"code=notice-refused topic={TOPICS.of(tail)} reason=not_authorized"
            assert caplog.text.count(said) == 1
        assert foreign.waiting() == [1]
    assert broker.log().count(f"as {TOPICS.site}-{TOPICS.gate} (p5") == 1, "the broker cut the connection"


@pytest.mark.parametrize("unlimited", ["1000000000", "0"])
def test_a_gate_that_may_raise_no_alert_sends_its_events(
    tmp_path: Path, broker: ShippedMosquitto, store: Store, unlimited: str
) -> None:
    """With 0, "no limit", mosquitto before 2.0.22 cuts the connection over it, which the gate gets over."""
    mine = broker.password_of("gate", *MINE)
    rights = broker.private / "acl"
    rights.write_text("".join(line for line in rights.read_text().splitlines(True) if "/alert/" not in line))
    limit = broker.folder / "conf.d" / "return-gate.conf"
    limit.write_text(
        limit.read_text().replace("max_queued_messages 1000000000", f"max_queued_messages {unlimited}")
    )
    broker.stop()
    broker.start()
    with gate(
        store,
        broker.port,
        username=USER,
        password_file=mine,
        tls=trusting(broker),
        no_subscriber="accept",
    ) as sender:
        sender.file(1)
        sender.until(lambda: not sender.waiting())
        sender.for_a_while(0.5)
        assert sender.publisher.connected


@pytest.mark.parametrize("words", [[], ["gate"], ["gate", "Depot 7", "x"], ["gate", "a", "b", "c"], ["x"]])
def test_the_script_refuses_nonsense(tmp_path: Path, words: list[str]) -> None:
    made = ShippedMosquitto(tmp_path / "broker")
    assert made.allow(*words).returncode == 2
    assert not (made.private / "acl").exists() or not (made.private / "acl").read_text()


def test_who_is_there_already_keeps_the_password(tmp_path: Path) -> None:
    made = ShippedMosquitto(tmp_path / "broker")
    made.password_of("gate", *MINE)
    before = (made.private / "acl").read_text(), (made.private / "passwords").read_text()
    again = made.allow("gate", *MINE)
    assert again.returncode == 2
    assert "there already" in again.stderr
    assert ((made.private / "acl").read_text(), (made.private / "passwords").read_text()) == before


def test_a_try_that_failed_can_be_repeated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = ShippedMosquitto(tmp_path / "broker")
    failing = tmp_path / "bin" / "mosquitto_passwd"
    failing.parent.mkdir()
    failing.write_text("#!/bin/sh\nexit 1\n")
    failing.chmod(0o755)
    with monkeypatch.context() as patch:
        patch.setenv("PATH", f"{failing.parent}:{os.environ['PATH']}")
        assert made.allow("gate", *MINE).returncode == 1
    again = made.allow("gate", *MINE)
    assert (again.returncode, len(again.stdout.strip())) == (0, 32), again.stderr
    assert (made.private / "passwords").read_text().startswith(".".join(MINE))


@pytest.mark.slow
def test_what_was_acknowledged_survives_a_kill_beyond_a_thousand_messages(
    tmp_path: Path, broker: ShippedMosquitto, store: Store
) -> None:
    mine, theirs = broker.password_of("gate", *MINE), broker.password_of("consumer")
    broker.reload()
    ca = broker.authority.certificate
    me = {"username": "consumer", "password_file": theirs, "ca_file": ca}
    with consumer(tmp_path, broker.port, **me) as central:
        central.connect()
    count = 1_300
    with gate(store, broker.port, username=USER, password_file=mine, tls=Tls(ca_file=ca)) as sender:
        sender.connect()
        for number in range(1, count + 1):
            sender.file(number)
        sender.until(lambda: not sender.waiting(), within_s=60)
    time.sleep(2.5)  # the interval after which what was acknowledged is on the disk
    broker.kill()
    broker.start()
    with consumer(tmp_path, broker.port, **me) as central:
        central.until(lambda: len(central.sequences()) == count)
        assert central.sequences() == list(range(1, count + 1))
