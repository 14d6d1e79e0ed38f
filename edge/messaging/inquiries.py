"""What stands on a topic, asked of the broker when somebody needs to know."""

from __future__ import annotations

import logging
from collections.abc import Container
from dataclasses import dataclass, field
from enum import Enum
from threading import Event, Lock
from typing import Protocol

from edge.flow.clock import Clock
from edge.messaging.facts import Arrived
from edge.messaging.verdict import FAILURE

_LOG = logging.getLogger(__name__)

RETAINED_S = 2.0
"""Longest time from the subscription's acknowledgement until what stands there has come."""
GRANTED_S = 5.0
"""Longest time until that acknowledgement."""
PATIENCE_S = RETAINED_S + GRANTED_S + 3.0
"""Longest time that one who asks may wait."""


class Silence(Enum):
    """Why there is no payload."""

    NOTHING = "nothing"
    """Nothing stands there."""
    UNREACHABLE = "unreachable"
    """Nobody can say."""


class Subscribes(Protocol):
    """What is asked of a connection."""

    def subscribe(self, *topic_filters: str) -> int:
        """Ask for messages; the ``mid`` of the acknowledgement."""
        ...

    def unsubscribe(self, topic_filter: str) -> None:
        """No more of them."""
        ...


@dataclass(slots=True)
class _Question:
    topic: str
    mid: int | None = None
    asked_ns: int = 0
    granted_ns: int | None = None
    answer: bytes | Silence = Silence.UNREACHABLE
    answered: Event = field(default_factory=Event)


class Inquiries:
    """Any thread asks, one at a time, and waits; the publisher's thread does the rest."""

    def __init__(self, *, witness: str, clock: Clock) -> None:
        """``witness``: topic of the one who would have said it. Where he has said nothing on this connection,
        that nothing stands elsewhere means nothing either.
        """
        self._witness, self._clock = witness, clock
        self._turn, self._lock = Lock(), Lock()
        self._question: _Question | None = None
        self._open = False

    def ask(self, topic: str) -> bytes | Silence:
        """What stands there; returns within ten seconds, and at once where there is no connection."""
        with self._turn:
            question = _Question(topic)
            with self._lock:
                if not self._open:
                    return Silence.UNREACHABLE
                self._question = question
            question.answered.wait(PATIENCE_S)
            with self._lock:
                self._question = None
            return question.answer

    def began(self) -> None:
        """A connection stands, over which the greeting goes first: who asks now is answered behind it."""
        with self._lock:
            self._open = True

    def step(self, link: Subscribes, heard: Container[str]) -> None:
        """The greeting is over, and on the topics ``heard`` something has come: go on with what is asked."""
        question = self._question
        if question is None or question.answered.is_set():
            return
        now_ns = self._clock.now_ns()
        if question.mid is None:
            question.mid, question.asked_ns = link.subscribe(question.topic), now_ns
        elif question.granted_ns is None:
            if now_ns - question.asked_ns >= GRANTED_S * 1e9:
                self._answer(question, Silence.UNREACHABLE)
        elif now_ns - question.granted_ns >= RETAINED_S * 1e9:
            known = self._witness in heard
            self._answer(question, Silence.NOTHING if known else Silence.UNREACHABLE)
        if question.answered.is_set():
            link.unsubscribe(question.topic)

    def granted(self, mid: int, codes: tuple[int, ...]) -> None:
        """The broker's answer to a subscription; a refusal is told."""
        question = self._question
        if question is None or question.mid != mid:
            return
        if codes[0] >= FAILURE:
            remedy = "let this user read it in the broker's access list"
            _LOG.error("code=subscribe-refused topic=%s; %s", question.topic, remedy)
            self._answer(question, Silence.UNREACHABLE)
        else:
            question.granted_ns = self._clock.now_ns()

    def hear(self, message: Arrived, link: Subscribes) -> bool:
        """Take a message; False if nobody has asked for it."""
        question = self._question
        if question is None or question.mid is None or question.topic != message.topic:
            return False
        if not question.answered.is_set():
            self._answer(question, message.payload or Silence.NOTHING)
            link.unsubscribe(question.topic)
        return True

    def lost(self) -> None:
        """The connection is gone."""
        with self._lock:
            self._open = False
            question = self._question
        if question is not None and not question.answered.is_set():
            self._answer(question, Silence.UNREACHABLE)

    def _answer(self, question: _Question, answer: bytes | Silence) -> None:
        question.answer = answer
        question.answered.set()
