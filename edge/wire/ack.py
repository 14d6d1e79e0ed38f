"""What the central consumer says once events are on its disk."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Ack:
    """The ``ack`` topic."""

    ids: tuple[str, ...]
    """The events' ids; those that the gate does not know are ignored."""
