"""What was answered to commands, so that one that comes twice is done once."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from edge.storage.database import Database
from edge.storage.moments import to_ms

KEPT = 256
"""Answers of the newest so many commands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """One command that was carried out or refused."""

    verb: str
    body: bytes = field(repr=False)
    """The response as it was sent."""


class Answers:
    """By transaction. Every method raises StorageError."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def find(self, transaction: str) -> Answered | None:
        """What was answered to it; None where it is new, or too long ago."""
        rows = self._database.rows("SELECT verb, body FROM answer WHERE trans = ?", transaction)
        return Answered(verb=rows[0]["verb"], body=rows[0]["body"]) if rows else None

    def keep(self, transaction: str, answered: Answered, at: datetime) -> None:
        """Remember this answer; the oldest is forgotten."""
        with self._database.transaction() as db:
            db.execute(
                "INSERT OR REPLACE INTO answer (trans, verb, at, body) VALUES (?, ?, ?, ?)",
                (transaction, answered.verb, to_ms(at), answered.body),
            )
            db.execute("DELETE FROM answer WHERE number <= (SELECT max(number) FROM answer) - ?", (KEPT,))
