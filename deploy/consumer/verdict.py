"""What is given to the core, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One message, from wherever it came."""

    body: bytes = field(repr=False)
    sender: str | None = None
    """``/{site}/{gate}`` where the way here vouches for it (a topic under an access list), else None."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hole:
    """Events that a gate has numbered and nobody has brought: ``first`` to ``last``, both included."""

    source: str
    store: str
    first: int
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Break:
    """An event that does not follow the one before it: one of the two is not what the gate filed."""

    source: str
    store: str
    sequence: int
    """Of the later one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """It is on our disk now."""

    id: str
    source: str
    hole: Hole | None = None
    """What was missing right before it when it came."""
    breaks: tuple[Break, ...] = ()
    """Where it does not fit what stands beside it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Duplicate:
    """It was on our disk already; its gate may have missed our word for it."""

    id: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Aside:
    """It is no event that can be stored; its bytes are kept with the reason, for a person."""

    reason: str
    """Stable code: ``oversize``, ``no_json``, ``schema``, ``unreadable``, ``foreign_source``,
    ``out_of_range``, ``contradiction``, ``sequence_reused``, ``store_of_another_gate``."""
    detail: str


Verdict = Stored | Duplicate | Aside
"""``Stored`` and ``Duplicate`` may be acknowledged to the gate, ``Aside`` never: nobody understood it."""
