"""Hand-off that keeps the order and holds a few: between two that both may be slow."""

from __future__ import annotations

from collections import deque
from threading import Condition
from typing import Generic, TypeVar

from edge.flow.closed import Closed

T = TypeVar("T")


class Bounded(Generic[T]):
    """Queue of a fixed capacity. Who fills it chooses: an offer is refused when it is full, a put waits."""

    def __init__(self, *, capacity: int) -> None:
        if capacity < 1:
            raise ValueError("a queue holds at least one")
        self._capacity = capacity
        self._changed = Condition()
        self._held: deque[T] = deque()
        self._refused = 0
        self._closed = False

    def __len__(self) -> int:
        return len(self._held)

    @property
    def refused(self) -> int:
        """Offers that were refused, since the beginning."""
        return self._refused

    def offer(self, value: T) -> bool:
        """Append the value and say True; or say False at once, because the queue is full.

        :raises Closed: after :meth:`close`.
        """
        with self._changed:
            if self._append(value):
                return True
            self._refused += 1
            return False

    def put(self, value: T, timeout_s: float) -> bool:
        """Append the value, waiting for room; False if there was none in time.

        :raises Closed: after :meth:`close`, also while waiting.
        """
        with self._changed:
            self._changed.wait_for(lambda: self._closed or len(self._held) < self._capacity, timeout_s)
            return self._append(value)

    def take(self, timeout_s: float) -> T | None:
        """Oldest value, waiting for one if need be; None if none came in time.

        :raises Closed: once the queue is closed and empty.
        """
        with self._changed:
            self._changed.wait_for(lambda: self._held or self._closed, timeout_s)
            if self._held:
                self._changed.notify_all()
                return self._held.popleft()
            if self._closed:
                raise Closed
            return None

    def close(self) -> None:
        """Nothing more will be put; what is held can still be taken."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def _append(self, value: T) -> bool:
        if self._closed:
            raise Closed
        if len(self._held) >= self._capacity:
            return False
        self._held.append(value)
        self._changed.notify_all()
        return True
