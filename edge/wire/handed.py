"""What the centre knows of one vehicle, on ``{base}/v1/fleet/vehicle/{key}``: so a gate that sees it for the
first time has its baseline.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Annotated, ClassVar

from pydantic import ConfigDict, Field

from edge.domain.geometry import NormalBox
from edge.domain.inspection import Inspection, Purpose
from edge.wire.expected import Key
from edge.wire.plain import WireError, from_json, to_json

_SHA256 = "^[0-9a-f]{64}$"
Sha256 = Annotated[str, Field(pattern=_SHA256)]
_WORD = "[A-Za-z0-9_-][A-Za-z0-9._-]*"
Below = Annotated[str, Field(pattern=f"^{_WORD}(/{_WORD})*$", max_length=500)]
"""An address below another: it leads nowhere else."""
_BEYOND = 1.0
"""How far a box may reach beyond its picture, as a share of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """One inspection of another gate, which may be newer and say more."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="ignore")

    source: Annotated[str, Field(pattern="^/[a-z0-9-]{1,36}/[a-z0-9-]{1,36}$")]
    """Of the event that told it: ``/{site}/{gate}``."""
    inspection: Inspection
    """``data`` of that event, in its last revision."""
    pictures: dict[Sha256, Below] = field(default_factory=dict)
    """Address of each picture below ``[evidence] download_url``; else it is named by its hash there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOver:
    """All that is known; what is null or left out there is not. A field that we do not know is a fault."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    key: Key
    checkout: Handed | None = None
    """With which the rental began that the vehicle is in."""
    last: Handed | None = None
    """The last accepted one."""


def handed_over(payload: bytes, key: str) -> HandedOver:
    """What stands on the topic of this key. Raises WireError, which names every fault by its place."""
    told = from_json(HandedOver, payload)
    faults = list(_faults(told, key))
    if faults:
        raise WireError("; ".join(faults))
    try:
        to_json(told)
    except (ValueError, OverflowError) as error:  # a time without a zone or out of all years, no JSON number
        raise WireError(f"document: {error}") from error
    return told


def _faults(told: HandedOver, key: str) -> Iterator[str]:
    if told.key != key:
        yield "key: not that of the topic"
    for name, handed in (("checkout", told.checkout), ("last", told.last)):
        if handed is not None:
            yield from (f"{name}.{fault}" for fault in _faults_of(handed, key))
    out = told.checkout
    if out and (out.inspection.purpose is not Purpose.CHECKOUT or out.inspection.rental is None):
        yield "checkout.inspection: is no checkout of a rental"


def _faults_of(handed: Handed, key: str) -> Iterator[str]:
    inspection = handed.inspection
    if inspection.vehicle.key != key:
        yield "inspection.vehicle.key: is another vehicle's"
    for n, finding in enumerate(inspection.findings):
        for name, box in (("box", finding.box), ("vehicle_box", finding.vehicle_box)):
            if not _is_place(box):
                yield f"inspection.findings.{n}.{name}: is no place in a picture"
    for n, picture in enumerate(inspection.evidence):
        if not re.fullmatch(_SHA256, picture.sha256):
            yield f"inspection.evidence.{n}.sha256: is no SHA-256 in hex"
        if picture.vehicle_box is not None and not _is_place(picture.vehicle_box):
            yield f"inspection.evidence.{n}.vehicle_box: is no place in a picture"


def _is_place(box: NormalBox) -> bool:
    x, y, width, height = box
    inside = all(-_BEYOND <= edge <= 1 + _BEYOND for edge in (x, y, x + width, y + height))
    return inside and width > 0 and height > 0
