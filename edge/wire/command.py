"""Commands to the gate, and what it answers: ``cmd/{verb}`` → ``response/{verb}``."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from edge.wire.event import Envelope

GREATEST_SEQUENCE = 2**62
"""That can be asked for: no store comes so far, and none could look for more."""
ANSWERED: Literal["command.answered.v1"] = "command.answered.v1"


class Verb(StrEnum):
    """What a gate can be told."""

    HEALTH_CHECK = "health_check"
    """Exercise camera, networks and disk, and say how each did."""
    SNAPSHOT = "snapshot"
    """Answer with a picture of each camera as it is now."""
    PAUSE = "pause"
    """Look away: no passages until ``resume`` or a restart. The interval is told as blind."""
    RESUME = "resume"
    REPLAY = "replay"
    """Send every filed event from ``from_sequence`` on once more."""
    REVIEW = "review"
    """Correct what was filed of one inspection: a revision follows."""
    ACCEPT = "baseline.accept"
    """Compare the vehicle's next visit with this inspection, whatever was doubtful about it."""
    RESET = "baseline.reset"
    """Compare it with nothing that was before."""
    RESTART = "restart"
    """End in good order, and be started again by the service manager."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """The payload of ``cmd/{verb}``; of most verbs all of it."""

    transaction: Annotated[str, Field(min_length=1, max_length=128)]
    """Chosen by the sender; the answer carries it. The same again is answered again and not done twice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Replay(Command):
    """The payload of ``cmd/replay``."""

    from_sequence: Annotated[int, Field(ge=1, le=GREATEST_SEQUENCE)]


class Outcome(StrEnum):
    """How a command ended."""

    DONE = "done"
    FAILED = "failed"
    """It was tried, and something of the gate is wrong."""
    REFUSED = "refused"
    """It was not tried."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing that was exercised."""

    topic: str
    """``camera lane``, ``network condition``, ``disk`` …"""
    fine: bool
    finding: str
    took_ms: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """One camera's picture."""

    role: str
    at: datetime
    width: int
    """Of the camera's picture, in pixels; the JPEG may be smaller."""
    height: int
    jpeg: str = field(repr=False)
    """Base64; at most 48 KiB before that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The ``data`` of a response."""

    verb: str
    transaction: str | None
    """Null where the payload had none."""
    outcome: Outcome
    reason: str | None = None
    """Stable code of a refusal or failure: ``unknown_verb``, ``malformed``, ``retained``, ``busy`` …"""
    text: str = ""
    """The same in a technician's words."""
    checks: tuple[Check, ...] = ()
    pictures: tuple[Snapshot, ...] = ()
    queued: int | None = None
    """Events that wait from ``from_sequence`` on."""
    revision: int | None = None
    """That a review made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Response(Envelope):
    """What is published on ``response/{verb}``. It takes no number of its own: ``sequence`` is that of the
    last event filed before it, so that the numbers on ``inspection`` stay gapless.
    """

    type: Literal["command.answered.v1"] = ANSWERED
    data: Answer
