"""Which broker, as whom."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Broker:
    """Where the events come from. Passwords stand in files, never here."""

    host: str
    port: int
    base: str = "return-gate"
    client_id: str = "return-gate-consumer"
    """Names the session at the broker: the same after a restart, another for a second consumer."""
    username: str | None = None
    password_file: Path | None = None
    """Its first line is the password."""
    ca_file: Path | None = None
    """Given: TLS, and the broker's certificate must be signed by this authority."""
    cert_file: Path | None = None
    key_file: Path | None = None
    keepalive_s: int = 30
    session_s: int = 30 * 86_400
    """How long the broker keeps messages for a consumer that is away."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One topic of one gate."""

    sender: str
    """``/{site}/{gate}``."""
    tail: tuple[str, ...]
    """``("inspection",)``, ``("evidence", id, n)`` …"""


def filters(base: str) -> tuple[str, ...]:
    """What the consumer listens to, the product first."""
    return tuple(f"{base}/v1/+/+/{tail}" for tail in ("inspection", "state", "health", "evidence/+/+"))


def place_of(base: str, topic: str) -> Place | None:
    """Whose topic this is; None where it is no gate's."""
    root = f"{base}/v1/"
    words = topic.removeprefix(root).split("/")
    if not topic.startswith(root) or len(words) < 3 or not all(words):
        return None
    site, gate, *tail = words
    return Place(sender=f"/{site}/{gate}", tail=tuple(tail))


def ack_topic(base: str, sender: str) -> str:
    """Where the gate with this source hears that its events are stored."""
    return f"{base}/v1{sender}/ack"
