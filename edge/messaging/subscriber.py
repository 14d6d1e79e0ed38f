"""Listens to gates: what ``gate watch`` shows."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Event as Stop

from edge.config.telling import Mqtt
from edge.messaging.facts import Arrived, Connected, Fact, Lost, Refused, Subscribed
from edge.messaging.mqtt import Link
from edge.messaging.trouble import Trouble, UnreachableError, loss, refusal
from edge.messaging.verdict import FAILURE


class Subscriber:
    """One connection that only listens. It does not reconnect: who watches wants to know."""

    def __init__(self, settings: Mqtt, client_id: str, topic_filter: str) -> None:
        """Raises UnreachableError where no connection can be made."""
        self._link = Link(settings, client_id)
        self._filter = topic_filter
        self.listening = False
        """The broker has granted the subscription: nothing published from now on is missed."""

    def listen(self, stop: Stop, wait_s: float = 0.2) -> Iterator[Arrived]:
        """Every message as it arrives, until told to stop. Raises UnreachableError when it ends."""
        try:
            while not stop.is_set():
                for fact in self._link.step(wait_s):
                    if isinstance(fact, Arrived):
                        yield fact
                    else:
                        self._act(fact)
        finally:
            self._link.close()

    def _act(self, fact: Fact) -> None:
        if isinstance(fact, Connected):
            self._link.subscribe(self._filter)
        elif isinstance(fact, Refused):
            raise UnreachableError(refusal(fact.code))
        elif isinstance(fact, Lost):
            raise UnreachableError(loss(fact))
        elif isinstance(fact, Subscribed):
            if fact.codes[0] >= FAILURE:
                raise UnreachableError(_forbidden(self._filter))
            self.listening = True


def _forbidden(topic_filter: str) -> Trouble:
    text = f"the broker does not let this user read {topic_filter}"
    return Trouble(code="subscribe-refused", text=text, remedy="check the broker's access list")
