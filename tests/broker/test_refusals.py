from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from edge.config.telling import Tls
from edge.storage.store import Store
from tests.broker.gate import gate
from tests.broker.listener import Listener, until
from tests.broker.mosquitto import Mosquitto
from tests.broker.papers import Authority, Paper, certificates, passwords
from tests.broker.proxy import CuttingProxy
from tests.examples import inspection


def test_a_wrong_password_is_told_once_and_nothing_leaves(
    tmp_path: Path, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    settings = f"password_file {passwords(tmp_path, 'gate')}\n"
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


def test_an_access_list_that_forbids_events_keeps_them_and_says_so(
    tmp_path: Path, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
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
        warned = [r.getMessage() for r in caplog.records if r.levelno == logging.WARNING]
        assert sum(line.startswith("code=publish-refused ") for line in warned) == 1
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


@pytest.mark.parametrize(
    ("poison", "kind", "rest"), [(b'"ready"', "state", b"/alert/"), (b"/alert/", "alert", b'"ready"')]
)
def test_a_greeting_that_costs_the_connection_three_times_goes_on_without_what_did_it(
    broker: Mosquitto, store: Store, caplog: pytest.LogCaptureFixture, poison: bytes, kind: str, rest: bytes
) -> None:
    with (
        CuttingProxy(broker.port, poison) as proxy,
        Listener(broker.port) as listener,
        gate(store, proxy.port) as sender,
    ):
        sender.file(1)
        sender.until(lambda: proxy.cuts == 2)
        assert store.outbox.pending(1)[0].times == 0, "a row was blamed for the greeting"
        sender.until(lambda: not sender.waiting())
        sender.for_a_while(0.3)
        assert sender.publisher.connected
        assert proxy.cuts == 3
        assert caplog.text.count("code=notice-set-aside") == 1
        assert f"code=notice-set-aside kind={kind} " in caplog.text
        until(lambda: len(listener.events()) == 1)
        heard = b" ".join(message.topic.encode() + message.payload for message in listener.heard)
        assert rest in heard
        assert poison not in heard


def test_something_that_is_no_broker_is_told(store: Store) -> None:
    with CuttingProxy(1, b"MQTT") as proxy:
        pass
    with gate(store, proxy.port) as sender:
        sender.publisher.step(0)
        assert sender.publisher.trouble is not None
        assert sender.publisher.trouble.code == "unreachable"


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


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path / "authority")


@pytest.fixture
def strict(tmp_path: Path, authority: Authority) -> Iterator[Mosquitto]:
    """A broker that lets in whoever shows a certificate of the authority."""
    certificate, key = authority.server()
    settings = (
        f"allow_anonymous true\ncafile {authority.certificate}\ncertfile {certificate}\nkeyfile {key}\n"
        "require_certificate true\nuse_identity_as_username true\n"
    )
    with Mosquitto(tmp_path / "strict", settings) as broker:
        yield broker


def shown(authority: Authority, paper: Paper | None) -> Tls:
    """The gate trusts the authority and shows this paper."""
    if paper is None:
        return Tls(ca_file=authority.certificate)
    return Tls(ca_file=authority.certificate, cert_file=paper.certificate, key_file=paper.key)


@pytest.mark.parametrize(
    ("make", "why"),
    [
        (lambda _own, _other: None, "certificate required"),
        (lambda _own, other: other.client("gate"), "unknown ca"),
        (lambda own, _other: own.client("gate", -1), "certificate expired"),
    ],
)
def test_a_broker_that_refuses_our_certificate_is_told_in_words(
    tmp_path: Path,
    store: Store,
    authority: Authority,
    strict: Mosquitto,
    caplog: pytest.LogCaptureFixture,
    make: Callable[[Authority, Authority], Paper | None],
    why: str,
) -> None:
    paper = make(authority, Authority(tmp_path / "stranger"))
    with gate(store, strict.port, tls=shown(authority, paper)) as sender:
        sender.file(1)
        sender.until(lambda: sender.publisher.trouble is not None)
        sender.for_a_while(0.3)
        told = [r.getMessage() for r in caplog.records if r.levelno == logging.ERROR]
        assert len(told) == 1, told
        assert told[0].startswith("code=gate-certificate-refused ")
        assert why in told[0]
        assert "check mqtt.tls.cert_file" in told[0]
        assert sender.waiting() == [1]
        assert not sender.publisher.connected


def test_a_right_certificate_is_let_in_by_its_name(
    store: Store, authority: Authority, strict: Mosquitto
) -> None:
    tls = shown(authority, authority.client("gate-2"))
    with gate(store, strict.port, tls=tls, no_subscriber="accept") as sender:
        sender.file(1)
        sender.until(lambda: not sender.waiting())
        assert "u'gate-2'" in strict.log()


def test_a_key_that_is_not_the_certificate_s_is_told(store: Store, authority: Authority) -> None:
    one, other = authority.client("one"), authority.client("other")
    with gate(store, 1, tls=shown(authority, Paper(one.certificate, other.key))) as sender:
        sender.publisher.step(0)
        assert sender.publisher.trouble is not None
        assert sender.publisher.trouble.code == "certificate-file"


def test_tls_on_one_side_only_is_told(
    tmp_path: Path, store: Store, authority: Authority, strict: Mosquitto
) -> None:
    with gate(store, strict.port) as plain:
        plain.until(lambda: plain.publisher.trouble is not None)
        assert plain.publisher.trouble is not None
        assert "mqtt.tls" in plain.publisher.trouble.remedy
    with (
        Mosquitto(tmp_path / "plain") as broker,
        gate(store, broker.port, tls=shown(authority, None)) as sender,
    ):
        sender.until(lambda: sender.publisher.trouble is not None)
        assert sender.publisher.trouble is not None
        assert "mqtt.tls" in sender.publisher.trouble.remedy


def test_what_stands_aside_is_told_with_a_remedy(
    tmp_path: Path, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    settings = "allow_anonymous true\nmax_packet_size 1000\n"
    with Mosquitto(tmp_path / "broker", settings) as broker, gate(store, broker.port) as sender:
        sender.file(1)
        sender.until(lambda: bool(store.outbox.aside()))
        (told,) = [r.getMessage() for r in caplog.records if r.levelno == logging.ERROR]
        assert "code=event-set-aside sequence=1" in told
        assert "raise its maximum packet size" in told
        assert store.outbox.depth().set_aside == 1
