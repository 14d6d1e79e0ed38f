"""What stands on the broker and is retained: state, info, health, lane, alerts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from edge.domain.inspection import ClockState, ModelRef
from edge.wire.parcel import Parcels


class Condition(StrEnum):
    """How the gate is. ``lost`` is only ever said by the broker, as the gate's last will."""

    INIT = "init"
    READY = "ready"
    DEGRADED = "degraded"
    PAUSED = "paused"
    STOPPED = "stopped"
    LOST = "lost"


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """The ``state`` topic. A ``lost`` of an older session than the one last seen ready means nothing."""

    state: Condition
    session: int
    since: datetime
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Software:
    """Name and version of a program."""

    name: str
    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Camera:
    """One camera of the gate; size in pixels of the full picture, null before its first frame."""

    role: str
    kind: str
    width: int | None
    height: int | None
    mm_per_px: float | None = None
    """On the vehicle's near side, as measured at commissioning; null: nobody measured it."""
    smallest_damage_mm: float | None = None
    """What a person could still see in its pictures then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Info:
    """The ``info`` topic: what does not change while the daemon runs."""

    session: int
    software: tuple[Software, ...]
    schemas: tuple[str, ...]
    """``$id`` of every schema that this gate speaks."""
    models: tuple[ModelRef, ...]
    cameras: tuple[Camera, ...]
    never_inspected: tuple[str, ...]
    """Parts of a vehicle that no camera of this gate can see, as its operator declared: wheels, roof ..."""
    board: str
    config_sha256: str
    store: str
    public_key: str | None = None
    """Ed25519, hex: what this gate's dossiers are checked with; null where its key cannot be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """What waits for the broker."""

    waiting: int
    set_aside: int
    lost: int
    """Events that the disk cap took before they were sent, since the store was made."""
    oldest_at: datetime | None
    """When the oldest waiting event was filed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """The ``health`` topic, every 60 s and on change."""

    at: datetime
    uptime_s: float
    queue: Queue
    clock: ClockState
    disk_free_bytes: int
    rates: dict[str, float]
    """Per second: ``frames``, ``missed`` …"""
    counts: dict[str, int]
    """Since the session began: ``passages``, ``overloads`` …"""
    evidence: Parcels | None = None
    """Pictures that wait for the centre; null where none are brought there."""
    temperature_c: float | None = None
    throttled: bool | None = None


class LaneState(StrEnum):
    """What happens in the lane."""

    IDLE = "idle"
    APPROACHING = "approaching"
    INSPECTING = "inspecting"
    LEAVING = "leaving"
    BLOCKED = "blocked"


class Advice(StrEnum):
    """What the driver may be told."""

    WAIT = "wait"
    SLOW_DOWN = "slow_down"
    STOP = "stop"
    REVERSE = "reverse"
    DONE = "done"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """The ``lane`` topic, for a barrier controller; void after ``expires_at`` and ``lost``."""

    state: LaneState
    passage: str | None
    since: datetime
    expires_at: datetime
    advice: Advice | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """An ``alert/{code}`` topic; an empty payload clears it."""

    code: str
    since: datetime
    text: str
    """What is wrong, in a technician's words."""
    remedy: str
