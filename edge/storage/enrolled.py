"""What this gate has been shown: the labels that were enrolled, in one file of the state folder.

The file is whole at any moment (written beside and renamed), so the gate may read while a person enrols. It
says of which network its means are; those of another network are refused.
"""

from __future__ import annotations

import logging
import os
from pathlib import Path

from edge.domain.errors import StorageError
from edge.inspection.gallery import Gallery, GalleryError, from_json
from edge.storage.faults import told
from edge.storage.whole import write_whole

log = logging.getLogger(__name__)
NAME = "enrolled.json"
Stamp = tuple[int, int, int]


class Enrolled:
    """The enrolled labels of one gate.

    Args:
        folder: the state folder.
        network: SHA-256 of the network in use.
    """

    def __init__(self, folder: Path, network: str) -> None:
        self.path = folder / NAME
        self._network = network
        self._seen: tuple[Stamp | None, Gallery] = (None, Gallery())

    def read(self) -> Gallery:
        """All of them; none where nothing was enrolled.

        Raises:
            StorageError: the file cannot be read, is damaged, or is of another network.
        """
        with told("reading", self.path):
            if not self.path.exists():
                return Gallery()
            body = self.path.read_bytes()
        try:
            network, gallery = from_json(body)
        except GalleryError as fault:
            raise StorageError(f"reading {self.path}: damaged: {fault}; remove it and enrol again") from fault
        if gallery.known and network != self._network:
            raise StorageError(
                f"reading {self.path}: stale: enrolled with network {network[:12]}, "
                f"this gate has {self._network[:12]}; remove it and enrol again"
            )
        return gallery

    def now(self) -> Gallery:
        """The same for an inspection: read again when the file has changed; none at a fault, told once."""
        stamp = self._stamp()
        if stamp != self._seen[0]:
            self._seen = (stamp, self._readable())
        return self._seen[1]

    def write(self, gallery: Gallery) -> None:
        """Put these in the place of what is there. Raises StorageError."""
        with told("writing", self.path):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            part = self.path.with_suffix(f".{os.getpid()}.part")
            write_whole(self.path, gallery.to_json(self._network), part=part, state=self.path.parent)

    def _readable(self) -> Gallery:
        try:
            return self.read()
        except StorageError as fault:
            log.error("code=enrolled_unusable %s", fault)
            return Gallery()

    def _stamp(self) -> Stamp | None:
        try:
            found = self.path.stat()
        except OSError:
            return None
        return found.st_ino, found.st_mtime_ns, found.st_size
