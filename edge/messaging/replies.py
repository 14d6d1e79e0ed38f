"""Answers to commands, in their envelope, on their way."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass

from edge.flow.clock import Clock
from edge.messaging.facts import Message
from edge.messaging.mailbox import Mailbox
from edge.messaging.rows import Rows
from edge.wire.command import ANSWERED, Answer, Response
from edge.wire.event import schema_id
from edge.wire.plain import to_json
from edge.wire.times import to_millisecond
from edge.wire.topics import Topics

_VERB = re.compile(r"[a-z0-9_.-]{1,36}")
_UNKNOWN = "unknown"
_CONTENT = "application/cloudevents+json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Replies:
    """Of one thread; ``outbox`` is that thread's."""

    topics: Topics
    store: str
    outbox: Rows
    mailbox: Mailbox
    clock: Clock

    def body(self, answer: Answer) -> bytes:
        """The answer as it is sent. Raises StorageError."""
        response = Response(
            source=self.topics.source,
            id=str(uuid.uuid4()),
            subject=answer.verb,
            time=to_millisecond(self.clock.at(self.clock.now_ns())),
            dataschema=schema_id(ANSWERED),
            sequence=str(self.outbox.last_sequence()),
            store=self.store,
            data=answer,
        )
        return to_json(response)

    def post(self, verb: str, body: bytes) -> None:
        """Publish it on ``response/{verb}``; a verb that could be no word goes to ``response/unknown``."""
        tail = verb if _VERB.fullmatch(verb) else _UNKNOWN
        self.mailbox.post(
            Message(topic=self.topics.of(f"response/{tail}"), payload=body, content_type=_CONTENT)
        )
