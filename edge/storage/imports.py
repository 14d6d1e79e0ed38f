"""Baselines that a person brought in a file: of another gate, or of this one's card before."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from edge.storage.database import Database
from edge.storage.evidence import EvidenceFolder
from edge.storage.faults import told
from edge.storage.moments import to_ms
from edge.wire.handed import HandedOver, handed_over
from edge.wire.plain import to_json


class Imports:
    """One for each vehicle; a later one takes its place. Every method raises StorageError."""

    def __init__(self, database: Database, evidence: EvidenceFolder) -> None:
        self._database, self._evidence = database, evidence

    def put(self, baseline: HandedOver, pictures: Mapping[str, bytes], at: datetime) -> None:
        """Keep it with its pictures, which are named by the hash of their bytes."""
        with told("writing", self._evidence.folder):
            paths = [self._evidence.put(jpeg) for jpeg in pictures.values()]
        with self._database.transaction() as db:
            db.execute("DELETE FROM imported WHERE key = ?", (baseline.key,))
            db.execute("INSERT INTO imported VALUES (?, ?, ?)", (baseline.key, to_ms(at), to_json(baseline)))
            db.executemany(
                "INSERT INTO imported_picture VALUES (?, ?)", [(baseline.key, path) for path in paths]
            )

    def of(self, key: str) -> HandedOver | None:
        """That of this vehicle. Raises WireError where its row is damaged."""
        rows = self._database.rows("SELECT body FROM imported WHERE key = ?", key)
        return handed_over(rows[0]["body"], key) if rows else None
