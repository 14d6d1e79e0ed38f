"""A piece of the disk kept back, so that a full disk can still take what must not be lost."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from edge.storage.faults import DiskFullError, told
from edge.storage.owner import hand_over

Done = TypeVar("Done")

RESERVE_BYTES = 4_000_000
"""Room for some hundred events without their pictures."""


class Reserve:
    """A file of nothing. It is given up when the disk is full, and made again when there is room."""

    def __init__(self, path: Path, size: int = RESERVE_BYTES) -> None:
        self._path = path
        self._size = size

    def keep(self) -> bool:
        """Make it if it is not there; False where the disk has no room for it."""
        if self._path.exists():
            return True
        try:
            with self._path.open("wb") as file:
                hand_over(file.fileno(), self._path.parent)
                # Allocated, not only as long: a file of holes would keep nothing back.
                os.posix_fallocate(file.fileno(), 0, self._size)
        except OSError:
            # Half a reserve only takes room away.
            self._path.unlink(missing_ok=True)
            return False
        return True

    def spent_on(self, deed: Callable[[], Done]) -> Done:
        """Do it; where the disk is full, give the reserve up and do it once more. Raises StorageError."""
        try:
            return deed()
        except DiskFullError:
            if not self.give_up():
                raise
        return deed()

    def give_up(self) -> bool:
        """Let go of it; False if it was gone already. Raises StorageError."""
        if not self._path.exists():
            return False
        with told("deleting", self._path):
            self._path.unlink()
        return True
