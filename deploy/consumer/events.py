"""Storing one valid event: known already, at odds with what is known, or new."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from datetime import timedelta

from deploy.consumer import ledger
from deploy.consumer.chain import note_breaks
from deploy.consumer.judge import aside
from deploy.consumer.moments import from_ms, to_ms
from deploy.consumer.verdict import Aside, Duplicate, Stored, Verdict
from edge.domain.inspection import Blind, Inspection
from edge.wire.event import Event

_AHEAD = timedelta(hours=1)
"""How far a clock that calls itself synchronized may be ahead of ours and still be believed."""


def insert(db: sqlite3.Connection, event: Event, body: bytes, at_ms: int) -> Verdict:
    """Store it in the transaction of ``db``, unless it is known or contradicts what is."""
    content = _content(body)
    known = _known(db, event, content) or _at_odds(db, event)
    if known is not None:
        return known
    sequence = int(event.sequence)
    db.execute(
        "INSERT INTO store VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET last_at = excluded.last_at",
        (event.store, event.source, at_ms, at_ms),
    )
    hole = ledger.hole_before(db, event.source, event.store, sequence)
    ledger.note(db, event.store, sequence)
    number = _insert_event(db, event, body, content, at_ms)
    if not isinstance(event.data, Blind):
        _point(db, event, event.data, number, at_ms)
    breaks = note_breaks(db, event, body, at_ms)
    return Stored(id=event.id, source=event.source, hole=hole, breaks=breaks)


def _known(db: sqlite3.Connection, event: Event, content: str) -> Duplicate | Aside | None:
    row = db.execute("SELECT content FROM event WHERE id = ?", (event.id,)).fetchone()
    if row is None:
        return None
    if row["content"] != content:
        return aside("contradiction", f"event {event.id} came before and said something else")
    return Duplicate(id=event.id, source=event.source)


def _at_odds(db: sqlite3.Connection, event: Event) -> Duplicate | Aside | None:
    owner = db.execute("SELECT source FROM store WHERE id = ?", (event.store,)).fetchone()
    if owner is not None and owner["source"] != event.source:
        return aside("store_of_another_gate", f"store {event.store} is of {owner['source']}")
    if not ledger.has(db, event.store, int(event.sequence)):
        return None
    there = (event.store, int(event.sequence))
    row = db.execute("SELECT id FROM event WHERE store = ? AND sequence = ?", there).fetchone()
    if row is None:  # taken long ago, and deleted since
        return Duplicate(id=event.id, source=event.source)
    return aside("sequence_reused", f"number {event.sequence} of store {event.store} is event {row['id']}")


def _content(body: bytes) -> str:
    """A hash of all that the event says; ``replayed`` is about the sending, not about the event."""
    plain = json.loads(body)
    plain.pop("replayed", None)
    return hashlib.sha256(json.dumps(plain, sort_keys=True).encode()).hexdigest()


def _insert_event(db: sqlite3.Connection, event: Event, body: bytes, content: str, at_ms: int) -> int:
    done = db.execute(
        "INSERT INTO event (id, source, store, sequence, type, received_at, content, body)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (event.id, event.source, event.store, int(event.sequence), event.type, at_ms, content, body),
    )
    return int(done.lastrowid or 0)


def _point(db: sqlite3.Connection, event: Event, data: Inspection, number: int, at_ms: int) -> None:
    """Let the inspection show this event, if no later revision of it has come before."""
    db.execute(
        "INSERT INTO inspection VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET"
        " revision = excluded.revision, sequence = excluded.sequence, event = excluded.event,"
        " decision = excluded.decision, sort_at = excluded.sort_at"
        " WHERE (excluded.revision, excluded.sequence) > (revision, sequence)",
        (
            event.source,
            data.inspection_id,
            data.revision,
            int(event.sequence),
            number,
            data.decision,
            _sort_at(data, at_ms),
        ),
    )


def _sort_at(data: Inspection, at_ms: int) -> int:
    """When the car came; by our clock where the gate's is not to be trusted: nothing sinks out of sight."""
    entered = data.passage.entered_at
    trusted = data.clock.synchronized and entered <= from_ms(at_ms) + _AHEAD
    return to_ms(entered) if trusted else at_ms
