"""One way to write a time: RFC 3339, UTC, ``Z``, milliseconds."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo


def rfc3339(at: datetime) -> str:
    """``2026-11-21T11:28:00.123Z``. Raises ValueError for a time without a zone: no moment."""
    if at.tzinfo is None:
        raise ValueError(f"{at!r} has no time zone")
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def by_clock(at: datetime, zone: tzinfo | None = None) -> datetime:
    """The moment by the clocks of a zone, by default this machine's; by UTC where the calendar ends first."""
    try:
        return at.astimezone(zone)
    except OverflowError:
        return at.astimezone(UTC)


def to_millisecond(at: datetime) -> datetime:
    """The moment as the wire keeps it, so that what was written and what is read back are equal."""
    return at.replace(microsecond=at.microsecond // 1000 * 1000)
