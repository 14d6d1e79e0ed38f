"""The gate's own key for hashing plates, where the fleet gave it none."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path

from edge.domain.errors import StorageError
from edge.storage.evidence import sync_folder
from edge.storage.faults import told

_NAME = "vehicle.key"
_BYTES = 32


def fleet_key(folder: Path) -> bytes:
    """The key in this folder, made on the first call (mode 0600, hex, one line).

    A key of one gate alone: a car has another vehicle key at every gate, until a fleet key file is
    configured and read with :func:`key_from`. Raises StorageError.
    """
    path = folder / _NAME
    with told("making", path):
        folder.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            _make(path)
    return key_from(path)


def key_from(path: Path) -> bytes:
    """The key in a file: at least 128 bits in hex. Raises StorageError."""
    with told("reading", path):
        text = path.read_text(encoding="ascii", errors="replace").strip()
    try:
        key = bytes.fromhex(text)
    except ValueError:
        key = b""
    if len(key) < 16:
        raise StorageError(f"reading {path}: damaged: not a key of at least 32 hex digits")
    return key


def _make(path: Path) -> None:
    # Complete under a name of its own first: a power cut must not leave half a key.
    part = path.with_suffix(f".{os.getpid()}.part")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_hex(_BYTES) + "\n")
        file.flush()
        os.fsync(file.fileno())
    # A link, unlike a rename, never replaces a key that another process made meanwhile.
    with suppress(FileExistsError):
        os.link(part, path)
    part.unlink()
    sync_folder(path.parent)
