"""Times as the database keeps them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

Now = Callable[[], datetime]
"""The wall clock as a part that is handed in: aware UTC."""


def wall_clock() -> datetime:
    """The machine's."""
    return datetime.now(UTC)


def to_ms(at: datetime) -> int:
    """Milliseconds since 1970 UTC."""
    return int(at.timestamp() * 1000)


def from_ms(ms: int) -> datetime:
    """The inverse of :func:`to_ms`."""
    return datetime.fromtimestamp(ms / 1000, UTC)
