"""What the damage network only suspected in filed pictures."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence

from edge.inspection.suspected import Suspected
from edge.storage.beside import keep, kept
from edge.storage.database import Database
from edge.storage.evidence import Picture

_COLUMNS = ("suspected",)


def keep_suspected(db: sqlite3.Connection, sequence: int, pictures: Sequence[Picture]) -> None:
    """In the transaction that files the event."""
    made = {each.image_id: (_told(each.suspected),) for each in pictures if each.suspected}
    keep(db, sequence, _COLUMNS, made)


def suspected(database: Database, pictures: Iterable[str]) -> dict[str, tuple[Suspected, ...]]:
    """By the SHA-256 of the picture, as the newest network has it. Raises StorageError."""
    return {
        sha256: _read(row["suspected"], row["image_id"])
        for sha256, row in kept(database, _COLUMNS, pictures).items()
    }


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
