"""Pictures by the hash of their bytes: put once, proved, and there after a power cut."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import uuid
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from deploy.consumer.database import told

_SHA256 = re.compile(r"[0-9a-f]{64}")
_JPEG = b"\xff\xd8\xff"


class Put(StrEnum):
    """What became of a picture that was brought."""

    STORED = "stored"
    THERE = "there"
    WRONG_NAME = "wrong_name"
    """The name is no SHA-256, or not that of these bytes."""
    OVERSIZE = "oversize"
    NO_JPEG = "no_jpeg"
    FULL = "full"
    """The disk keeps its last free space for the database."""


class EvidenceFolder:
    """Any number of threads may use it: a file appears whole, under its final name, or not at all."""

    def __init__(self, folder: Path, *, max_bytes: int, min_free_bytes: int) -> None:
        """``max_bytes``: of one picture; ``min_free_bytes``: of the disk, left to others."""
        self.folder = folder
        self.max_bytes = max_bytes
        self._min_free_bytes = min_free_bytes

    def put(self, name: str, jpeg: bytes) -> Put:
        """Keep these bytes under their hash. Raises StorageError."""
        refused = self._refused(name, jpeg)
        if refused is not None:
            return refused
        if self.has(name):
            with told("writing", self.path(name)):
                os.utime(self.path(name))  # it is wanted again: its age counts from now
            return Put.THERE
        target = self.path(name)
        with told("writing", target):
            target.parent.mkdir(parents=True, exist_ok=True)
            if shutil.disk_usage(target.parent).free - len(jpeg) < self._min_free_bytes:
                return Put.FULL
            _write(target, jpeg)
        return Put.STORED

    def has(self, sha256: str) -> bool:
        """Whether this picture is here. A name that is no hash never is."""
        return is_sha256(sha256) and self.path(sha256).is_file()

    def path(self, sha256: str) -> Path:
        """Where this picture lies, or would."""
        return self.folder / sha256[:2] / f"{sha256}.jpg"

    def drop_older(self, at: datetime) -> int:
        """Delete every picture, also a half-written one, that came before; how many. Raises StorageError."""
        with told("deleting below", self.folder):
            old = [file for file in self.folder.glob("*/*") if file.stat().st_mtime < at.timestamp()]
            for file in old:
                file.unlink(missing_ok=True)
        return len(old)

    def _refused(self, name: str, jpeg: bytes) -> Put | None:
        if len(jpeg) > self.max_bytes:
            return Put.OVERSIZE
        if not is_sha256(name) or hashlib.sha256(jpeg).hexdigest() != name:
            return Put.WRONG_NAME
        return None if jpeg.startswith(_JPEG) else Put.NO_JPEG


def is_sha256(name: str) -> bool:
    """64 lower-case hexadecimal digits, and so nothing that leads out of the folder."""
    return _SHA256.fullmatch(name) is not None


def _write(target: Path, data: bytes) -> None:
    part = target.with_suffix(f".{uuid.uuid4().hex}.part")
    try:
        with part.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    for folder in (target.parent, target.parent.parent):
        _sync(folder)


def _sync(folder: Path) -> None:
    """A new name is only safe after this."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
