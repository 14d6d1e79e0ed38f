"""The core: judge a body, know a duplicate, store, find holes. It knows nothing of where bodies come from."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from deploy.consumer.aside import keep_aside
from deploy.consumer.database import Database
from deploy.consumer.events import insert
from deploy.consumer.judge import Judge
from deploy.consumer.moments import Now, to_ms, wall_clock
from deploy.consumer.verdict import Aside, Delivery, Verdict


class Intake:
    """Takes events in any order and any number of times; what is stored is the same.

    A gate that hears ``ack`` for the ids of ``Stored`` and ``Duplicate`` verdicts never loses an event: when
    :meth:`take` returns, what they speak of is on the disk.
    """

    def __init__(self, database: Database, judge: Judge | None = None, now: Now = wall_clock) -> None:
        self._database = database
        self._judge = judge or Judge()
        self._now = now

    def take(self, body: bytes, sender: str | None = None) -> Verdict:
        """One event. Raises StorageError, and then nothing was taken."""
        return self.take_all([Delivery(body=body, sender=sender)])[0]

    def take_all(self, deliveries: Sequence[Delivery]) -> tuple[Verdict, ...]:
        """Several in one commit, a verdict for each. Raises StorageError, and then none was taken."""
        with self._database.transaction() as db:
            return tuple(self._take(db, delivery) for delivery in deliveries)

    def _take(self, db: sqlite3.Connection, delivery: Delivery) -> Verdict:
        event = self._judge.event(delivery)
        verdict = event if isinstance(event, Aside) else insert(db, event, delivery.body, to_ms(self._now()))
        if isinstance(verdict, Aside):
            keep_aside(db, verdict, delivery, to_ms(self._now()))
        return verdict
