"""Looking away on command."""

from __future__ import annotations

from datetime import datetime
from threading import Lock


class Pause:
    """Whether the gate looks away, and since when. Any thread may ask, begin or end it.

    It is not kept over a restart: a gate that comes back by itself works.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._since: datetime | None = None

    @property
    def since(self) -> datetime | None:
        """When it began to look away, None if it does not."""
        return self._since

    @property
    def on(self) -> bool:
        """Whether it looks away now."""
        return self._since is not None

    def begin(self, at: datetime) -> bool:
        """Look away; False if it did so already."""
        with self._lock:
            begun, self._since = self._since is None, self._since or at
            return begun

    def end(self) -> None:
        """Look again."""
        with self._lock:
            self._since = None
