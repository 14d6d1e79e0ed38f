"""What a person says of what was filed: ``cmd/review``, ``cmd/baseline.accept`` and ``cmd/baseline.reset``.

A field that we do not know is a fault: misspelt, the gate would leave out what somebody has decided.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import ConfigDict, Field

from edge.domain.inspection import Purpose
from edge.wire.command import Command
from edge.wire.expected import Key, Word

InspectionId = Annotated[str, Field(pattern="^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling(Command):
    """Who says it, and why: both are kept for good."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid", strict=True)

    by: Word
    why: Annotated[str, Field(min_length=1, max_length=500)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Accept(Ruling):
    """The payload of ``cmd/baseline.accept``: let this inspection be what the next visit is compared with.

    Its findings are then the state of the vehicle, and nobody disputes them any more.
    """

    inspection: InspectionId


@dataclass(frozen=True, slots=True, kw_only=True)
class Reset(Ruling):
    """The payload of ``cmd/baseline.reset``: let nothing count that was before; the next visit is the first.

    What was filed stays filed.
    """

    key: Key


class FindingVerdict(StrEnum):
    """What a finding is, as a person sees it."""

    NEW = "new"
    PRE_EXISTING = "pre_existing"
    REPAIRED = "repaired"
    NO_DAMAGE = "no_damage"
    """Dirt, water, a reflection: it is no finding."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """Of one finding."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid", strict=True)

    id: Word
    verdict: FindingVerdict
    kind: Word | None = None
    """What kind of damage it is; null: as the gate has it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Review(Ruling):
    """The payload of ``cmd/review``: what is null or left out stays as it is."""

    inspection: InspectionId
    revision: Annotated[int, Field(ge=0, le=2**31)] | None = None
    """That the person looked at: refused where there is a newer one by now."""
    findings: tuple[Correction, ...] = ()
    plate: Word | None = None
    """The true one; its history moves to that vehicle. Rental and purpose came with the plate that was read,
    and do not, unless a person tells them."""
    rental: Annotated[str, Field(max_length=128)] | None = None
    """The true one; empty: it was of none."""
    purpose: Purpose | None = None
