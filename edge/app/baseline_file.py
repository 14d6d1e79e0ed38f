"""A vehicle's baseline in one file: a ZIP of what the centre would hand over, and the pictures of it.

The file holds ``baseline.json``, as the schema ``vehicle.v1.json`` says, and ``pictures/{sha256}.jpg``.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from lzma import LZMAError
from zipfile import ZIP_STORED, BadZipFile, ZipFile

from edge.domain.errors import DataError, StorageError
from edge.domain.inspection import Inspection
from edge.storage.store import Store
from edge.wire.event import Event
from edge.wire.handed import Handed, HandedOver, handed_over
from edge.wire.plain import WireError, to_json

_RECORD = "baseline.json"
_MOST_BYTES = 16_000_000
"""Of one member: a file that a stranger made may promise any size."""

_DAMAGE = (
    *(BadZipFile, KeyError, OSError, EOFError),
    *(zlib.error, LZMAError),  # of what was packed
    RuntimeError,  # encrypted, or packed in a way that is not known
    ValueError,  # a place before the file's beginning, a name that is no text
)
"""What a ZIP raises that was damaged, or that somebody else made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BaselineFile:
    """What is in such a file."""

    baseline: HandedOver
    pictures: Mapping[str, bytes] = field(repr=False)
    """By SHA-256; those that are gone are not there."""

    @property
    def missing(self) -> int:
        """Pictures that the baseline tells of and that are not there."""
        return len(_named(self.baseline) - self.pictures.keys())

    def packed(self) -> bytes:
        """The file."""
        made = BytesIO()
        with ZipFile(made, "w", ZIP_STORED) as file:
            file.writestr(_RECORD, to_json(self.baseline))
            for sha256, jpeg in self.pictures.items():
                file.writestr(_member(sha256), jpeg)
        return made.getvalue()


def of_store(store: Store, key: str) -> BaselineFile | None:
    """What this store would hand over of a vehicle; None where it knows nothing. Raises StorageError."""
    last = _handed(store.history.last_of(key))
    if last is None:
        return None
    checkout = _handed(store.history.last_of(key, checkout=True))
    baseline = HandedOver(key=key, checkout=checkout, last=last)
    return BaselineFile(baseline=baseline, pictures=dict(_pictures(baseline, store)))


def unpacked(data: bytes) -> BaselineFile:
    """What is in a file, proved: each picture by its hash. Raises DataError."""
    try:
        with ZipFile(BytesIO(data)) as file:
            record = _read(file, _RECORD)
            baseline = handed_over(record, _key_of(record))
            there = set(file.namelist())
            named = sorted(sha256 for sha256 in _named(baseline) if _member(sha256) in there)
            pictures = {sha256: _read(file, _member(sha256)) for sha256 in named}
    except (*_DAMAGE, WireError) as error:
        raise DataError(f"no baseline: {str(error) or 'it breaks off'}") from error
    for sha256, jpeg in pictures.items():
        if hashlib.sha256(jpeg).hexdigest() != sha256:
            raise DataError(f"damaged: {_member(sha256)} is not the picture that was filed")
    return BaselineFile(baseline=baseline, pictures=pictures)


def _handed(event: Event | None) -> Handed | None:
    if event is None or not isinstance(event.data, Inspection):
        return None
    return Handed(source=event.source, inspection=event.data)


def _pictures(baseline: HandedOver, store: Store) -> Iterator[tuple[str, bytes]]:
    for sha256 in sorted(_named(baseline)):
        try:
            yield sha256, store.picture(sha256)
        except StorageError:
            continue  # pruned, or damaged: it is counted as missing


def _named(baseline: HandedOver) -> set[str]:
    both = (handed for handed in (baseline.checkout, baseline.last) if handed is not None)
    return {picture.sha256 for handed in both for picture in handed.inspection.evidence}


def _member(sha256: str) -> str:
    return f"pictures/{sha256}.jpg"


def _read(file: ZipFile, name: str) -> bytes:
    info = file.getinfo(name)
    if info.file_size > _MOST_BYTES:
        raise BadZipFile(f"{name} is larger than {_MOST_BYTES} bytes")
    return file.read(info)


def _key_of(record: bytes) -> str:
    try:
        return str(json.loads(record)["key"])
    except (ValueError, TypeError, LookupError, RecursionError) as error:
        raise WireError("document: has no key") from error
