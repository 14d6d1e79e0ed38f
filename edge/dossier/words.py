"""The codes of an event in plain English, for somebody who has never heard of the program."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from edge.domain.inspection import (
    UNKNOWN,
    BaselineRef,
    Decision,
    Finding,
    Inspection,
    Interval,
    Manoeuvre,
    Provenance,
    Purpose,
    Seen,
    SideRef,
    Status,
    Vehicle,
)
from edge.inspection.compare.verdict import Reason
from edge.wire.event import FIRST
from edge.wire.times import by_clock


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A word with a sign, so that it stands out without its colour too; ``tone`` names a style."""

    sign: str
    word: str
    tone: str
    says: str = ""


DECISIONS = {
    Decision.NEW_DAMAGE: Told(
        sign="▲",
        word="New damage was found",
        tone="alarm",
        says="The pictures of this inspection show damage that was not there at the earlier one.",
    ),
    Decision.NO_NEW_DAMAGE: Told(
        sign="✓",
        word="No new damage",
        tone="good",
        says="Every side was seen well both times, and nothing has been added since the earlier inspection.",
    ),
    Decision.NEEDS_REVIEW: Told(
        sign="?",
        word="A person must look at this",
        tone="review",
        says="The gate cannot answer with certainty, and says below why.",
    ),
    Decision.NOT_COMPARABLE: Told(
        sign="≠",
        word="Could not be compared",
        tone="review",
        says="The two inspections do not show the same well enough to say what is new.",
    ),
    Decision.FIRST_SEEN: Told(
        sign="●",
        word="First inspection of this car",
        tone="plain",
        says="There is nothing earlier to compare with. What is on the car now is on record from here on.",
    ),
}
_STATUSES = {
    Status.NEW: Told(sign="▲", word="New", tone="alarm"),
    Status.PRE_EXISTING: Told(sign="=", word="There before", tone="plain"),
    Status.REPAIRED: Told(sign="✓", word="No longer there", tone="good"),
    Status.NOT_COMPARABLE: Told(sign="?", word="Cannot be told", tone="review"),
}
_ON_RECORD = Told(sign="•", word="On record", tone="plain")
PURPOSES = {
    Purpose.CHECKOUT: "going out",
    Purpose.RETURN: "return",
    Purpose.MOVE: "moved in the yard",
    Purpose.UNKNOWN: "not known",
}
_KINDS = {
    "unspecified": "damage",
    "paint": "damaged paint",
    "lamp": "damaged lamp",
    "glass": "damaged glass",
}
INTERVALS = {
    Interval.RENTAL: "the checkout of this rental",
    Interval.BETWEEN_RENTALS: "its return from the rental before",
    Interval.LAST_INSPECTION: "its last inspection",
}
PROVENANCES = {
    Provenance.OWN: "",
    Provenance.CENTRE: ", made by another gate and handed over by the central system",
    Provenance.IMPORTED: ", brought to this gate in a file",
}
ABSENT = {
    "gone": "its time was over or the disk was short",
    "damaged": "its bytes are no longer those that were filed",
}
SEEN = {
    Seen.SEEN: Told(sign="✓", word="seen well", tone="good"),
    Seen.PARTLY: Told(sign="!", word="seen in part", tone="review"),
    Seen.UNSEEN: Told(sign="✕", word="not seen", tone="alarm"),
}
MANOEUVRES = {
    Manoeuvre.STOPPED: "stopped in the lane",
    Manoeuvre.REVERSED: "backed up",
    Manoeuvre.TAILGATED: "drove close behind the car ahead",
}
STATUS_REASONS: dict[str, str] = {
    Reason.MATCHED: "both inspections found a damage at this place",
    Reason.SUSPECTED: "the earlier inspection suspected it at this place",
    Reason.UNCHANGED: "the pictures of both inspections show the same at this place",
    Reason.CHANGED: "the pictures of the two inspections differ at this place",
    Reason.DOUBTED: "the pictures differ there, but the second network that looked sees no damage",
    Reason.UNCLEAR: "the pictures neither agree nor differ clearly at this place",
    Reason.OUTSIDE: "the other picture does not reach to this place",
    Reason.UNLIT: "one picture is too bright or too dark at this place",
    Reason.NOT_ALIGNED: "the two pictures could not be laid onto each other",
    Reason.NOT_SEEN: "the other inspection did not see this side well",
    Reason.NO_PICTURE: "there is no earlier picture of this side any more",
    "judged": "a person has looked at it and said so",
}
_SIGHT = {
    "view_too_dark": "too dark",
    "cut_by_the_picture": "the car was not whole in the picture",
    "small_or_blurred": "small or blurred",
    "not_in_view": "not in view this time",
    "damage_not_looked_for": "nobody looked for damage",
}
STAGES = {
    "plate": "number plate",
    "make_model": "make and model",
    "color": "colour",
    "damage": "damage",
    "baseline": "earlier inspection",
    "watch": "watching the lane",
    "evidence": "pictures",
    "inspect": "inspection",
}
_GAPS = {
    "overload": "more cars came than could be inspected",
    "never_whole": "no picture shows the whole car",
    "no_plate_visible": "none was visible",
    "reads_disagree": "the readings do not agree",
    "no_network": "nothing that recognises it is installed",
    "network_failed": "the network failed",
    "reader_failed": "the reader failed",
    "reader_too_slow": "the reader took too long",
    "picture_unreadable": "a picture is gone or damaged",
    "baseline_unreachable": "the central system has not answered",
    "baseline_malformed": "what the central system said could not be read",
    "disk_full": "the disk was full",
    **_SIGHT,
}


