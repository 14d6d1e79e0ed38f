"""What a network made of filed pictures: kept with their rows, so that it goes when they do."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence

from edge.inspection.likeness import Embedded
from edge.storage.database import Database
from edge.storage.evidence import Picture

_INHERIT = (
    "UPDATE picture AS p SET (embedding, network) = (SELECT embedding, network FROM picture"
    " WHERE sha256 = p.sha256 AND embedding IS NOT NULL ORDER BY sequence DESC LIMIT 1) WHERE sequence = ?"
)


def keep_embedded(db: sqlite3.Connection, sequence: int, pictures: Sequence[Picture]) -> None:
    """In the transaction that files the event; the pictures of a revision have it from those they are."""
    db.execute(_INHERIT, (sequence,))
    db.executemany(
        "UPDATE picture SET embedding = ?, network = ? WHERE sequence = ? AND image_id = ?",
        [
            (each.embedded.values, each.embedded.network, sequence, each.image_id)
            for each in pictures
            if each.embedded
        ],
    )


def embedded(database: Database, pictures: Iterable[str]) -> dict[str, Embedded]:
    """By the SHA-256 of the picture, as the newest network has it. Raises StorageError."""
    asked = list(pictures)
    places = ", ".join("?" * len(asked))
    rows = database.rows(
        "SELECT sha256, embedding, network FROM picture"
        f" WHERE sha256 IN ({places}) AND embedding IS NOT NULL ORDER BY sequence",
        *asked,
    )
    return {row["sha256"]: Embedded(network=row["network"], values=row["embedding"]) for row in rows}
