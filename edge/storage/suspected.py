"""What the damage network only suspected in filed pictures: kept with their rows, and gone when they are."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence

from edge.inspection.suspected import Suspected
from edge.storage.database import Database
from edge.storage.evidence import Picture

_INHERIT = (
    "UPDATE picture AS p SET suspected = (SELECT suspected FROM picture"
    " WHERE sha256 = p.sha256 AND suspected IS NOT NULL ORDER BY sequence DESC LIMIT 1) WHERE sequence = ?"
)


def keep_suspected(db: sqlite3.Connection, sequence: int, pictures: Sequence[Picture]) -> None:
    """In the transaction that files the event; the pictures of a revision have it from those they are."""
    db.execute(_INHERIT, (sequence,))
    db.executemany(
        "UPDATE picture SET suspected = ? WHERE sequence = ? AND image_id = ?",
        [(_told(each.suspected), sequence, each.image_id) for each in pictures if each.suspected],
    )


def suspected(database: Database, pictures: Iterable[str]) -> dict[str, tuple[Suspected, ...]]:
    """By the SHA-256 of the picture, as the newest network has it. Raises StorageError."""
    asked = list(pictures)
    places = ", ".join("?" * len(asked))
    rows = database.rows(
        "SELECT sha256, image_id, suspected FROM picture"
        f" WHERE sha256 IN ({places}) AND suspected IS NOT NULL ORDER BY sequence",
        *asked,
    )
    return {row["sha256"]: _read(row["suspected"], row["image_id"]) for row in rows}


def _told(some: Sequence[Suspected]) -> str:
    return json.dumps([(each.kind, each.confidence, each.box, each.vehicle_box) for each in some])


def _read(text: str, image_id: str) -> tuple[Suspected, ...]:
    return tuple(
        Suspected(
            kind=kind,
            confidence=confidence,
            box=tuple(box),
            vehicle_box=tuple(vehicle_box),
            image_id=image_id,
        )
        for kind, confidence, box, vehicle_box in json.loads(text)
    )