def sight(code: str) -> str:
    """Why a side was not seen well."""
    return _SIGHT.get(code, words(code))


def stage(code: str) -> str:
    """What could not be said."""
    return STAGES.get(code, words(code))


def gap(code: str) -> str:
    """Why it could not."""
    return _GAPS.get(code, words(code))


def kind(code: str) -> str:
    """A damage by its kind."""
    return _KINDS.get(code, words(code))


def status(finding: Finding) -> Told:
    """What a damage is against the baseline; where it was compared with nothing, it is on record."""
    compared = finding.status is not Status.NOT_COMPARABLE or finding.status_reason is not None
    return _STATUSES[finding.status] if compared else _ON_RECORD


def why(finding: Finding) -> str:
    """Why it has its status."""
    code = finding.status_reason
    return "" if code is None else STATUS_REASONS.get(code, words(code))


def car(vehicle: Vehicle) -> str:
    """Colour, make and model, as far as they are known."""
    label = words(vehicle.make_model.label).title() if vehicle.make_model and knows(vehicle) else "car"
    told = f"{vehicle.color or ''} {label}".strip()
    return told[:1].upper() + told[1:]


def knows(vehicle: Vehicle) -> bool:
    """Whether make and model are known."""
    return vehicle.make_model is not None and vehicle.make_model.label != UNKNOWN


def no_damage(inspection: Inspection) -> str:
    """Of an inspection without findings: nothing is claimed of what nobody looked for."""
    blind = next((each for each in inspection.gaps if each.stage == "damage"), None)
    if blind is not None:
        return f"Damage could not be looked for: {gap(blind.reason)}."
    return "None was found, now or at the earlier inspection." if inspection.baseline else "None was found."


def compared_with(base: BaselineRef) -> str:
    """Which earlier inspection, when, how long ago, and where it comes from."""
    brought = PROVENANCES[base.provenance]
    where = f" (gate {base.source.strip('/')})" if base.source else ""
    return f"{INTERVALS[base.interval]}, {moment(base.at)}, {age(base.age_days)} before{brought}{where}"


def of_side(side: SideRef) -> str:
    """A side that was compared with another inspection than the others."""
    return f"camera “{side.view}”: with that of {moment(side.at)}, {age(side.age_days)} before"


def previous(link: str | None) -> str:
    """The event that the store filed before."""
    if link is None:
        return "older than the chain of this gate"
    return "none: this is the first" if link == FIRST else link


def words(code: str) -> str:
    """``cut_by:the_picture`` as ``cut by · the picture``."""
    return code.replace("_", " ").replace(":", " · ")


def moment(at: datetime) -> str:
    """``21 November 2026, 21:00:05 UTC+09:00``, by the clock on the gate's wall."""
    here = by_clock(at)
    zone = f"{here:%z}"
    ahead = "" if zone == "+0000" else f"{zone[:3]}:{zone[3:5]}"
    return f"{here.day} {here:%B %Y, %H:%M:%S} UTC{ahead}"


def age(days: float) -> str:
    """``3 days``, ``5 hours``, ``2 minutes``; a negative age, by a clock that was set back, is none."""
    if days < 0:
        return "an unknown time"
    for name, in_days in (("day", 1.0), ("hour", 24.0), ("minute", 1440.0)):
        count = round(days * in_days)
        if days * in_days >= 1:
            return f"{count} {name}{'' if count == 1 else 's'}"
    return "less than a minute"
