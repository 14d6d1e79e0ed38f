"""Keeps the disk within its bounds while the gate runs."""

from __future__ import annotations

import logging
import shutil
import time

from edge.config.storing import Storage
from edge.flow.clock import Clock
from edge.storage.retention import make_room, prune
from edge.storage.store import Store

log = logging.getLogger(__name__)

EVERY_S = 600.0
PAUSE_S = 0.5


class Housekeeper:
    """Prunes now and then, in a thread and with a store of its own, so that nobody waits for it."""

    def __init__(self, *, store: Store, rules: Storage, clock: Clock, tells: bool = True) -> None:
        """``tells``: the gate has a broker, for which events wait."""
        self._store, self._rules, self._clock, self._tells = store, rules, clock, tells
        self._due_ns = clock.now_ns()

    def step(self) -> None:
        """Prune if it is time. Raises StorageError."""
        if self._clock.now_ns() < self._due_ns:
            time.sleep(PAUSE_S)
            return
        self._due_ns = self._clock.now_ns() + int(EVERY_S * 1e9)
        free_bytes = shutil.disk_usage(self._store.folder).free
        at = self._clock.at(self._clock.now_ns())
        # A clock that nobody has set could make everything look old; the disk is as full as it is.
        take = prune if self._clock.synchronized() else make_room
        gone = take(self._store, self._rules, at, free_bytes, tells=self._tells)
        if gone.expired or gone.pictures or gone.lost:
            log.info(
                "code=pruned expired=%d pictures=%d unsent=%d free=%d",
                gone.expired,
                gone.pictures,
                gone.lost,
                free_bytes,
            )
