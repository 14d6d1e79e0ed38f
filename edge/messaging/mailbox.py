"""Messages that are said once, each to whoever asked: answers to commands, thumbnails."""

from __future__ import annotations

import logging
from collections import deque
from threading import Lock

from edge.messaging.facts import Message
from edge.messaging.mqtt import Link
from edge.messaging.verdict import FAILURE, reason

_LOG = logging.getLogger(__name__)


class Mailbox:
    """Any thread posts; the publisher sends. Kept in memory until the broker has answered."""

    def __init__(self, capacity: int = 64) -> None:
        """``capacity``: beyond it the oldest message goes unsent, and is told."""
        self._lock = Lock()
        self._capacity = capacity
        self._waiting: deque[Message] = deque()
        self._sent: dict[int, Message] = {}

    @property
    def in_flight(self) -> int:
        """Messages that wait for their acknowledgement."""
        return len(self._sent)

    @property
    def done(self) -> bool:
        """Everything posted so far is with the broker."""
        return not self._waiting and not self._sent

    def post(self, message: Message) -> None:
        """Say this as soon as there is a connection."""
        with self._lock:
            self._waiting.append(message)
            dropped = self._waiting.popleft() if len(self._waiting) > self._capacity else None
        if dropped is not None:
            _LOG.warning("code=message-dropped topic=%s; there is no room for more", dropped.topic)

    def begin(self) -> None:
        """A connection stands: what the last one took without an answer is said again."""
        with self._lock:
            self._waiting.extendleft(reversed(self._sent.values()))
        self._sent.clear()

    def send(self, link: Link, room: int) -> None:
        """Hand over at most ``room`` messages."""
        for _ in range(room):
            with self._lock:
                if not self._waiting:
                    return
                message = self._waiting.popleft()
            self._sent[link.publish(message)] = message

    def acknowledged(self, mid: int, code: int) -> bool:
        """A PUBACK came; False if it answers none of ours. That nobody listens is no fault here."""
        message = self._sent.pop(mid, None)
        if message is not None and code >= FAILURE:
            remedy = "let this user write to it in the broker's access list"
            _LOG.warning("code=message-refused topic=%s reason=%s; %s", message.topic, reason(code), remedy)
        return message is not None
