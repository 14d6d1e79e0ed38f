"""What is kept has an end: plates are personal data."""

from __future__ import annotations

import logging
import sqlite3
import time
from datetime import timedelta

from deploy.consumer.database import Database
from deploy.consumer.evidence import EvidenceFolder
from deploy.consumer.moments import Now, to_ms, wall_clock
from edge.domain.errors import StorageError

_LOG = logging.getLogger(__name__)
_EVERY_S = 3_600.0
_BATCH = 500
"""Events deleted in one transaction: the gates wait that long for their ack, and no longer."""


class Retention:
    """Deletes, by our clock, what came longer ago than ``keep``: events, pictures, and what stands aside.

    The ledger of numbers stays, so no hole is made by it.
    """

    def __init__(
        self, database: Database, evidence: EvidenceFolder, keep: timedelta, now: Now = wall_clock
    ) -> None:
        self._database = database
        self._evidence = evidence
        self._keep = keep
        self._now = now
        self._due_s = 0.0

    def step(self) -> None:
        """Prune once an hour; a disk that fails is told, and tried again in an hour."""
        if time.monotonic() < self._due_s:
            return
        self._due_s = time.monotonic() + _EVERY_S
        try:
            events, pictures = self.prune()
        except StorageError as error:
            _LOG.error("code=not-pruned %s", error)
            return
        if events == _BATCH:
            self._due_s = 0.0
        if events or pictures:
            _LOG.info("code=pruned events=%d pictures=%d", events, pictures)

    def prune(self) -> tuple[int, int]:
        """One batch of events and every old picture; how many of each. Raises StorageError."""
        before = self._now() - self._keep
        with self._database.transaction() as db:
            events = _delete(db, to_ms(before))
        return events, self._evidence.drop_older(before)


def _delete(db: sqlite3.Connection, before_ms: int) -> int:
    db.execute("DELETE FROM thumbnail WHERE received_at < ?", (before_ms,))
    db.execute("DELETE FROM aside WHERE received_at < ?", (before_ms,))
    old = "SELECT number FROM event WHERE received_at < ? ORDER BY received_at, number LIMIT ?"
    db.execute(f"DELETE FROM inspection WHERE event IN ({old})", (before_ms, _BATCH))
    return db.execute(f"DELETE FROM event WHERE number IN ({old})", (before_ms, _BATCH)).rowcount
