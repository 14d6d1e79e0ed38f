"""One connection to the database, and what is said when it fails."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from edge.storage.faults import told

_BUSY_S = 5.0
_PAGES_AT_ONCE = 1000
"""Given back in one transaction: nobody else can write meanwhile."""


class Database:
    """One connection. It serves one thread at a time; a second thread opens its own."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self._connection = connection

    @classmethod
    def connect(cls, path: Path) -> Database:
        """A connection to a database that ``opening`` has seen. Raises StorageError."""
        with told("opening", path):
            return cls(path, connection_to(path))

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

    def rows(self, question: str, *values: object) -> list[sqlite3.Row]:
        """Every row of one SELECT. Raises StorageError."""
        with told("reading", self.path):
            return self._connection.execute(question, values).fetchall()

    def run(self, statement: str) -> None:
        """One statement outside a transaction (a PRAGMA), to its end. Raises StorageError."""
        with told("writing", self.path):
            # As a script: one execute takes a single step, and incremental_vacuum a page at each.
            self._connection.executescript(statement)

    def shrink(self) -> None:
        """Give free pages back to the disk, some at a time. Raises StorageError."""
        while free := self._free_pages():
            self.run(f"PRAGMA incremental_vacuum({_PAGES_AT_ONCE})")
            if self._free_pages() >= free:
                return

    def _free_pages(self) -> int:
        return int(self.rows("PRAGMA freelist_count")[0][0])

    def close(self) -> None:
        """Close the connection; a second time does nothing."""
        self._connection.close()


def connection_to(path: Path) -> sqlite3.Connection:
    """A connection with our settings. Raises sqlite3.Error."""
    # Handing a connection from the thread that opens to the one that works is allowed; sharing is not.
    connection = sqlite3.connect(path, timeout=_BUSY_S, isolation_level=None, check_same_thread=False)
    connection.row_factory = sqlite3.Row
    try:
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA foreign_keys=ON")
    except sqlite3.Error:
        connection.close()
        raise
    return connection
