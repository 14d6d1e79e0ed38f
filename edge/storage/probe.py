"""Does the disk still keep what it is given?"""

from __future__ import annotations

import os
from pathlib import Path

from edge.domain.errors import StorageError
from edge.storage.faults import told

PROBE_BYTES = 1_000_000


def probe(folder: Path) -> None:
    """Write, sync and read back from the medium ``PROBE_BYTES`` of chance. Raises StorageError."""
    file, data = folder / "probe.part", os.urandom(PROBE_BYTES)
    with told("exercising", folder):
        try:
            back = _there_and_back(file, data)
        finally:
            file.unlink(missing_ok=True)
    if back != data:
        raise StorageError(f"exercising {folder}: damaged: other bytes came back than were written")


def _there_and_back(file: Path, data: bytes) -> bytes:
    with file.open("w+b") as probed:
        probed.write(data)
        probed.flush()
        os.fsync(probed.fileno())
        # Else the answer would come from memory.
        os.posix_fadvise(probed.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        probed.seek(0)
        return probed.read()
