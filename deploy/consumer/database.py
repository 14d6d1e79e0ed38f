"""Opening, writing and reading the consumer's SQLite database. A fault becomes a StorageError in words."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from deploy.consumer.format import APPLICATION_ID, MIGRATIONS
from edge.domain.errors import StorageError

_BUSY_S = 5.0


class Database:
    """The one connection that writes. It serves one thread at a time."""

    def __init__(self, path: Path) -> None:
        """Open it, making or migrating it where needed. Raises StorageError."""
        self.path = path
        with told("opening", path):
            path.parent.mkdir(parents=True, exist_ok=True)
            self._connection = _connect(path)
            try:
                _prepare(self._connection, path)
            except (sqlite3.Error, StorageError):
                self._connection.close()
                raise

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """All or nothing, and on the disk when it ends. Raises StorageError."""
        with told("writing", self.path):
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
                self._connection.execute("COMMIT")
            finally:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")

    def close(self) -> None:
        """Close the connection; a second time does nothing."""
        self._connection.close()


@contextmanager
def reading(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection that can only read, for one page. Raises StorageError."""
    with told("reading", path):
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=_BUSY_S)
        connection.row_factory = sqlite3.Row
        try:
            yield connection
        finally:
            connection.close()


@contextmanager
def told(doing: str, place: Path) -> Iterator[None]:
    """What the disk says while ``doing``, as a StorageError that names the place."""
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        raise StorageError(f"{doing} {place}: {error}") from error


def _connect(path: Path) -> sqlite3.Connection:
    # It is opened by the thread that starts the program and used by the one that listens.
    connection = sqlite3.connect(path, timeout=_BUSY_S, isolation_level=None, check_same_thread=False)
    connection.row_factory = sqlite3.Row
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA foreign_keys=ON")
    return connection


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    mark, version = (_pragma(connection, name) for name in ("application_id", "user_version"))
    tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if mark != APPLICATION_ID and (mark or version or tables):
        raise StorageError(f"{path} is a database of another program; choose another folder")
    if version > len(MIGRATIONS):
        raise StorageError(
            f"{path} was written by a newer version; install that one or choose another folder"
        )
    if version == 0:
        connection.execute("PRAGMA journal_mode=WAL")
    for number, script in enumerate(MIGRATIONS[version:], start=version + 1):
        mark_it = f"PRAGMA application_id={APPLICATION_ID}; PRAGMA user_version={number}"
        connection.executescript(f"BEGIN IMMEDIATE; {script} {mark_it}; COMMIT;")


def _pragma(connection: sqlite3.Connection, name: str) -> int:
    return int(connection.execute(f"PRAGMA {name}").fetchone()[0])
