"""Files that are whole at any moment."""

from __future__ import annotations

import os
from pathlib import Path

from edge.storage.owner import hand_over


def write_whole(target: Path, data: bytes, *, part: Path, state: Path | None = None) -> None:
    """Put it in the place of what is there, complete and on the disk, or leave everything as it was.

    ``part``: the name beside it that it has until then. ``state``: the state folder, where it lies in one.
    Raises OSError.
    """
    try:
        with part.open("wb") as file:
            if state:
                hand_over(file.fileno(), state)
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(target)
    except OSError:
        part.unlink(missing_ok=True)
        raise
    sync_folder(target.parent)


def sync_folder(folder: Path) -> None:
    """Put the names in this folder on the disk: a new name is only safe after that. Raises OSError."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
