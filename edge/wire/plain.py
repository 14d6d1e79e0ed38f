"""Frozen records to JSON and back, through pydantic.

An adapter costs milliseconds to build on a Pi, so each is built when first asked for and kept.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from edge.domain.errors import GateError
from edge.wire.times import rfc3339

T = TypeVar("T")


class WireError(GateError):
    """What was read is not what its type promises. The message names every fault by its place, or says how
    many there are where nobody would read them.
    """


_READ = 10_000
"""Faults that somebody may still look through; to spell millions takes half a minute and gigabytes."""
_ADAPTERS: dict[type[Any], TypeAdapter[Any]] = {}


def adapter(kind: type[Any]) -> TypeAdapter[Any]:
    """The adapter of one record type. Two threads may each build one; they are equal."""
    if kind not in _ADAPTERS:
        _ADAPTERS[kind] = TypeAdapter(kind)
    return _ADAPTERS[kind]


def to_plain(record: object) -> Any:
    """A record as dicts, lists and values; times stay ``datetime``."""
    return adapter(type(record)).dump_python(record)


def to_json(record: object) -> bytes:
    """A record as compact UTF-8 JSON. Raises ValueError for NaN or infinity, which JSON does not have."""
    return encode(to_plain(record))


def encode(plain: object) -> bytes:
    """Plain values as compact UTF-8 JSON, times as RFC 3339."""
    return json.dumps(
        plain, default=_moment, ensure_ascii=False, allow_nan=False, separators=(",", ":")
    ).encode()


def from_json(kind: type[T], text: bytes | str) -> T:
    """A record from JSON; fields it does not know are ignored, as a newer gate may send more.

    Raises WireError.
    """
    try:
        record: T = adapter(kind).validate_json(text)
    except ValidationError as error:
        raise WireError(_faults(error)) from error
    return record


def _faults(error: ValidationError) -> str:
    if error.error_count() > _READ:
        return f"document: {error.error_count()} faults"
    return "; ".join(f"{'.'.join(map(str, f['loc'])) or 'document'}: {f['msg']}" for f in error.errors())


def _moment(value: object) -> str:
    if isinstance(value, datetime):
        return rfc3339(value)
    raise TypeError(f"{type(value).__name__} has no JSON form")
