"""An event on its way out, as the store hands it to whoever sends it."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One event that waits or stands aside."""

    sequence: int
    event_id: str
    body: bytes = field(repr=False)
    sent_before: bool
    """It has been handed to a broker before, and may have arrived."""
    reason: str | None
    """Why it was last postponed or set aside."""
    times: int
    """How often in a row it was postponed for this reason."""
