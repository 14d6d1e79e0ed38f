"""What waits for the broker. A row leaves on the acknowledgement only."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import datetime

from edge.storage.database import Database
from edge.storage.moments import from_ms
from edge.wire.row import Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Depth:
    """How much waits."""

    waiting: int
    set_aside: int
    lost: int
    """Events that the disk cap took before they were acknowledged, ever."""
    oldest_at: datetime | None
    """When the oldest waiting event was filed."""


_SELECT = (
    "SELECT o.sequence, e.id, e.body, o.sent_before, o.reason, o.times"
    " FROM outbox o JOIN event e USING (sequence)"
)


class Outbox:
    """The rows in the order of their sequence. Every method raises StorageError."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def pending(self, limit: int, after: int = 0) -> tuple[Row, ...]:
        """At most ``limit`` waiting rows behind sequence ``after``, oldest first."""
        where = " WHERE NOT o.aside AND o.sequence > ? ORDER BY o.sequence LIMIT ?"
        return tuple(_row(row) for row in self._database.rows(_SELECT + where, after, limit))

    def aside(self) -> tuple[Row, ...]:
        """The rows that were set aside, oldest first."""
        return tuple(_row(row) for row in self._database.rows(f"{_SELECT} WHERE o.aside ORDER BY o.sequence"))

    def acknowledged(self, *sequences: int) -> None:
        """The broker has taken these; those no longer here were acknowledged before."""
        with self._database.transaction() as db:
            db.executemany("DELETE FROM outbox WHERE sequence = ?", [(number,) for number in sequences])

    def confirmed(self, *ids: str) -> None:
        """The consumer has stored the events with these ids, one set aside too; others are unknown here."""
        with self._database.transaction() as db:
            db.executemany(
                "DELETE FROM outbox WHERE sequence = (SELECT sequence FROM event WHERE id = ?)",
                [(event_id,) for event_id in ids],
            )

    def postponed(self, sequence: int, reason: str) -> int:
        """It stays and is tried again; how many times in a row it was postponed for this reason."""
        with self._database.transaction() as db:
            db.execute(
                "UPDATE outbox SET times = CASE WHEN reason IS ? THEN times + 1 ELSE 1 END,"
                " reason = ?, sent_before = 1 WHERE sequence = ?",
                (reason, reason, sequence),
            )
            row = db.execute("SELECT times FROM outbox WHERE sequence = ?", (sequence,)).fetchone()
        return int(row["times"]) if row else 0

    def set_aside(self, sequence: int, reason: str) -> None:
        """It is kept with its reason and no longer stands in the way of those behind it."""
        with self._database.transaction() as db:
            db.execute("UPDATE outbox SET aside = 1, reason = ? WHERE sequence = ?", (reason, sequence))

    def resend(self, from_sequence: int) -> int:
        """Queue every filed event from here on once more, those set aside too; how many now wait there."""
        with self._database.transaction() as db:
            db.execute(
                "INSERT INTO outbox (sequence, sent_before) SELECT sequence, 1 FROM event WHERE sequence >= ?"
                " ON CONFLICT DO UPDATE SET aside = 0, reason = NULL, times = 0",
                (from_sequence,),
            )
            count = db.execute("SELECT count(*) FROM outbox WHERE sequence >= ?", (from_sequence,)).fetchone()
        return int(count[0])

    def take_back(self) -> int:
        """Let everything that was set aside wait again; how many that were."""
        with self._database.transaction() as db:
            taken = db.execute(
                "UPDATE outbox SET aside = 0, reason = NULL, times = 0, sent_before = 1 WHERE aside"
            )
        return taken.rowcount

    def last_sequence(self) -> int:
        """The newest sequence ever given out by this store; 0 before the first."""
        return int(self._database.rows("SELECT last_sequence FROM store")[0][0])

    def depth(self) -> Depth:
        """The counts for ``health``."""
        row = self._database.rows(
            "SELECT count(*) FILTER (WHERE NOT aside) AS waiting, count(*) FILTER (WHERE aside) AS aside,"
            " (SELECT count(*) FROM loss WHERE kind = 'event') AS lost,"
            " (SELECT filed_at FROM event WHERE sequence ="
            " (SELECT min(sequence) FROM outbox WHERE NOT aside)) AS oldest FROM outbox"
        )[0]
        oldest = None if row["oldest"] is None else from_ms(row["oldest"])
        return Depth(waiting=row["waiting"], set_aside=row["aside"], lost=row["lost"], oldest_at=oldest)


def _row(row: sqlite3.Row) -> Row:
    return Row(
        sequence=row["sequence"],
        event_id=row["id"],
        body=row["body"],
        sent_before=bool(row["sent_before"]),
        reason=row["reason"],
        times=row["times"],
    )
