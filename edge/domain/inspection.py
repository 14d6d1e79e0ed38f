"""The product: what one passage's inspection says.

These records are the ``data`` of ``inspection.completed.v1`` word for word (the wire room derives the JSON
and its schema from them), so a field's name here is a contract with every dashboard.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from edge.domain.geometry import NormalBox
from edge.domain.passage import Direction

GATE, CENTRAL = "gate", "central"
UNKNOWN = "unknown"
"""Label of a make and model that is none of the known ones."""


class Purpose(StrEnum):
    """Why the vehicle came through the lane."""

    CHECKOUT = "checkout"
    RETURN = "return"
    MOVE = "move"
    UNKNOWN = "unknown"


class Decision(StrEnum):
    """The one answer of an inspection. It never says that anybody must pay."""

    NEW_DAMAGE = "new_damage"
    NO_NEW_DAMAGE = "no_new_damage"
    NEEDS_REVIEW = "needs_review"
    NOT_COMPARABLE = "not_comparable"
    FIRST_SEEN = "first_seen"


class Status(StrEnum):
    """A damage against the baseline."""

    NEW = "new"
    PRE_EXISTING = "pre_existing"
    REPAIRED = "repaired"
    NOT_COMPARABLE = "not_comparable"


class Interval(StrEnum):
    """What lies between an inspection and its baseline."""

    RENTAL = "rental"
    """From the checkout of the rental that this vehicle comes back from."""
    BETWEEN_RENTALS = "between_rentals"
    """The vehicle came back, and goes out now: nobody had rented it."""
    LAST_INSPECTION = "last_inspection"
    """From the last accepted inspection, whoever had the vehicle since."""


class Provenance(StrEnum):
    """Where a baseline comes from."""

    OWN = "own"
    """This gate filed it."""
    CENTRE = "centre"
    """The centre handed it over: another gate filed it."""
    IMPORTED = "imported"
    """A person brought it in a file."""


class Seen(StrEnum):
    """How well a side was seen."""

    SEEN = "seen"
    PARTLY = "partly"
    UNSEEN = "unseen"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Absence and failure are different values: a stage that has no answer says why."""

    stage: str
    """``plate``, ``make_model``, ``color``, ``damage``, ``baseline``, ``watch``, ``evidence``."""
    reason: str
    """Stable code, e.g. ``no_plate_visible``, ``reader_failed``, ``overload``, ``view_too_dark``."""
    detail: str = ""


