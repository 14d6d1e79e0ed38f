"""The envelope of everything that is told once: CloudEvents 1.0 in structured JSON."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal

from edge.domain.inspection import Blind, Inspection
from edge.wire.plain import WireError, encode, from_json, to_json

Record = Inspection | Blind
"""What an event can carry as ``data``."""
FIRST = "0" * 64
"""What the first event of a store names as ``previous``."""


class EventType(StrEnum):
    """What happened; the version is of the ``data``'s meaning."""

    COMPLETED = "inspection.completed.v1"
    REVISED = "inspection.revised.v1"
    BLIND = "inspection.blind.v1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """What CloudEvents asks of everything that is told once, and our three extensions."""

    specversion: Literal["1.0"] = "1.0"
    source: str
    """``/{site}/{gate}``."""
    id: str
    """UUID, made once: a duplicate has the same."""
    subject: str
    """The inspection's id; of a response, the verb."""
    time: datetime
    datacontenttype: Literal["application/json"] = "application/json"
    dataschema: str
    """``$id`` of the schema of ``data``."""
    sequence: str
    """Decimal; gapless per ``store``, shared by all event types."""
    store: str
    """UUID of the gate's database: a new card begins a new sequence under a new store."""
    replayed: bool = False
    """Sent later than it could have been: filed before the present connection, or sent before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event(Envelope):
    """One event as filed and as sent."""

    type: EventType
    previous: str | None = None
    """Hash of the event that the store filed before this one, as :func:`event_hash` has it; ``FIRST`` of the
    first; null of one that is older than the chain."""
    data: Record


def schema_id(name: str) -> str:
    """The ``$id`` of a shipped schema. A name, not an address: a gate may have no way to any address."""
    return f"urn:return-gate:schema:{name}"


def event_json(event: Event) -> bytes:
    """The event as it is filed and sent."""
    return to_json(event)


def event_hash(body: bytes) -> str:
    """SHA-256 of an event as it was filed, in hex; sent late, it is first ``stamped`` as not replayed."""
    return hashlib.sha256(body).hexdigest()


def event_from_json(body: bytes | str) -> Event:
    """The inverse of :func:`event_json`. Raises WireError; unknown fields are ignored."""
    return from_json(Event, body)


def stamped(body: bytes, *, replayed: bool) -> bytes:
    """A filed event as it is sent now; all but ``replayed`` stays what was filed.

    Raises WireError if the body is not an event (a damaged row), or none that a gate can have written.
    """
    try:
        plain = json.loads(body)
    except ValueError as error:
        raise WireError(f"no JSON: {error}") from error
    if not isinstance(plain, dict) or "id" not in plain or "sequence" not in plain:
        raise WireError("JSON, but no event")
    try:
        return encode(plain | {"replayed": replayed})
    except ValueError as error:  # a number beyond all floats, half a character
        raise WireError(f"cannot be written: {error}") from error
