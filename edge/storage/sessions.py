"""When the gate was watching: sessions, and the intervals in which it was not."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from edge.domain.inspection import Blind
from edge.storage.database import Database
from edge.storage.format import WATCHED_EVERY_S
from edge.storage.moments import from_ms, to_ms


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One run of the daemon."""

    number: int
    """1, 2, … for the life of the store."""
    blind: Blind
    """The interval before it, to be filed as ``inspection.blind.v1``."""


class Sessions:
    """The record of starts and stops. Every method raises StorageError."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._written_ms: int | None = None

    def begin(self, at: datetime) -> Session:
        """A new session. The blind interval begins where the store last knew the lane to be watched.

        Until :meth:`watched` is called that moment does not move, so a start that dies at once hides nothing.
        """
        with self._database.transaction() as db:
            last = db.execute("SELECT number, ended_at FROM session ORDER BY number DESC LIMIT 1").fetchone()
            watched = db.execute("SELECT watched_at FROM store").fetchone()[0]
            number = last["number"] + 1 if last else 1
            db.execute("INSERT INTO session (number, began_at) VALUES (?, ?)", (number, to_ms(at)))
        reason = "start" if last is None else "crash" if last["ended_at"] is None else "restart"
        return Session(number=number, blind=_blind(watched, at, reason))

    def watched(self, at: datetime) -> None:
        """The lane is being watched now. Cheap to call every second: few calls reach the disk."""
        now = to_ms(at)
        # abs: a clock set back must not stop the record.
        if self._written_ms is not None and abs(now - self._written_ms) < WATCHED_EVERY_S * 1000:
            return
        with self._database.transaction() as db:
            db.execute("UPDATE store SET watched_at = ?", (now,))
        self._written_ms = now

    def end(self, at: datetime, *, watching: bool) -> None:
        """A clean stop; without ``watching`` the blind interval has begun before it."""
        with self._database.transaction() as db:
            if watching:
                db.execute("UPDATE store SET watched_at = ?", (to_ms(at),))
            last = "(SELECT max(number) FROM session)"
            db.execute(f"UPDATE session SET ended_at = ? WHERE number = {last}", (to_ms(at),))

    def blind_since(self, sequence: int) -> bool:
        """A blind interval was filed after this event: a car may have passed unseen since."""
        return bool(self._database.rows("SELECT 1 FROM blind WHERE sequence > ? LIMIT 1", sequence))

    def blind_after(self, at: datetime) -> bool:
        """The same of a moment: what another gate filed has no sequence here."""
        return bool(self._database.rows("SELECT 1 FROM blind WHERE until_at > ? LIMIT 1", to_ms(at)))


def _blind(watched_ms: int | None, at: datetime, reason: str) -> Blind:
    # With a clock that was set back the interval cannot be known; it is never told as negative.
    since = None if watched_ms is None else min(from_ms(watched_ms), at)
    return Blind(inspection_id=str(uuid.uuid4()), from_at=since, until_at=at, reason=reason)
