"""What root makes in a state folder belongs to that folder's user, whom the gate runs as.

A technician's verb, or a gate in the foreground, must leave nothing behind that the service cannot use.
SQLite does the same with the ``-wal`` and ``-shm`` of a database.
"""

from __future__ import annotations

import os
from pathlib import Path


def hand_over(made: Path | int, state: Path) -> None:
    """Give a folder, or a file by its handle, to the owner of the state folder. Raises OSError."""
    if os.geteuid() == 0:
        owner = state.stat()
        if isinstance(made, int):
            os.fchown(made, owner.st_uid, owner.st_gid)
        else:
            os.lchown(made, owner.st_uid, owner.st_gid)


def make_folder(folder: Path, state: Path) -> None:
    """Make one in the state folder where there is none. Raises OSError."""
    folder.mkdir(exist_ok=True)
    hand_over(folder, state)
