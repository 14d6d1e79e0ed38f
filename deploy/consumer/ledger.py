"""Which sequence numbers of which store have come: runs without a hole, however many events there are.

A run costs one row, so a gate that never loses anything costs one row for ever, and old events may be deleted
without making a hole.
"""

from __future__ import annotations

import sqlite3

from deploy.consumer.verdict import Hole

_HOLES = (
    "SELECT store.source, run.store, run.before + 1 AS missing, run.first - 1 AS until FROM"
    " (SELECT store, first, lag(last, 1, 0) OVER (PARTITION BY store ORDER BY first) AS before"
    " FROM span) AS run"
    " JOIN store ON store.id = run.store WHERE run.first > run.before + 1"
)


def note(db: sqlite3.Connection, store: str, sequence: int) -> None:
    """This number has come; it must not have come before. Runs that it joins become one."""
    left = db.execute("SELECT first FROM span WHERE store = ? AND last = ?", (store, sequence - 1)).fetchone()
    right = db.execute(
        "SELECT last FROM span WHERE store = ? AND first = ?", (store, sequence + 1)
    ).fetchone()
    db.execute(
        "DELETE FROM span WHERE store = ? AND (last = ? OR first = ?)", (store, sequence - 1, sequence + 1)
    )
    run = (left["first"] if left else sequence, right["last"] if right else sequence)
    db.execute("INSERT INTO span VALUES (?, ?, ?)", (store, *run))


def has(db: sqlite3.Connection, store: str, sequence: int) -> bool:
    """Whether this number has ever come, also if its event was deleted since."""
    row = db.execute(
        "SELECT last FROM span WHERE store = ? AND first <= ? ORDER BY first DESC LIMIT 1", (store, sequence)
    ).fetchone()
    return row is not None and row["last"] >= sequence


def hole_before(db: sqlite3.Connection, source: str, store: str, sequence: int) -> Hole | None:
    """What is missing right before this number, None if nothing is."""
    row = db.execute(
        "SELECT max(last) AS last FROM span WHERE store = ? AND last < ?", (store, sequence)
    ).fetchone()
    first = 1 + (row["last"] or 0)
    return Hole(source=source, store=store, first=first, last=sequence - 1) if first < sequence else None


def holes(db: sqlite3.Connection) -> tuple[Hole, ...]:
    """Every hole of every store, by gate and number."""
    rows = db.execute(f"{_HOLES} ORDER BY store.source, store.first_at, run.store, run.first").fetchall()
    return tuple(
        Hole(source=row["source"], store=row["store"], first=row["missing"], last=row["until"])
        for row in rows
    )
