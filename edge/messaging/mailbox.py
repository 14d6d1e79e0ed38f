"""Messages that are said once, each to whoever asked: answers to commands, thumbnails."""

from __future__ import annotations

import logging
from collections import deque
from dataclasses import dataclass
from threading import Lock

from edge.messaging.facts import Connected, Message
from edge.messaging.mqtt import Link, packet_bytes
from edge.messaging.verdict import CUTS, FAILURE, reason

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Letter:
    message: Message
    cuts: int = 0


class Mailbox:
    """Any thread posts; the publisher sends. Kept in memory until the broker has answered."""

    def __init__(self, capacity: int = 64) -> None:
        """``capacity``: beyond it the oldest message goes unsent, and is told."""
        self._lock = Lock()
        self._capacity = capacity
        self._waiting: deque[_Letter] = deque()
        self._sent: dict[int, _Letter] = {}
        self._most_bytes = 0

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
            self._waiting.append(_Letter(message))
            dropped = self._waiting.popleft() if len(self._waiting) > self._capacity else None
        if dropped is not None:
            _drop(dropped, "there is no room for more")

    def begin(self, limits: Connected) -> None:
        """A connection stands: what the last one took without an answer is said again, but not for ever."""
        again = [_Letter(letter.message, letter.cuts + 1) for letter in self._sent.values()]
        self._sent.clear()
        self._most_bytes = limits.maximum_packet_size
        with self._lock:
            self._waiting.extendleft(letter for letter in reversed(again) if letter.cuts < CUTS)
        for letter in again:
            if letter.cuts >= CUTS:
                _drop(letter, "the connection was lost each time it was sent")

    def send(self, link: Link, room: int) -> None:
        """Hand over at most ``room`` messages."""
        for _ in range(room):
            with self._lock:
                if not self._waiting:
                    return
                letter = self._waiting.popleft()
            if packet_bytes(letter.message) > self._most_bytes:
                _drop(letter, "it is larger than the broker takes")
            else:
                self._sent[link.publish(letter.message)] = letter

    def acknowledged(self, mid: int, code: int) -> bool:
        """A PUBACK came; False if it answers none of ours. That nobody listens is no fault here."""
        letter = self._sent.pop(mid, None)
        if letter is not None and code >= FAILURE:
            remedy = "let this user write to it in the broker's access list"
            said = "code=message-refused topic=%s reason=%s; %s"
            _LOG.warning(said, letter.message.topic, reason(code), remedy)
        return letter is not None


def _drop(letter: _Letter, why: str) -> None:
    _LOG.warning("code=message-dropped topic=%s; %s", letter.message.topic, why)
