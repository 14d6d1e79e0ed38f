"""The strip above the list: every gate with its state, and what is missing, in words."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import datetime, timedelta

from deploy.consumer.chain import breaks
from deploy.consumer.ledger import holes
from deploy.consumer.notices import Gate, gates
from deploy.consumer.reading import last_blind
from deploy.consumer.words import CONDITIONS, SILENT, UNKNOWN, Told, break_in_words, hole_in_words, in_words
from edge.domain.inspection import Blind
from edge.wire.standing import Condition

HEARTBEAT = timedelta(seconds=60)
_QUIET = (Condition.STOPPED, Condition.LOST)
_SHOWN = 20
"""Of the holes, and of the breaks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GateLine:
    """One gate."""

    source: str
    name: str
    told: Told
    reasons: tuple[str, ...]
    heard_at: datetime | None
    waiting: int
    """Events that wait at the gate, as it last said."""
    lost: int
    """Events that it lost before anybody took them, ever."""
    blind: Blind | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Strip:
    """All of it."""

    gates: tuple[GateLine, ...]
    holes: tuple[str, ...]
    more_holes: int
    breaks: tuple[str, ...]
    more_breaks: int


def strip(db: sqlite3.Connection, now: datetime) -> Strip:
    """As it is at this moment."""
    found, broken = holes(db), breaks(db)
    return Strip(
        gates=tuple(_line(db, gate, now) for gate in gates(db)),
        holes=tuple(hole_in_words(hole) for hole in found[:_SHOWN]),
        more_holes=max(0, len(found) - _SHOWN),
        breaks=tuple(break_in_words(each) for each in broken[:_SHOWN]),
        more_breaks=max(0, len(broken) - _SHOWN),
    )


def presence(gate: Gate, now: datetime) -> Told:
    """What it last said of itself; but a gate that says nothing for three heartbeats is silent."""
    if gate.state is None:
        return UNKNOWN
    told = CONDITIONS[gate.state.state]
    if gate.state.state in _QUIET or gate.heard_at is None:
        return told
    return told if now - gate.heard_at <= 3 * HEARTBEAT else SILENT


def _line(db: sqlite3.Connection, gate: Gate, now: datetime) -> GateLine:
    queue = gate.health.queue if gate.health else None
    return GateLine(
        source=gate.source,
        name=gate.source.strip("/"),
        told=presence(gate, now),
        reasons=tuple(in_words(reason) for reason in gate.state.reasons) if gate.state else (),
        heard_at=gate.heard_at,
        waiting=queue.waiting if queue else 0,
        lost=queue.lost if queue else 0,
        blind=last_blind(db, gate.source),
    )
