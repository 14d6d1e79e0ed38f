"""Evidence pictures, named by the hash of their bytes."""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from edge.domain.errors import StorageError
from edge.domain.geometry import NormalBox
from edge.inspection.likeness import Embedded
from edge.inspection.suspected import Suspected
from edge.storage.faults import told
from edge.storage.owner import make_folder
from edge.storage.reserve import Reserve
from edge.storage.whole import sync_folder, write_whole

_PART = ".part"


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """One encoded picture to be filed with an inspection."""

    image_id: str
    role: str
    """``view`` (a kept full frame) or ``plate`` (a crop)."""
    view: str
    jpeg: bytes = field(repr=False)
    width: int
    height: int
    vehicle_box: NormalBox | None = None
    """Where the vehicle is in a ``view``."""
    aspect: str | None = None
    """Which side of it that shows."""
    embedded: Embedded | None = None
    """What a network made of it; kept beside it, and told to nobody."""
    suspected: tuple[Suspected, ...] = ()
    """Damage in it that the network is too unsure of to tell; kept alike."""


class EvidenceFolder:
    """A content-addressed folder: the same bytes lie there once."""

    def __init__(self, folder: Path, reserve: Reserve) -> None:
        """``folder``: in the state folder. ``reserve``: what pictures must leave to the events."""
        self.folder = folder
        self._state = folder.parent
        self._reserve = reserve

    def put(self, jpeg: bytes) -> str:
        """Write the bytes so that they survive a power cut; their path below the folder.

        Raises OSError: the caller decides what a missing picture means.
        """
        path = path_of(hashlib.sha256(jpeg).hexdigest())
        target = self.folder / path
        if not (target.exists() and target.stat().st_size == len(jpeg)):
            if not self._reserve.keep():
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            make_folder(self.folder, self._state)
            make_folder(target.parent, self._state)
            write_whole(target, jpeg, part=target.with_suffix(_PART), state=self._state)
            sync_folder(self.folder)
        return path

    def get(self, sha256: str) -> bytes:
        """The bytes, proved by their hash. Raises StorageError where they are gone or changed."""
        target = self.folder / path_of(sha256)
        with told("reading", target):
            jpeg = target.read_bytes()
        if hashlib.sha256(jpeg).hexdigest() != sha256:
            raise StorageError(f"reading {target}: damaged: its bytes are not those that were filed")
        return jpeg

    def holds(self, sha256: str) -> bool:
        """Whether a file of that name is there, whatever its bytes."""
        return (self.folder / path_of(sha256)).exists()

    def may_drop(self, path: str) -> bool:
        """Whether :meth:`drop` has the right to: to be asked before anything says that it is gone."""
        parent = (self.folder / path).parent
        try:
            parent.stat()
        except FileNotFoundError:
            return True
        except OSError:
            return False
        return os.access(parent, os.W_OK | os.X_OK)

    def drop(self, path: str) -> None:
        """Delete one picture; one that is gone already is fine. Raises StorageError."""
        target = self.folder / path
        with told("deleting", target):
            target.unlink(missing_ok=True)

    def paths(self) -> Iterator[tuple[str, float]]:
        """Every file below the folder, half-written ones too, with its age stamp in seconds since 1970."""
        for file in self.folder.glob("*/*"):
            with suppress(OSError):  # it got its final name meanwhile, or is not ours to look at
                yield file.relative_to(self.folder).as_posix(), file.stat().st_mtime


def path_of(sha256: str) -> str:
    """Where a picture lies below the evidence folder."""
    return f"{sha256[:2]}/{sha256}.jpg"
