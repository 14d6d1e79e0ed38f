"""Pictures that wait to be stored centrally: a queue that is nothing but what ``picture`` says."""

from __future__ import annotations

from datetime import datetime

from edge.storage.database import Database
from edge.storage.evidence import EvidenceFolder
from edge.storage.moments import to_ms
from edge.wire.parcel import Parcel, Parcels

_WAITS = "stored_at IS NULL AND refused IS NULL AND NOT pruned"
_EVENT_IS_GONE = "sequence NOT IN (SELECT sequence FROM outbox WHERE NOT aside)"


class Uploads:
    """In the order of their events, those that were refused less often first. Raises StorageError."""

    def __init__(self, database: Database, evidence: EvidenceFolder) -> None:
        self._database = database
        self._evidence = evidence

    def next(self) -> Parcel | None:
        """The picture to bring now: never one whose event still waits for the broker or the consumer."""
        rows = self._database.rows(
            f"SELECT sha256, bytes, tries FROM picture WHERE {_WAITS} AND {_EVENT_IS_GONE}"
            " ORDER BY tries, sequence LIMIT 1"
        )
        if not rows:
            return None
        return Parcel(sha256=rows[0]["sha256"], bytes=rows[0]["bytes"], tries=rows[0]["tries"])

    def jpeg(self, parcel: Parcel) -> bytes:
        """Its bytes, proved by their hash. Raises StorageError where they are gone or damaged."""
        return self._evidence.get(parcel.sha256)

    def stored(self, parcel: Parcel, at: datetime) -> None:
        """The centre has it on its disk."""
        self._mark(parcel, "stored_at = ?", to_ms(at))

    def put_off(self, parcel: Parcel) -> None:
        """It may be taken later; the others go first."""
        self._mark(parcel, "tries = ?", parcel.tries + 1)

    def refuse(self, parcel: Parcel, reason: str) -> None:
        """It stays at the gate for good."""
        self._mark(parcel, "refused = ?", reason)

    def depth(self) -> Parcels:
        """The counts for ``health``."""
        row = self._database.rows(
            f"SELECT count(DISTINCT sha256) FILTER (WHERE {_WAITS}) AS waiting,"
            " count(DISTINCT sha256) FILTER (WHERE refused IS NOT NULL) AS refused FROM picture"
        )[0]
        return Parcels(waiting=row["waiting"], refused=row["refused"])

    def _mark(self, parcel: Parcel, what: str, value: object) -> None:
        with self._database.transaction() as db:
            db.execute(f"UPDATE picture SET {what} WHERE sha256 = ?", (value, parcel.sha256))
