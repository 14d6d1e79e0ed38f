"""What gates say about themselves: state, health, thumbnails. The newest word of each gate is kept."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import datetime

from deploy.consumer.aside import keep_aside
from deploy.consumer.database import Database
from deploy.consumer.judge import Judge, aside
from deploy.consumer.moments import Now, from_ms, to_ms, wall_clock
from deploy.consumer.verdict import Aside, Delivery
from edge.wire.plain import from_json
from edge.wire.standing import Condition, Health, State

THUMBNAIL_BYTES = 49_152
"""Most that a picture on a topic may have."""
JPEG = b"\xff\xd8\xff"
_HEARD = "max(coalesce(heard_at, 0), coalesce(excluded.heard_at, 0))"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """One gate as it was last heard."""

    source: str
    state: State | None
    health: Health | None
    heard_at: datetime | None
    """Our clock at its last living word; None where only retained ones were ever heard."""


class Notices:
    """Each method takes one message of one gate. Raises StorageError."""

    def __init__(self, database: Database, judge: Judge | None = None, now: Now = wall_clock) -> None:
        self._database = database
        self._judge = judge or Judge()
        self._now = now

    def state(self, body: bytes, sender: str, *, retained: bool) -> None:
        """A ``lost`` of an older session than the one known says nothing: a late will."""
        state = self._judge.state(body)
        if isinstance(state, Aside):
            self._aside(state, body, sender)
            return
        if abs(state.session) > 2**63 - 1:
            self._aside(aside("out_of_range", f"session {state.session}"), body, sender)
            return
        heard = None if retained or state.state is Condition.LOST else to_ms(self._now())
        with self._database.transaction() as db:
            db.execute(
                "INSERT INTO gate (source, state, session, heard_at) VALUES (?, ?, ?, ?)"
                " ON CONFLICT DO UPDATE SET state = excluded.state, session = excluded.session,"
                f" heard_at = {_HEARD} WHERE NOT (? AND excluded.session < session)",
                (sender, body, state.session, heard, state.state is Condition.LOST),
            )

    def health(self, body: bytes, sender: str, *, retained: bool) -> None:
        """The heartbeat; a retained one is an old beat."""
        health = self._judge.health(body)
        if isinstance(health, Aside):
            self._aside(health, body, sender)
            return
        heard = None if retained else to_ms(self._now())
        with self._database.transaction() as db:
            db.execute(
                "INSERT INTO gate (source, health, heard_at) VALUES (?, ?, ?)"
                f" ON CONFLICT DO UPDATE SET health = excluded.health, heard_at = {_HEARD}",
                (sender, body, heard),
            )

    def thumbnail(self, jpeg: bytes, sender: str, inspection_id: str, n: str) -> None:
        """Picture ``n`` of an inspection, counted as its ``evidence`` is, from 0."""
        if not jpeg.startswith(JPEG) or len(jpeg) > THUMBNAIL_BYTES or not (n.isascii() and n.isdigit()):
            told = f"thumbnail {n[:20]} of {inspection_id[:40]}: no JPEG of at most {THUMBNAIL_BYTES} bytes"
            self._aside(aside("thumbnail", told), jpeg, sender)
            return
        with self._database.transaction() as db:
            db.execute(
                "INSERT OR REPLACE INTO thumbnail VALUES (?, ?, ?, ?, ?)",
                (sender, inspection_id, int(n[:9]), to_ms(self._now()), jpeg),
            )

    def foreign(self, body: bytes, topic: str) -> None:
        """A message on a topic that no gate has."""
        self._aside(aside("foreign_topic", topic), body, None)

    def _aside(self, verdict: Aside, body: bytes, sender: str | None) -> None:
        with self._database.transaction() as db:
            keep_aside(db, verdict, Delivery(body=body, sender=sender), to_ms(self._now()))


def gates(db: sqlite3.Connection) -> tuple[Gate, ...]:
    """Every gate that ever said something, by name; also those of which only events are known."""
    rows = db.execute(
        "SELECT source, state, health, heard_at FROM gate UNION"
        " SELECT DISTINCT source, NULL, NULL, NULL FROM store WHERE source NOT IN (SELECT source FROM gate)"
        " ORDER BY source"
    )
    return tuple(
        Gate(
            source=row["source"],
            state=None if row["state"] is None else from_json(State, row["state"]),
            health=None if row["health"] is None else from_json(Health, row["health"]),
            heard_at=from_ms(row["heard_at"]) if row["heard_at"] else None,
        )
        for row in rows
    )
