"""Times in the database: integer milliseconds since 1970 UTC."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def to_ms(at: datetime) -> int:
    """Raises TypeError for a time without a zone."""
    return (at - _EPOCH) // timedelta(milliseconds=1)


def from_ms(ms: int) -> datetime:
    """The inverse of :func:`to_ms`, in UTC."""
    return _EPOCH + timedelta(milliseconds=ms)
