"""What networks made of filed pictures: columns of their rows, so that it goes when they do."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence

from edge.storage.database import Database

Columns = tuple[str, ...]
"""Of ``picture``; the first is null where there is nothing."""


def keep(
    db: sqlite3.Connection, sequence: int, columns: Columns, made: Mapping[str, Sequence[object]]
) -> None:
    """In the transaction that files the event; the pictures of a revision have it from those they are.

    Args:
        db: in that transaction.
        sequence: of the event.
        columns: what is kept.
        made: their values by the id of the picture.
    """
    names, places = ", ".join(columns), ", ".join("?" * len(columns))
    db.execute(
        f"UPDATE picture AS p SET ({names}) = (SELECT {names} FROM picture"
        f" WHERE sha256 = p.sha256 AND {columns[0]} IS NOT NULL ORDER BY sequence DESC LIMIT 1)"
        " WHERE sequence = ?",
        (sequence,),
    )
    db.executemany(
        f"UPDATE picture SET ({names}) = ({places}) WHERE sequence = ? AND image_id = ?",
        [(*values, sequence, image_id) for image_id, values in made.items()],
    )


def kept(database: Database, columns: Columns, pictures: Iterable[str]) -> dict[str, sqlite3.Row]:
    """Rows with ``image_id`` and the columns by the SHA-256 of the picture, the newest of each.

    Raises StorageError.
    """
    asked = list(pictures)
    names, places = ", ".join(columns), ", ".join("?" * len(asked))
    rows = database.rows(
        f"SELECT sha256, image_id, {names} FROM picture"
        f" WHERE sha256 IN ({places}) AND {columns[0]} IS NOT NULL ORDER BY sequence",
        *asked,
    )
    return {row["sha256"]: row for row in rows}
