"""What the pages read from the database, as records. Nothing here writes."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import datetime

from deploy.consumer.moments import from_ms
from edge.domain.inspection import Blind, Decision, Inspection
from edge.wire.event import Event, EventType, event_from_json


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """One inspection in its newest revision."""

    event: Event
    inspection: Inspection
    received_at: datetime
    place: str
    """Where it stands in the list, to go on from there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Which inspections are asked for."""

    source: str | None = None
    decision: Decision | None = None
    after: str | None = None
    """A ``place``: go on behind it."""
    limit: int = 25


_SELECT = (
    "SELECT e.body, e.received_at, i.sort_at, i.event FROM inspection i JOIN event e ON e.number = i.event"
)


def inspections(db: sqlite3.Connection, choice: Choice) -> tuple[Filed, ...]:
    """The newest first. A ``place`` that is none is answered from the top."""
    where, values = list[str](), list[object]()
    if choice.source is not None:
        where.append("i.source = ?")
        values.append(choice.source)
    if choice.decision is not None:
        where.append("i.decision = ?")
        values.append(choice.decision.value)
    place = _place(choice.after)
    if place is not None:
        where.append("(i.sort_at, i.event) < (?, ?)")
        values += place
    given = f" WHERE {' AND '.join(where)}" if where else ""
    query = f"{_SELECT}{given} ORDER BY i.sort_at DESC, i.event DESC LIMIT ?"
    return tuple(_filed(row) for row in db.execute(query, (*values, choice.limit)))


def inspection(db: sqlite3.Connection, inspection_id: str, source: str | None = None) -> Filed | None:
    """One by its id, of this gate if it has it, else of any; None where it never came."""
    row = db.execute(
        f"{_SELECT} WHERE i.inspection_id = ? ORDER BY i.source = ? DESC LIMIT 1", (inspection_id, source)
    ).fetchone()
    return None if row is None else _filed(row)


def counts(db: sqlite3.Connection) -> dict[Decision, int]:
    """How many inspections said what."""
    rows = db.execute("SELECT decision, count(*) AS count FROM inspection GROUP BY decision")
    return {Decision(row["decision"]): row["count"] for row in rows}


def last_blind(db: sqlite3.Connection, source: str) -> Blind | None:
    """The last interval in which this gate did not watch."""
    row = db.execute(
        "SELECT body FROM event WHERE type = ? AND source = ? ORDER BY number DESC LIMIT 1",
        (EventType.BLIND, source),
    ).fetchone()
    data = None if row is None else event_from_json(row["body"]).data
    return data if isinstance(data, Blind) else None


def thumbnails(db: sqlite3.Connection, source: str, inspection_id: str) -> frozenset[int]:
    """Which pictures of an inspection came as a thumbnail."""
    where = (source, inspection_id)
    rows = db.execute("SELECT n FROM thumbnail WHERE source = ? AND inspection_id = ?", where)
    return frozenset(row["n"] for row in rows)


def thumbnail(db: sqlite3.Connection, source: str, inspection_id: str, n: int) -> bytes | None:
    """One thumbnail's bytes."""
    row = db.execute(
        "SELECT jpeg FROM thumbnail WHERE source = ? AND inspection_id = ? AND n = ?",
        (source, inspection_id, n),
    ).fetchone()
    return None if row is None else bytes(row["jpeg"])


def _place(text: str | None) -> tuple[int, int] | None:
    at, _, number = (text or "").partition(".")
    digits = at.removeprefix("-")
    if not (digits.isascii() and digits.isdigit() and number.isascii() and number.isdigit()):
        return None
    return (int(at), int(number)) if len(digits) < 19 and len(number) < 19 else None


def _filed(row: sqlite3.Row) -> Filed:
    event = event_from_json(row["body"])
    if isinstance(event.data, Blind):
        raise TypeError("an inspection points to a blind interval")
    return Filed(
        event=event,
        inspection=event.data,
        received_at=from_ms(row["received_at"]),
        place=f"{row['sort_at']}.{row['event']}",
    )
