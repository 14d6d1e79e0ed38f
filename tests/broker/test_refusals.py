from __future__ import annotations

import json
import logging
import subprocess
from pathlib import Path

import pytest

from edge.config.telling import Tls
from edge.storage.store import Store
from tests.broker.gate import gate
from tests.broker.listener import Listener, until
from tests.broker.mosquitto import Mosquitto
from tests.broker.proxy import CuttingProxy
from tests.examples import inspection


def passwords(folder: Path, name: str, password: str) -> Path:
    file = folder / "passwords"
    command = ["mosquitto_passwd", "-b", "-c", str(file), name, password]
    subprocess.run(command, check=True, capture_output=True)
    return file


def test_a_wrong_password_is_told_once_and_nothing_leaves(
    tmp_path: Path, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    settings = f"password_file {passwords(tmp_path, 'gate', 'right')}\n"
    secret = tmp_path / "secret"
    secret.write_text("wrong\n")
    with (
        Mosquitto(tmp_path / "broker", settings) as broker,
        gate(store, broker.port, username="gate", password_file=secret) as sender,
    ):
        sender.file(1)
        sender.for_a_while(0.5)
        assert sender.waiting() == [1]
        assert not sender.publisher.connected
        told = [r.getMessage() for r in caplog.records if r.levelno == logging.ERROR]
        assert len(told) == 1
        assert "check mqtt.username, mqtt.password_file" in told[0]
        # Mended while it runs: no restart is needed.
        secret.write_text("right\n")
        sender.connect()


def test_a_password_file_that_is_not_there_is_told(broker: Mosquitto, store: Store) -> None:
    with gate(store, broker.port, username="gate", password_file=Path("/nowhere/secret")) as sender:
        sender.publisher.step(0)
        assert sender.publisher.trouble is not None
        assert sender.publisher.trouble.code == "password-file"


def test_an_access_list_that_forbids_events_keeps_them_and_says_so(tmp_path: Path, store: Store) -> None:
    rules = tmp_path / "acl"
    allowed = ("read #", "write return-gate/v1/+/+/state", "write return-gate/v1/+/+/alert/+")
    rules.write_text("".join(f"topic {rule}\n" for rule in allowed))
    settings = f"allow_anonymous true\nacl_file {rules}\n"
    with (
        Mosquitto(tmp_path / "broker", settings) as broker,
        Listener(broker.port) as listener,
        gate(store, broker.port) as sender,
    ):
        sender.connect()
        for number in (1, 2):
            sender.file(number)
        # The first payload is empty: what an earlier run may have left there is cleared.
        sender.until(lambda: len(listener.payloads("alert/publish-refused")) == 2)
        alert = json.loads(listener.payloads("alert/publish-refused")[1])
        assert "access list" in alert["text"]
        sender.for_a_while(0.3)
        assert sender.waiting() == [1, 2]
        assert sender.publisher.connected
        assert store.outbox.depth().set_aside == 0
        # Mended: what waited goes without anybody's help.
        rules.write_text("topic readwrite #\n")
        broker.reload()
        sender.until(lambda: not sender.waiting())
        until(lambda: len(listener.events()) == 2)


def test_a_row_that_costs_the_connection_three_times_stands_aside(broker: Mosquitto, store: Store) -> None:
    poison = inspection(2).inspection_id.encode()
    with (
        CuttingProxy(broker.port, poison) as proxy,
        Listener(broker.port) as listener,
        gate(store, proxy.port) as sender,
    ):
        filed = [sender.file(number) for number in (1, 2, 3)]
        sender.until(lambda: not sender.waiting())
        until(lambda: len({event.id for event in listener.events()}) == 2)
        assert {event.id for event in listener.events()} == {filed[0].event.id, filed[2].event.id}
        (row,) = store.outbox.aside()
        assert (row.sequence, row.reason, row.times) == (2, "connection_lost", 3)
        assert proxy.cuts == 3


def test_a_connection_that_dies_over_its_greeting_blames_no_row(broker: Mosquitto, store: Store) -> None:
    with CuttingProxy(broker.port, b'"ready"') as proxy, gate(store, proxy.port) as sender:
        sender.file(1)
        sender.until(lambda: proxy.cuts >= 4)
        assert sender.waiting() == [1]
        assert store.outbox.pending(1)[0].times == 0


def test_something_that_is_no_broker_is_told(store: Store) -> None:
    with CuttingProxy(1, b"MQTT") as proxy:
        pass
    with gate(store, proxy.port) as sender:
        sender.publisher.step(0)
        assert sender.publisher.trouble is not None
        assert sender.publisher.trouble.code == "unreachable"


def certificates(folder: Path) -> tuple[Path, Path, Path]:
    """A certificate authority, and a certificate and key of 127.0.0.1 that it has signed."""
    ca_key, ca, key, request, signed = (folder / n for n in ("ca.key", "ca.crt", "s.key", "s.csr", "s.crt"))
    names = folder / "names"
    names.write_text("subjectAltName=IP:127.0.0.1\n")
    new = ["openssl", "req", "-newkey", "rsa:2048", "-nodes"]
    sign = ["openssl", "x509", "-req", "-in", request, "-CA", ca, "-CAkey", ca_key, "-CAcreateserial"]
    for command in (
        [*new, "-x509", "-subj", "/CN=ca", "-days", "2", "-keyout", ca_key, "-out", ca],
        [*new, "-subj", "/CN=broker", "-keyout", key, "-out", request],
        [*sign, "-days", "2", "-extfile", names, "-out", signed],
    ):
        subprocess.run([str(word) for word in command], check=True, capture_output=True)
    return ca, signed, key


def test_tls_carries_events_and_a_strange_certificate_is_told(tmp_path: Path, store: Store) -> None:
    ca, certificate, key = certificates(tmp_path)
    (tmp_path / "other").mkdir()
    stranger, _, _ = certificates(tmp_path / "other")
    settings = f"allow_anonymous true\ncertfile {certificate}\nkeyfile {key}\n"
    with Mosquitto(tmp_path / "broker", settings) as broker:
        with gate(store, broker.port, tls=Tls(ca_file=stranger)) as sender:
            sender.file(1)
            sender.publisher.step(0)
            assert sender.publisher.trouble is not None
            assert sender.publisher.trouble.code == "certificate-refused"
            assert "mqtt.tls.ca_file" in sender.publisher.trouble.remedy
            assert sender.waiting() == [1]
        with gate(store, broker.port, tls=Tls(ca_file=ca), no_subscriber="accept") as sender:
            sender.until(lambda: not sender.waiting())
        with gate(store, broker.port, tls=Tls(ca_file=tmp_path / "nowhere")) as sender:
            sender.publisher.step(0)
            assert sender.publisher.trouble is not None
            assert sender.publisher.trouble.code == "certificate-file"
