"""What persons have said of the vehicles' baselines, with who and why."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from edge.domain.inspection import Inspection
from edge.storage.database import Database
from edge.storage.moments import from_ms, to_ms
from edge.wire.command import Verb
from edge.wire.ruling import Accept, Reset


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruled:
    """One ruling as it is kept."""

    at: datetime
    verb: Verb
    key: str
    inspection_id: str | None
    by: str
    why: str


class Rulings:
    """Every method raises StorageError."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def accept(self, said: Accept, inspection: Inspection, at: datetime) -> None:
        """Let the next visit be compared with this inspection, which has a plate, whatever was doubtful."""
        found = (each for finding in inspection.findings for each in (finding.id, finding.disputed))
        values = (to_ms(at), Verb.ACCEPT, inspection.vehicle.key, said.inspection, said.by, said.why)
        with self._database.transaction() as db:
            db.execute(
                "INSERT INTO ruling (at, verb, key, inspection_id, after, who, why)"
                " VALUES (?, ?, ?, ?, 0, ?, ?)",
                values,
            )
            db.execute(
                "UPDATE inspection SET accepted = 1 WHERE inspection_id = ? AND revision = ?",
                (said.inspection, inspection.revision),
            )
            settle(db, filter(None, found))

    def reset(self, said: Reset, at: datetime) -> int:
        """Forget the visits of this vehicle; how many there were."""
        with self._database.transaction() as db:
            count = db.execute("SELECT count(*) FROM visit WHERE key = ?", (said.key,)).fetchone()[0]
            db.execute(
                "INSERT INTO ruling (at, verb, key, after, who, why)"
                " SELECT ?, ?, ?, last_sequence, ?, ? FROM store",
                (to_ms(at), Verb.RESET, said.key, said.by, said.why),
            )
        return int(count)

    def last_reset(self, key: str) -> Ruled | None:
        """When a person last had this vehicle's visits forgotten; None if nobody has."""
        resets = [each for each in self.of(key) if each.verb is Verb.RESET]
        return resets[-1] if resets else None

    def is_forgotten(self, key: str, sequence: int) -> bool:
        """Whether that was after the event with this sequence."""
        rows = self._database.rows(
            "SELECT 1 FROM ruling WHERE key = ? AND verb = ? AND after >= ?", key, Verb.RESET, sequence
        )
        return bool(rows)

    def of(self, key: str) -> tuple[Ruled, ...]:
        """All of this vehicle, the oldest first."""
        rows = self._database.rows("SELECT * FROM ruling WHERE key = ? ORDER BY number", key)
        return tuple(
            Ruled(
                at=from_ms(row["at"]),
                verb=Verb(row["verb"]),
                key=row["key"],
                inspection_id=row["inspection_id"],
                by=row["who"],
                why=row["why"],
            )
            for row in rows
        )


def settle(db: sqlite3.Connection, findings: Iterable[str]) -> None:
    """Nobody disputes the findings with these ids any more; in the transaction of ``db``."""
    db.executemany("INSERT OR IGNORE INTO settled VALUES (?)", [(finding,) for finding in findings])
