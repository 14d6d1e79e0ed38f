"""What the courier asks of an outbox; the store's is one."""

from __future__ import annotations

from typing import Protocol

from edge.wire.row import Row


class Rows(Protocol):
    """Events in the order of their sequence. Every method may raise StorageError."""

    def pending(self, limit: int, after: int = 0) -> tuple[Row, ...]:
        """At most ``limit`` waiting rows behind sequence ``after``, oldest first."""
        ...

    def acknowledged(self, *sequences: int) -> None:
        """The broker has taken these."""
        ...

    def confirmed(self, *ids: str) -> None:
        """The consumer has stored the events with these ids; unknown ones are ignored."""
        ...

    def postponed(self, sequence: int, reason: str) -> int:
        """It stays; how many times in a row it was postponed for this reason."""
        ...

    def set_aside(self, sequence: int, reason: str) -> None:
        """It is kept, out of the way."""
        ...

    def last_sequence(self) -> int:
        """The newest sequence given out; 0 before the first."""
        ...
