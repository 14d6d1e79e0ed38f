from __future__ import annotations

import errno
import socket
import ssl

import pytest

from edge.config.telling import Mqtt, Tls
from edge.messaging.facts import Message
from edge.messaging.mqtt import Link, packet_bytes
from edge.messaging.tls import tls_context
from edge.messaging.trouble import UnreachableError, no_connection, refusal


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (ConnectionRefusedError(errno.ECONNREFUSED, "Connection refused"), "unreachable"),
        (TimeoutError("timed out"), "unreachable"),
        (socket.gaierror(socket.EAI_NONAME, "Name or service not known"), "unknown-host"),
        (UnicodeError("label empty or too long"), "unknown-host"),
        (ssl.SSLError(1, "wrong version number"), "tls-failed"),
    ],
)
def test_every_cause_has_a_code_a_text_and_a_remedy(error: OSError | UnicodeError, code: str) -> None:
    trouble = no_connection(error, "broker.example", 8883)
    assert trouble.code == code
    assert "broker.example" in trouble.text
    assert trouble.remedy.startswith("check ")


@pytest.mark.parametrize(
    ("code", "name"),
    [
        (0x86, "password-refused"),
        (0x87, "not-authorized"),
        (0x8E, "session-taken-over"),
        (0xA2, "connection-ended"),
    ],
)
def test_every_refusal_is_told_in_words(code: int, name: str) -> None:
    assert refusal(code).code == name
    assert refusal(code).remedy


def test_a_port_where_nobody_listens_is_unreachable() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        with pytest.raises(UnreachableError, match=r"no connection to 127\.0\.0\.1"):
            Link(Mqtt(host="127.0.0.1", port=taken.getsockname()[1]), "gate")


def test_a_host_that_is_no_name_is_unknown() -> None:
    with pytest.raises(UnreachableError, match=r"10\.0\.\.5 is not known"):
        Link(Mqtt().model_copy(update={"host": "10.0..5"}), "gate")


def test_the_context_checks_certificate_and_name() -> None:
    context = tls_context(Tls(), 5.0)
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname


def test_the_size_of_a_packet_is_never_underrated() -> None:
    message = Message(topic="a/b", payload=b"x" * 100, content_type="text/plain")
    # Header 1 + length 2 + topic 2+3 + id 2 + properties 1+3+10 + payload.
    assert packet_bytes(message) >= 1 + 2 + 5 + 2 + 14 + 100
