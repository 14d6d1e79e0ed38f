"""Opening the database: ours and whole, or set aside, or refused."""

from __future__ import annotations

import fcntl
import logging
import os
import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from edge.domain.errors import StorageError
from edge.storage.database import Database, connection_to
from edge.storage.faults import is_damage, told
from edge.storage.format import APPLICATION_ID, DATABASE, EVIDENCE, MIGRATIONS
from edge.storage.owner import hand_over, make_folder
from edge.wire.event import event_hash

_LOG = logging.getLogger(__name__)


def open_database(folder: Path) -> tuple[Database, Path | None]:
    """The folder's database, made or migrated where needed, and where a damaged one was put, if one was.

    Raises StorageError for a foreign or newer database and for a disk that cannot be used.
    """
    path = folder / DATABASE
    with told("opening", path):
        # Plates and pictures are nobody else's business. An existing folder keeps its mode.
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with _alone(folder):
            return _open(folder, path)


def existing_database(folder: Path) -> Database:
    """The folder's database as it stands: nothing is made, migrated, searched or set aside.

    For a look beside the running gate. Raises StorageError where there is none of this format.
    """
    path = folder / DATABASE
    with told("opening", path):
        if not path.is_file():
            raise StorageError(f"opening {path}: absent: nothing was ever filed there")
        connection = connection_to(path)
        try:
            _refuse_strangers(connection, path)
            if _pragma(connection, "user_version") < len(MIGRATIONS):
                raise StorageError(f"{path} is of an older format; start the gate once to bring it forward")
        except (sqlite3.Error, StorageError):
            connection.close()
            raise
    return Database(path, connection)


def _open(folder: Path, path: Path) -> tuple[Database, Path | None]:
    try:
        return Database(path, _checked(path)), None
    except sqlite3.DatabaseError as error:
        if not is_damage(error):
            raise
        kept = _set_aside(folder)
        _LOG.error("code=store-damaged %s: %s; kept in %s, a new store is begun", path, error, kept)
    return Database(path, _checked(path)), kept


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    # Two that make or set aside the same database would meet half-way; SQLite gives no lock for that.
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _checked(path: Path) -> sqlite3.Connection:
    connection = connection_to(path)
    try:
        hand_over(path, path.parent)
        _refuse_strangers(connection, path)
        _migrate(connection)
        _look_for_damage(connection)
    except (OSError, sqlite3.Error, StorageError):
        connection.close()
        raise
    return connection


def _look_for_damage(connection: sqlite3.Connection) -> None:
    # Reading all of a database of years takes an SD card long, so a gate that stopped in order does not.
    last = connection.execute("SELECT ended_at FROM session ORDER BY number DESC LIMIT 1").fetchone()
    if last is not None and last["ended_at"] is not None:
        return
    answer = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    if answer != "ok":
        raise _damage(answer)


def _refuse_strangers(connection: sqlite3.Connection, path: Path) -> None:
    # One look at all three: another process may be making this very database.
    connection.execute("BEGIN")
    mark, version = _pragma(connection, "application_id"), _pragma(connection, "user_version")
    tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    connection.execute("COMMIT")
    if mark != APPLICATION_ID and (mark or version or tables):
        raise StorageError(f"{path} is a database of another program; choose another state folder")
    if version > len(MIGRATIONS):
        raise StorageError(
            f"{path} was written by a newer version (format {version}, this one knows {len(MIGRATIONS)}); "
            "install that version again or choose another state folder"
        )


def _migrate(connection: sqlite3.Connection) -> None:
    if _pragma(connection, "user_version") == len(MIGRATIONS):
        return
    connection.create_function("sha256", 1, _hash_if_any, deterministic=True)
    connection.execute("PRAGMA auto_vacuum=INCREMENTAL")
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("BEGIN IMMEDIATE")
    try:
        for number in range(_pragma(connection, "user_version"), len(MIGRATIONS)):
            _apply(connection, number)
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


def _hash_if_any(body: bytes | None) -> str | None:
    return None if body is None else event_hash(body)


def _apply(connection: sqlite3.Connection, number: int) -> None:
    for statement in MIGRATIONS[number].split(";"):
        connection.execute(statement)
    if number == 0:
        connection.execute("INSERT INTO store VALUES (1, ?, 0, NULL)", (str(uuid.uuid4()),))
    connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version={number + 1}")


def _pragma(connection: sqlite3.Connection, name: str) -> int:
    return int(connection.execute(f"PRAGMA {name}").fetchone()[0])


def _damage(text: str) -> sqlite3.DatabaseError:
    error = sqlite3.DatabaseError(text)
    error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
    return error


def _set_aside(folder: Path) -> Path:
    number = 1
    while (kept := folder / f"damaged-{number}").exists():
        number += 1
    make_folder(kept, folder)
    for name in (DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm", EVIDENCE):
        if (folder / name).exists():
            (folder / name).rename(kept / name)
    return kept
