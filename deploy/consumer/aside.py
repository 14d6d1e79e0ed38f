"""What could not be stored: its bytes, its reason, and how often that happened."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import datetime

from deploy.consumer.format import ASIDE_BYTES, ASIDE_KEPT
from deploy.consumer.moments import from_ms
from deploy.consumer.verdict import Aside, Delivery


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """One message that stands aside."""

    received_at: datetime
    sender: str | None
    reason: str
    detail: str
    size_bytes: int


def keep_aside(db: sqlite3.Connection, verdict: Aside, delivery: Delivery, at_ms: int) -> None:
    """Keep it, count it, and let the oldest go where there are too many: nobody fills our disk that way."""
    db.execute(
        "INSERT INTO aside (received_at, sender, reason, detail, bytes, body) VALUES (?, ?, ?, ?, ?, ?)",
        (
            at_ms,
            delivery.sender,
            verdict.reason,
            verdict.detail.encode(errors="replace").decode(),
            len(delivery.body),
            delivery.body[:ASIDE_BYTES],
        ),
    )
    db.execute("DELETE FROM aside WHERE number <= (SELECT max(number) FROM aside) - ?", (ASIDE_KEPT,))
    db.execute(
        "INSERT INTO tally VALUES (?, 1) ON CONFLICT DO UPDATE SET count = count + 1", (verdict.reason,)
    )


def kept(db: sqlite3.Connection, limit: int) -> tuple[Kept, ...]:
    """The newest first."""
    rows = db.execute(
        "SELECT received_at, sender, reason, detail, bytes FROM aside ORDER BY number DESC LIMIT ?", (limit,)
    )
    return tuple(
        Kept(
            received_at=from_ms(row["received_at"]),
            sender=row["sender"],
            reason=row["reason"],
            detail=row["detail"],
            size_bytes=row["bytes"],
        )
        for row in rows
    )


def tally(db: sqlite3.Connection) -> dict[str, int]:
    """Reason to how many ever came."""
    return {
        row["reason"]: row["count"] for row in db.execute("SELECT reason, count FROM tally ORDER BY reason")
    }
