"""Thumbnails behind their event: a convenience, made one at a time and never instead of an event."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator

from edge.messaging.facts import Message
from edge.messaging.mailbox import Mailbox
from edge.wire.row import Row

Enclose = Callable[[Row], Iterator[Message]]
MOST_ROWS = 100


class Enclosures:
    """Kept in memory: what a restart takes is gone, as the pictures themselves go another way."""

    def __init__(self, enclose: Enclose, mailbox: Mailbox) -> None:
        """``enclose``: makes the messages that belong to a row, lazily."""
        self._enclose, self._mailbox = enclose, mailbox
        self._waiting: deque[Iterator[Message]] = deque(maxlen=MOST_ROWS)

    def behind(self, row: Row) -> None:
        """The broker has taken this row."""
        self._waiting.append(self._enclose(row))

    def step(self) -> None:
        """Make the next one, once the one before is with the broker."""
        if not self._waiting or not self._mailbox.done:
            return
        message = next(self._waiting[0], None)
        if message is None:
            self._waiting.popleft()
        else:
            self._mailbox.post(message)


def nothing(_row: Row) -> Iterator[Message]:
    """No thumbnails."""
    return iter(())
