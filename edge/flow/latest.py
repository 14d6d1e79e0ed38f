"""Hand-off in which the newest wins: between something that will not wait and something that may be slow."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Condition
from typing import Generic, TypeVar

from edge.flow.closed import Closed

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken(Generic[T]):
    """What was in the slot, and how many before it nobody took."""

    value: T
    missed: int


class Latest(Generic[T]):
    """Slot of capacity 1. Putting never waits: what was not taken yet is replaced, and counted."""

    def __init__(self) -> None:
        self._changed = Condition()
        self._held: list[T] = []
        self._missed = 0
        self._replaced = 0
        self._closed = False

    @property
    def replaced(self) -> int:
        """Values that were never taken, since the beginning."""
        return self._replaced

    def put(self, value: T) -> None:
        """Lay the value into the slot in place of the one there.

        :raises Closed: after :meth:`close`.
        """
        with self._changed:
            if self._closed:
                raise Closed
            self._missed += len(self._held)
            self._replaced += len(self._held)
            self._held = [value]
            self._changed.notify()

    def take(self, timeout_s: float) -> Taken[T] | None:
        """Newest value, waiting for one if need be; None if none came in time.

        :raises Closed: once the slot is closed and empty.
        """
        with self._changed:
            self._changed.wait_for(lambda: self._held or self._closed, timeout_s)
            if self._held:
                taken = Taken(value=self._held.pop(), missed=self._missed)
                self._missed = 0
                return taken
            if self._closed:
                raise Closed
            return None

    def close(self) -> None:
        """Nothing more will be put; what is held can still be taken."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
