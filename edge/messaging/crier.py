"""Keeps what stands on the broker equal to what is pinned on the notice board."""

from __future__ import annotations

import logging
from collections import deque

from edge.messaging.board import NoticeBoard
from edge.messaging.facts import Message
from edge.messaging.mqtt import Link
from edge.messaging.verdict import FAILURE, reason
from edge.wire.topics import Topics

_LOG = logging.getLogger(__name__)


class Crier:
    """Retained messages, told again in full on every connection."""

    def __init__(self, *, board: NoticeBoard, topics: Topics) -> None:
        self._board = board
        self._topics = topics
        self._waiting: deque[Message] = deque()
        self._told: dict[int, str] = {}
        self._refused: set[str] = set()

    @property
    def in_flight(self) -> int:
        """Notices that wait for their acknowledgement."""
        return len(self._told)

    @property
    def done(self) -> bool:
        """Everything pinned so far stands on the broker."""
        return not self._waiting and not self._told

    def begin(self) -> None:
        """A connection stands: nothing is taken for granted."""
        self._waiting.clear()
        self._told.clear()
        self._queue(self._board.everything())

    def look(self) -> bool:
        """Look at the board for what changed; whether there is nothing left to tell."""
        self._queue(self._board.changes())
        return self.done

    def tell(self, link: Link, room: int) -> None:
        """Hand over what changed, at most ``room`` messages."""
        self.look()
        for _ in range(min(room, len(self._waiting))):
            message = self._waiting.popleft()
            self._told[link.publish(message)] = message.topic

    def acknowledged(self, mid: int, code: int) -> bool:
        """A PUBACK came; False if it answers none of our notices. For a retained message 0x10 is no fault."""
        topic = self._told.pop(mid, None)
        if topic is not None and code >= FAILURE and topic not in self._refused:
            remedy = "let this user write to the gate's topics"
            _LOG.warning("code=notice-refused topic=%s reason=%s; %s", topic, reason(code), remedy)
            self._refused.add(topic)
        return topic is not None

    def _queue(self, notices: dict[str, bytes]) -> None:
        for tail, payload in notices.items():
            self._waiting.append(Message(topic=self._topics.of(tail), payload=payload, retain=True))
