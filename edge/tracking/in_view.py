"""What a camera has in view and has not told yet: its passages may still come."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

PATIENCE_NS = 120_000_000_000
"""What is in view for longer is parked there, and nobody waits for it."""
SILENT_NS = 5_000_000_000
"""From a camera not heard of for so long nothing is awaited: it has stalled, or its recording is over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InView:
    """What may be a vehicle in a camera's view, when that was last heard of."""

    at_ns: int
    since_ns: tuple[int, ...]
    """When each came into view."""

    def awaited(self, now_ns: int) -> Iterator[int]:
        """When each of them came that is worth waiting for."""
        if now_ns - self.at_ns <= SILENT_NS:
            yield from (each for each in self.since_ns if now_ns - each <= PATIENCE_NS)
