"""Whether events follow one another: each names the hash of the one that its gate filed before it.

What was altered at a gate, on the way, or here, no longer fits. It is told and never refused: both events are
evidence, and a person has to say which of them is right.
"""

from __future__ import annotations

import json
import sqlite3

from deploy.consumer.verdict import Break
from edge.wire.event import FIRST, Event, event_hash, stamped
from edge.wire.plain import WireError


def note_breaks(db: sqlite3.Connection, event: Event, body: bytes, at_ms: int) -> tuple[Break, ...]:
    """Compare an event that has just been stored with those beside it, whichever came first.

    Args:
        db: in the transaction that stores the event.
        event: it.
        body: as it came.
        at_ms: now.

    Returns:
        Those of the two that do not follow the one before them.
    """
    sequence = int(event.sequence)
    before, after = (_body(db, event.store, number) for number in (sequence - 1, sequence + 1))
    breaks = []
    if not _follows(event.previous, FIRST if sequence == 1 else _filed(before)):
        breaks.append(sequence)
    if after is not None and not _follows(json.loads(after).get("previous"), _filed(body)):
        breaks.append(sequence + 1)
    db.executemany("INSERT INTO breach VALUES (?, ?, ?)", [(event.store, each, at_ms) for each in breaks])
    return tuple(Break(source=event.source, store=event.store, sequence=each) for each in breaks)


def breaks(db: sqlite3.Connection) -> tuple[Break, ...]:
    """Every one ever found, the newest first; deleting the events does not mend them."""
    rows = db.execute(
        "SELECT store.source, breach.store, breach.sequence FROM breach JOIN store ON store.id = breach.store"
        " ORDER BY breach.found_at DESC, breach.store, breach.sequence"
    )
    return tuple(Break(source=row["source"], store=row["store"], sequence=row["sequence"]) for row in rows)


def _body(db: sqlite3.Connection, store: str, sequence: int) -> bytes | None:
    row = db.execute("SELECT body FROM event WHERE store = ? AND sequence = ?", (store, sequence)).fetchone()
    return None if row is None else bytes(row["body"])


def _filed(body: bytes | None) -> str | None:
    """The hash of an event as its gate filed it, however late it was sent; of one that no gate can have filed
    the hash of what came, which nothing names.
    """
    if body is None:
        return None
    try:
        return event_hash(stamped(body, replayed=False))
    except WireError:
        return event_hash(body)


def _follows(named: str | None, before: str | None) -> bool:
    """True also where nobody can say: an event older than the chain, or one that is not here."""
    return named is None or before is None or named == before
