"""Pictures that wait to be stored centrally: a queue that is nothing but what ``picture`` says."""

from __future__ import annotations

from datetime import datetime

from edge.storage.database import Database
from edge.storage.evidence import EvidenceFolder
from edge.storage.moments import to_ms
from edge.wire.parcel import Parcel, Parcels

_WAITS = "stored_at IS NULL AND refused IS NULL AND NOT pruned"
_FIRST_WAITING = "(SELECT coalesce(min(sequence), 1 << 62) FROM outbox WHERE NOT aside)"


class Uploads:
    """In the order of their events, those that were refused less often first. Raises StorageError."""

    def __init__(self, database: Database, evidence: EvidenceFolder) -> None:
        self._database = database
        self._evidence = evidence

    def next(self) -> Parcel | None:
        """The picture to bring now: never one whose event, or an older one, still waits to be sent."""
        # Number by number, so that each look is one step in the index: years of pictures may wait here.
        tries = self._more_tries(-1)
        while tries is not None:
            rows = self._database.rows(
                f"SELECT sha256, bytes FROM picture WHERE {_WAITS} AND tries = ?"
                f" AND sequence < {_FIRST_WAITING} ORDER BY sequence LIMIT 1",
                tries,
            )
            if rows:
                return Parcel(sha256=rows[0]["sha256"], bytes=rows[0]["bytes"], tries=tries)
            tries = self._more_tries(tries)
        return None

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

    def _more_tries(self, tries: int) -> int | None:
        row = self._database.rows(f"SELECT min(tries) FROM picture WHERE {_WAITS} AND tries > ?", tries)[0]
        return None if row[0] is None else int(row[0])

    def _mark(self, parcel: Parcel, what: str, value: object) -> None:
        with self._database.transaction() as db:
            db.execute(f"UPDATE picture SET {what} WHERE sha256 = ?", (value, parcel.sha256))
