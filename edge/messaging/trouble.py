"""What keeps the gate from its broker, in a technician's words, with a remedy."""

from __future__ import annotations

import socket
import ssl
from dataclasses import dataclass

from edge.domain.errors import BrokerError
from edge.messaging.facts import SILENCE, Lost


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """One reason; ``code`` is stable."""

    code: str
    text: str
    remedy: str


class UnreachableError(BrokerError):
    """No connection, and why."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(f"{trouble.text}; {trouble.remedy}")
        self.trouble = trouble


NO_ANSWER = Trouble(
    code="no-answer",
    text="something accepts connections there, but does not answer as a broker does",
    remedy="check mqtt.host, mqtt.port and mqtt.tls",
)
_TRIES_AGAIN = "look at the broker; the gate tries again"
_REFUSALS = (
    (
        0x84,
        "protocol-refused",
        "the broker does not speak MQTT 5",
        "use one that does (mosquitto 2)",
    ),
    (0x85, "client-id-refused", "the broker does not accept this client id", "check the site and gate ids"),
    (0x86, "password-refused", "wrong user name or password", "check mqtt.username and mqtt.password_file"),
    (
        0x87,
        "not-authorized",
        "the broker does not let this user in (user name, password or access list)",
        "check mqtt.username, mqtt.password_file and the broker's access list",
    ),
    (0x88, "broker-unavailable", "the broker says that it is unavailable", _TRIES_AGAIN),
    (0x89, "broker-busy", "the broker says that it is busy", _TRIES_AGAIN),
    (0x8A, "banned", "the broker has banned this client", "ask the broker's keeper"),
    (SILENCE, "broker-silent", "the broker stopped answering", "look at the network; the gate tries again"),
    (
        0x8E,
        "session-taken-over",
        "another client came with the same client id",
        "make sure that no second gate or program uses these site and gate ids",
    ),
    (0x95, "oversize", "the broker calls a packet too large", "raise the broker's maximum packet size"),
)
_BY_CODE = {code: Trouble(code=name, text=text, remedy=remedy) for code, name, text, remedy in _REFUSALS}


def refusal(code: int) -> Trouble:
    """The trouble behind a reason code of CONNACK or DISCONNECT."""
    text = f"the broker ended the connection (reason 0x{code:02x})"
    return _BY_CODE.get(code) or Trouble(code="connection-ended", text=text, remedy=_TRIES_AGAIN)


def loss(lost: Lost) -> Trouble:
    """The trouble behind a connection that ended."""
    if lost.complaint is not None:
        return _complaint(lost.complaint)
    if lost.let_in or lost.code in _BY_CODE:
        return refusal(lost.code)
    text = "the connection was ended before the broker let us in"
    remedy = "check mqtt.port, mqtt.tls and the gate's certificate; look at the broker's log"
    return Trouble(code="connection-ended", text=text, remedy=remedy)


def alert_of(error: Exception) -> str | None:
    """OpenSSL's name of the alert that the other side sent; None where the error is another."""
    why = str(getattr(error, "reason", ""))
    return why if isinstance(error, ssl.SSLError) and "ALERT" in why else None


def _complaint(alert: str) -> Trouble:
    """OpenSSL's name of an alert, such as ``TLSV13_ALERT_CERTIFICATE_REQUIRED``, in words."""
    what = alert.rpartition("ALERT_")[2].replace("_", " ").lower()
    if "certificate" not in what and "unknown ca" not in what:
        remedy = "check mqtt.port, mqtt.tls and the gate's certificate"
        return Trouble(code="tls-failed", text=f"the broker ended TLS: {what}", remedy=remedy)
    text = f"the broker does not accept this gate's certificate: {what}"
    remedy = "check mqtt.tls.cert_file, until when it is valid, the clock, and the broker's authority"
    return Trouble(code="gate-certificate-refused", text=text, remedy=remedy)


def no_connection(error: OSError | UnicodeError, host: str, port: int) -> Trouble:
    """The trouble behind an error of the system, or of a host that is no name, while connecting."""
    alert = alert_of(error)
    if alert is not None:
        return _complaint(alert)
    code, text, remedy = _of_system(error, host, f"{host}:{port}")
    return Trouble(code=code, text=text, remedy=remedy)


def _of_system(error: OSError | UnicodeError, host: str, place: str) -> tuple[str, str, str]:
    if isinstance(error, ssl.SSLCertVerificationError):
        text = f"the certificate of {place} is not accepted: {error.verify_message}"
        return "certificate-refused", text, "check mqtt.tls.ca_file, mqtt.host and the clock"
    if isinstance(error, ssl.SSLError):
        text = f"no TLS with {place}: {error.strerror or error}"
        return "tls-failed", text, "check mqtt.port, mqtt.tls and the gate's certificate"
    if isinstance(error, socket.gaierror | UnicodeError):
        return "unknown-host", f"{host} is not known", "check mqtt.host and the name server"
    text = f"no connection to {place}: {error.strerror or error}"
    return "unreachable", text, "check mqtt.host, mqtt.port, mqtt.tls, the network and the broker"
