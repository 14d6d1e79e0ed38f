"""Keeps what stands on the broker equal to what is pinned on the notice board."""

from __future__ import annotations

import logging
from collections import deque

from edge.flow.clock import Clock
from edge.messaging.board import NoticeBoard
from edge.messaging.facts import SILENCE, Message
from edge.messaging.mqtt import Link
from edge.messaging.suspects import Suspects
from edge.messaging.verdict import FAILURE, reason
from edge.wire.topics import Topics

_LOG = logging.getLogger(__name__)


class Crier:
    """Retained messages, told again in full on every connection."""

    def __init__(self, *, board: NoticeBoard, topics: Topics, clock: Clock) -> None:
        self._board = board
        self._topics = topics
        self._waiting: deque[tuple[str, bytes]] = deque()
        self._told: dict[int, str] = {}
        self._refused: set[str] = set()
        self._refused_now: set[str] = set()
        self._suspects = Suspects(clock)

    @property
    def in_flight(self) -> int:
        """Notices that wait for their acknowledgement."""
        return len(self._told)

    @property
    def done(self) -> bool:
        """Everything pinned so far stands on the broker, but for what is set aside."""
        return not self._waiting and not self._told

    def begin(self) -> None:
        """A connection stands: nothing is taken for granted."""
        self._waiting.clear()
        self._told.clear()
        self._suspects.pardon()
        self._queue(self._board.everything())

    def look(self) -> bool:
        """Look at the board for what changed; whether there is nothing left to tell."""
        self._queue(self._board.everything() if self._suspects.pardon() else self._board.changes())
        return self.done

    def tell(self, link: Link, room: int) -> None:
        """Hand over what changed, at most ``room`` messages; a suspect goes alone."""
        self.look()
        for _ in range(min(room, len(self._waiting))):
            tail, payload = self._waiting[0]
            if self._told and any(each in self._suspects for each in (tail, *self._told.values())):
                return
            self._waiting.popleft()
            message = Message(topic=self._topics.of(tail), payload=payload, retain=True)
            self._told[link.publish(message)] = tail

    def acknowledged(self, mid: int, code: int) -> bool:
        """A PUBACK came; False if it answers none of our notices. For a retained message 0x10 is no fault."""
        tail = self._told.pop(mid, None)
        if tail is not None and code >= FAILURE:
            self._refuse(tail, code)
        elif tail is not None:
            self._suspects.clear(tail)
        return tail is not None

    def lost(self, code: int) -> None:
        """The connection is gone; what was under way, or refused on it, may be why."""
        if code != SILENCE:
            self._suspects.blame({*self._told.values(), *self._refused_now})
        self._told.clear()
        self._refused_now.clear()

    def _refuse(self, tail: str, code: int) -> None:
        if tail not in self._refused:
            remedy = "let this user write to the gate's topics"
            topic = self._topics.of(tail)
            _LOG.warning("code=notice-refused topic=%s reason=%s; %s", topic, reason(code), remedy)
        self._refused.add(tail)
        self._refused_now.add(tail)

    def _queue(self, notices: dict[str, bytes]) -> None:
        allowed = (notice for notice in notices.items() if not self._suspects.aside(notice[0]))
        self._waiting.extend(allowed)
