"""What a PUBACK's reason code means for the row that it answers."""

from __future__ import annotations

from enum import Enum
from typing import Literal

SUCCESS = 0x00
NO_MATCHING_SUBSCRIBERS = 0x10
FAILURE = 0x80
_OF_THE_ROW = {0x95: "oversize", 0x99: "payload_refused"}
_OF_THE_GATE = {0x87: "not_authorized", 0x90: "topic_refused", 0x97: "quota_exceeded"}
TRIES = 5
"""After so many refusals in a row for an unclear reason a row is set aside for those behind it."""


CUT = "connection_lost"
CUTS = 3
"""What costs the connection so often in a row is given up: some brokers answer a forbidden publish so."""
_WORDS = {
    "oversize": "it is larger than the broker takes; raise its maximum packet size, then: gate outbox resend",
    "payload_refused": "the broker does not accept what is in it; look at its log",
    "not_acknowledged": "the consumer confirms others and not this one; look at what it has set aside",
    CUT: "the connection was lost each time it was sent; look at the broker's access list and limits",
}


class Verdict(Enum):
    """What to do with the row."""

    DELIVERED = "delivered"
    UNHEARD = "unheard"
    """Acknowledged and gone: nobody had subscribed. It stays."""
    WAIT = "wait"
    """Every row would be refused for this reason until a person mends it. It stays."""
    RETRY = "retry"
    """It stays, but not for ever."""
    ASIDE = "aside"
    """This row alone is at fault."""


def judge(code: int, no_subscriber: Literal["keep", "accept"]) -> Verdict:
    """The verdict on a row whose publish was answered with this MQTT 5 reason code."""
    if code == NO_MATCHING_SUBSCRIBERS:
        return Verdict.UNHEARD if no_subscriber == "keep" else Verdict.DELIVERED
    if code < FAILURE:
        return Verdict.DELIVERED if code == SUCCESS else Verdict.RETRY
    if code in _OF_THE_ROW:
        return Verdict.ASIDE
    return Verdict.WAIT if code in _OF_THE_GATE else Verdict.RETRY


def reason(code: int) -> str:
    """The stable reason that is kept with the row."""
    if code == NO_MATCHING_SUBSCRIBERS:
        return "nobody_listens"
    return (_OF_THE_ROW | _OF_THE_GATE).get(code, f"refused_0x{code:02x}")


def words(why: str) -> str:
    """What a technician is told of a reason for setting aside; empty where it speaks for itself."""
    return f": {_WORDS[why]}" if why in _WORDS else ""