class Manoeuvre(StrEnum):
    """What a vehicle did on its way beside driving through."""

    STOPPED = "stopped"
    REVERSED = "reversed"
    TAILGATED = "tailgated"
    """It followed the vehicle ahead so close that the two were one to a barrier."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PassageRecord:
    """When and how the vehicle came through."""

    entered_at: datetime
    left_at: datetime
    duration_ms: int
    direction: Direction
    frames_seen: int
    frames_used: int
    frames_missed: int
    in_view_at_start: bool = False
    manoeuvres: tuple[Manoeuvre, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockState:
    """Whether the wall clock that stamped this inspection was synchronized."""

    synchronized: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Plate:
    """The plate that the vote over the passage settled on."""

    text: str
    """Normalised: upper-case letters and digits only."""
    raw: str
    """As the reader that won the vote wrote it."""
    confidence: float
    char_confidence: tuple[float, ...]
    reads: int
    agreeing: int
    region: str | None
    box: NormalBox | None
    """Null where a person told what no reader had found."""
    image_id: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One label with its calibrated probability."""

    label: str
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class MakeModel:
    """Make and model, with the runners-up."""

    label: str
    confidence: float
    top: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Vehicle:
    """Which car this is. ``key`` is the fleet's keyed hash of the plate, null where it was not read."""

    key: str | None
    plate: Plate | None
    make_model: MakeModel | None
    color: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """How well one view was seen: "no new damage" is only claimed for a side seen well both times."""

    view: str
    status: Seen
    quality: float
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingBaseline:
    """The same place at the earlier inspection."""

    inspection_id: str
    finding_id: str | None
    image_id: str | None
    box: NormalBox | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One damage and what the baseline says about it. ``box`` refers to the evidence ``image_id``."""

    id: str
    kind: str
    view: str
    part: str | None
    severity: str | None
    size: float
    """Longer side of the box as a fraction of the vehicle's longer side in that view."""
    confidence: float
    box: NormalBox
    vehicle_box: NormalBox
    """The same place as fractions of the vehicle's own box: what two visits have in common."""
    image_id: str
    status: Status
    status_confidence: float
    """That the status is right, in [0, 1]; 0 where there is none to be sure of."""
    baseline: FindingBaseline | None
    status_reason: str | None = None
    """Stable code: why the finding has its status; null where it was compared with nothing."""
    second_opinion: float | None = None
    """Chance of damage there by the condition network; null where it was not asked."""
    disputed: str | None = None
    """Id of the finding, new at an earlier inspection, that this one is, while no person has settled that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SideRef:
    """The inspection that one view was compared with: the last accepted one that saw it well."""

    view: str
    inspection_id: str
    at: datetime
    age_days: float


@dataclass(frozen=True, slots=True, kw_only=True)
class BaselineRef:
    """The earlier inspection that this one was compared with: the interval from ``at`` to ``until_at``."""

    inspection_id: str
    at: datetime
    """When the vehicle left then."""
    age_days: float
    until_at: datetime | None = None
    """When it entered now."""
    interval: Interval = Interval.LAST_INSPECTION
    purpose: Purpose = Purpose.UNKNOWN
    """Why the vehicle came then."""
    provenance: Provenance = Provenance.OWN
    source: str | None = None
    """Of the event that told of it, ``/{site}/{gate}``; null: this gate's."""
    across_blind: bool = False
    """The gate was blind at some time since: a car may have passed unseen."""
    sides: tuple[SideRef, ...] = ()
    """The same of each view: of one that was not seen well then, an earlier inspection."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One filed picture; ``path`` is relative to the evidence folder, ``sha256`` names its bytes."""

    image_id: str
    role: str
    """``view`` (a kept full frame), ``plate`` (a crop)."""
    view: str
    sha256: str
    bytes: int
    width: int
    height: int
    path: str
    vehicle_box: NormalBox | None = None
    """Where the vehicle is in a ``view``: what pairs the views of two visits."""
    aspect: str | None = None
    """Which side of it a ``view`` shows: ``front``, ``rear``, ``side``, ``corner``; null: not sure."""
    stored: str = GATE
    """Where it was when the event was filed: ``gate`` (alone) or ``central`` (there too)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelRef:
    """A network that had a say, so that the answer can be traced to the bytes that gave it."""

    name: str
    version: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """What a person has corrected."""

    by: str
    at: datetime
    why: str
    corrected: tuple[str, ...]
    """``plate``, ``rental``, ``purpose``, ``findings``."""
    judged: tuple[str, ...]
    """Ids of the findings among them, also of such as are none any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection:
    """Everything that one passage's inspection says; the ``data`` of ``inspection.completed.v1``."""

    inspection_id: str
    revision: int
    purpose: Purpose
    rental: str | None
    passage: PassageRecord
    clock: ClockState
    vehicle: Vehicle
    coverage: tuple[Coverage, ...]
    findings: tuple[Finding, ...]
    baseline: BaselineRef | None
    decision: Decision
    decision_reasons: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    gaps: tuple[Gap, ...]
    models: tuple[ModelRef, ...]
    timing_ms: dict[str, float] = field(default_factory=dict)
    review: Review | None = None
    """Of a revision."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Blind:
    """An interval in which cars may have passed unseen; the ``data`` of ``inspection.blind.v1``."""

    inspection_id: str
    from_at: datetime | None
    """Last moment the gate is known to have watched; null for a store that has never watched."""
    until_at: datetime
    reason: str
    """``start`` (first start of this store), ``restart`` (clean stop before), ``crash`` (none), ``pause``."""
