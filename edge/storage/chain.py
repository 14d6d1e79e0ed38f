"""The chain of everything filed: each event names the hash of the one before it, and every hash is kept.

What was altered or removed since no longer fits, here or beside a copy that the centre or a desk has. An
event that has gone in good order (retention, erasure) leaves its hash, so that the others stay provable.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator

from edge.domain.errors import StorageError
from edge.storage.database import Database
from edge.wire.event import FIRST, event_hash

_AT_ONCE = 256
"""Events that are read together: a body is some kilobytes."""
_EVENTS = (
    "SELECT sequence, link.sha256, CAST(body AS BLOB) AS body FROM link LEFT JOIN event USING (sequence)"
)


def link(db: sqlite3.Connection, sequence: int) -> str:
    """What the event behind this sequence names as ``previous``."""
    row = db.execute("SELECT sha256 FROM link WHERE sequence = ?", (sequence,)).fetchone()
    return (row and row["sha256"]) or FIRST


def add_link(db: sqlite3.Connection, sequence: int, body: bytes) -> None:
    """Keep the hash of an event; in the transaction that files it."""
    db.execute("INSERT INTO link VALUES (?, ?)", (sequence, event_hash(body)))


class Chain:
    """Reads only. Every method raises StorageError."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def proved(self, beginning: str) -> bytes | None:
        """The newest event, as it was filed, about the inspection whose id begins so; None without one.

        Raises StorageError where it has been altered since.
        """
        begins = "substr(inspection_id, 1, ?) = ? ORDER BY sequence DESC LIMIT 1"
        return self._proved(begins, len(beginning), beginning)

    def newest(self) -> bytes | None:
        """The newest event about any inspection, likewise."""
        return self._proved("sequence = (SELECT max(sequence) FROM inspection)")

    def _proved(self, which: str, *values: object) -> bytes | None:
        rows = self._database.rows(f"{_EVENTS} WHERE {which}", *values)
        if not rows:
            return None
        fault = _fault(rows[0], None)
        if fault:
            raise StorageError(f"reading {self._database.path}: damaged: {fault}")
        return bytes(rows[0]["body"])

    def gone(self) -> int:
        """Events whose time was over or that were erased: at most their hashes are here."""
        events = "(SELECT sequence FROM event)"
        return int(self._database.rows(f"SELECT count(*) FROM link WHERE sequence NOT IN {events}")[0][0])

    def faults(self) -> Iterator[str]:
        """Every place where the chain does not hold, in words."""
        last = self._database.rows("SELECT last_sequence FROM store")[0][0]
        before: str | None = FIRST
        for behind in range(0, last, _AT_ONCE):
            known = self._links(behind)
            for sequence in range(behind + 1, min(behind + _AT_ONCE, last) + 1):
                row = known.get(sequence)
                fault = f"event {sequence} was removed with its hash" if row is None else _fault(row, before)
                if fault:
                    yield fault
                before = row["sha256"] if row else None

    def _links(self, behind: int) -> dict[int, sqlite3.Row]:
        rows = self._database.rows(
            f"{_EVENTS} WHERE sequence > ? AND sequence <= ?", behind, behind + _AT_ONCE
        )
        return {row["sequence"]: row for row in rows}


def _fault(row: sqlite3.Row, before: str | None) -> str | None:
    """``before``: hash of the event before it; None where nobody knows it."""
    if row["body"] is None:
        return None
    if event_hash(row["body"]) != row["sha256"]:
        return f"event {row['sequence']} is not what was filed"
    named = json.loads(row["body"]).get("previous")
    if named is not None and before is not None and named != before:
        return f"event {row['sequence']} does not follow the event before it"
    return None
