"""Knocks at the broker once, as the gate would, and leaves again."""

from __future__ import annotations

import time

from edge.config.telling import Mqtt
from edge.messaging.facts import Connected, Fact, Lost, Refused
from edge.messaging.mqtt import Link
from edge.messaging.trouble import NO_ANSWER, UnreachableError, loss, refusal


def knock(settings: Mqtt, client_id: str, within_s: float = 10.0) -> None:
    """Connect with the gate's own certificate and password, under a client id that takes over no session.

    Raises UnreachableError where the broker cannot be reached or does not let us in.
    """
    link = Link(settings, client_id)
    end = time.monotonic() + within_s
    try:
        while time.monotonic() < end:
            for fact in link.step(0.2):
                if isinstance(fact, Connected):
                    return
                _heed(fact)
    finally:
        link.close()
    raise UnreachableError(NO_ANSWER)


def _heed(fact: Fact) -> None:
    if isinstance(fact, Refused):
        raise UnreachableError(refusal(fact.code))
    if isinstance(fact, Lost):
        raise UnreachableError(loss(fact))
