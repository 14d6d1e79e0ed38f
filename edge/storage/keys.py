"""The gate's own keys: for hashing plates, where the fleet gave it none, and for signing."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path

from edge.domain.errors import StorageError
from edge.storage.faults import told
from edge.storage.owner import hand_over
from edge.storage.whole import sync_folder

FLEET, SIGNING = "vehicle.key", "signing.key"
_BYTES = 32
_LEAST_BYTES = 16


def fleet_key(folder: Path) -> bytes:
    """The key in this folder, made on the first call (mode 0600, hex, one line).

    A key of one gate alone: a car has another vehicle key at every gate, until a fleet key file is
    configured and read with :func:`key_from`. Raises StorageError.
    """
    return key_from(_made(folder / FLEET))


def signing_key(folder: Path) -> bytes:
    """The private Ed25519 key of the gate, 32 bytes, made likewise. Raises StorageError."""
    path = _made(folder / SIGNING)
    key = _read(path)
    if len(key) != _BYTES:
        raise StorageError(f"reading {path}: damaged: not a key of {2 * _BYTES} hex digits")
    return key


def key_from(path: Path) -> bytes:
    """The key in a file: at least 128 bits in hex. Raises StorageError."""
    key = _read(path)
    if len(key) < _LEAST_BYTES:
        raise StorageError(f"reading {path}: damaged: not a key of at least {2 * _LEAST_BYTES} hex digits")
    return key


def _read(path: Path) -> bytes:
    with told("reading", path):
        text = path.read_text(encoding="ascii", errors="replace").strip()
    try:
        return bytes.fromhex(text)
    except ValueError:
        return b""


def _made(path: Path) -> Path:
    with told("making", path):
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            _make(path)
    return path


def _make(path: Path) -> None:
    # Complete under a name of its own first: a power cut must not leave half a key.
    part = path.with_suffix(f".{os.getpid()}.part")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        hand_over(handle, path.parent)
        file.write(secrets.token_hex(_BYTES) + "\n")
        file.flush()
        os.fsync(file.fileno())
    # A link, unlike a rename, never replaces a key that another process made meanwhile.
    with suppress(FileExistsError):
        os.link(part, path)
    part.unlink()
    sync_folder(path.parent)
