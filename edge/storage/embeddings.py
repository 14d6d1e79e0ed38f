"""What the vehicle network made of filed pictures."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence

from edge.inspection.likeness import Embedded
from edge.storage.beside import keep, kept
from edge.storage.database import Database
from edge.storage.evidence import Picture

_COLUMNS = ("embedding", "network")


def keep_embedded(db: sqlite3.Connection, sequence: int, pictures: Sequence[Picture]) -> None:
    """In the transaction that files the event."""
    made = {
        each.image_id: (each.embedded.values, each.embedded.network) for each in pictures if each.embedded
    }
    keep(db, sequence, _COLUMNS, made)


def embedded(database: Database, pictures: Iterable[str]) -> dict[str, Embedded]:
    """By the SHA-256 of the picture, as the newest network has it. Raises StorageError."""
    return {
        sha256: Embedded(network=row["network"], values=row["embedding"])
        for sha256, row in kept(database, _COLUMNS, pictures).items()
    }
