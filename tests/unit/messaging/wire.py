"""A connection that takes whatever it is given."""

from __future__ import annotations

from edge.messaging.facts import Message


class Wire:
    """Numbers the messages, and keeps them."""

    def __init__(self) -> None:
        self.sent: list[Message] = []

    def publish(self, message: Message) -> int:
        self.sent.append(message)
        return len(self.sent)

    @property
    def payloads(self) -> list[bytes]:
        return [message.payload for message in self.sent]

    @property
    def topics(self) -> list[str]:
        return [message.topic for message in self.sent]
