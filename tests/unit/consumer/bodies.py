"""Events as a gate writes them, for the consumer's tests."""

from __future__ import annotations

import hashlib
import json
import uuid
from dataclasses import replace
from typing import Any

from edge.domain.inspection import Blind, Evidence, Inspection
from edge.wire.event import Event, EventType, Record, event_json, schema_id
from tests.examples import NOON, SOURCE, inspection

STORE = "7b8f0f39-9d8e-4d0c-8e5a-d7a7a3a2a002"
OTHER_STORE = "7b8f0f39-9d8e-4d0c-8e5a-d7a7a3a2a003"
JPEG = b"\xff\xd8\xff\xe0 not much of a picture"
SHA256 = hashlib.sha256(JPEG).hexdigest()


def event(
    sequence: int = 1, *, data: Record | None = None, store: str = STORE, source: str = SOURCE
) -> Event:
    """The event of this number; its id follows from store and number, as if it had been filed once."""
    record = data or inspection(sequence)
    kind = EventType.BLIND if isinstance(record, Blind) else EventType.COMPLETED
    if isinstance(record, Inspection) and record.revision:
        kind = EventType.REVISED
    return Event(
        type=kind,
        source=source,
        id=str(uuid.uuid5(uuid.UUID(store), str(sequence))),
        subject=record.inspection_id,
        time=NOON,
        dataschema=schema_id(kind.value),
        sequence=str(sequence),
        store=store,
        data=record,
    )


def body(sequence: int = 1, *, data: Record | None = None, store: str = STORE, source: str = SOURCE) -> bytes:
    """The same as it is sent."""
    return event_json(event(sequence, data=data, store=store, source=source))


def changed(sent: bytes, **fields: Any) -> bytes:
    """The event with some of its envelope's fields written over."""
    return json.dumps(json.loads(sent) | fields).encode()


def with_data(sent: bytes, **fields: Any) -> bytes:
    """The event with some of its data's fields written over."""
    return changed(sent, data=json.loads(sent)["data"] | fields)


def pictured(record: Inspection) -> Inspection:
    """With ``JPEG`` as its only view."""
    picture = Evidence(
        image_id="i1",
        role="view",
        view="left",
        sha256=SHA256,
        bytes=len(JPEG),
        width=640,
        height=360,
        path="x.jpg",
    )
    return replace(record, evidence=(picture,))
