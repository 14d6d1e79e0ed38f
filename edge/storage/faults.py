"""Disk and database errors in a technician's words."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from edge.domain.errors import StorageError

_DISK_FULL = {errno.ENOSPC, errno.EDQUOT}
_NO_ROOM = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_SHMSIZE}
"""The second: the file that connections share their index in cannot be made as long as it has to be."""
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}


class DiskFullError(StorageError):
    """No room left: something can be done about it."""


@contextmanager
def told(doing: str, place: Path) -> Iterator[None]:
    """Everything the disk may say while ``doing``, as a StorageError that names the place and the cause."""
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        why = cause(error)
        kind = DiskFullError if why == "disk_full" else StorageError
        raise kind(f"{doing} {place}: {why}: {error}") from error


def cause(error: OSError | sqlite3.Error) -> str:
    """Stable code: ``disk_full``, ``damaged``, ``busy``, ``read_only``, ``no_access`` or ``io_error``."""
    return _of_system(error) if isinstance(error, OSError) else _of_database(error)


def is_damage(error: sqlite3.Error) -> bool:
    """The file is no database any more, or contradicts itself."""
    return _code(error) in _DAMAGED


def _of_system(error: OSError) -> str:
    if error.errno in _DISK_FULL:
        return "disk_full"
    if error.errno == errno.EROFS:
        return "read_only"
    return "no_access" if isinstance(error, PermissionError) else "io_error"


def _of_database(error: sqlite3.Error) -> str:
    if is_damage(error):
        return "damaged"
    if getattr(error, "sqlite_errorcode", 0) in _NO_ROOM:
        return "disk_full"
    known = {
        sqlite3.SQLITE_BUSY: "busy",
        sqlite3.SQLITE_READONLY: "read_only",
        sqlite3.SQLITE_CANTOPEN: "no_access",
        sqlite3.SQLITE_PERM: "no_access",
    }
    return known.get(_code(error), "io_error")


def _code(error: sqlite3.Error) -> int:
    # Errors raised by the Python module itself (a closed connection) carry no code.
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF
