"""What a connection has to tell, as plain values."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message to be published, QoS 1."""

    topic: str
    payload: bytes = field(repr=False)
    retain: bool = False
    content_type: str = "application/json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Connected:
    """The broker has let us in, within these limits."""

    receive_maximum: int
    """How many of our messages it lets be unacknowledged."""
    maximum_packet_size: int
    """Bytes of the largest packet that it takes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """The broker has not let us in; ``code`` is the MQTT 5 reason code."""

    code: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledged:
    """PUBACK: the only truth about a publish. ``code`` is its MQTT 5 reason code."""

    mid: int
    code: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscribed:
    """SUBACK, a reason code per filter."""

    mid: int
    codes: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived:
    """A message that we subscribed to."""

    topic: str
    payload: bytes
    retained: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Lost:
    """The connection is gone; ``code`` is the MQTT 5 reason code, 0x80 where there was none."""

    code: int
    complaint: str | None = None
    """OpenSSL's name of the TLS alert that ended it."""
    let_in: bool = True
    """The broker had let us in before."""


Fact = Connected | Refused | Acknowledged | Subscribed | Arrived | Lost

SILENCE = 0x8D
"""Keep alive timeout: the network went away, and nothing that we sent is to blame."""
