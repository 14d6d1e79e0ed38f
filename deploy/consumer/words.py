"""Codes in plain words, and what a person may see of a plate."""

from __future__ import annotations

from dataclasses import dataclass

from deploy.consumer.verdict import Break, Hole
from edge.domain.inspection import Decision, Interval, Manoeuvre, Provenance, Status
from edge.wire.standing import Condition


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A word with a sign in front, so that it stands out without its colour too; ``tone`` names a style."""

    sign: str
    word: str
    tone: str


DECISIONS = {
    Decision.NEW_DAMAGE: Told(sign="▲", word="New damage", tone="alarm"),
    Decision.NEEDS_REVIEW: Told(sign="?", word="Needs review", tone="review"),
    Decision.NOT_COMPARABLE: Told(sign="≠", word="Not comparable", tone="plain"),
    Decision.FIRST_SEEN: Told(sign="1", word="First seen", tone="plain"),
    Decision.NO_NEW_DAMAGE: Told(sign="✓", word="No new damage", tone="good"),
}
STATUSES = {
    Status.NEW: Told(sign="▲", word="new", tone="alarm"),
    Status.PRE_EXISTING: Told(sign="=", word="there before", tone="plain"),
    Status.REPAIRED: Told(sign="✓", word="repaired", tone="good"),
    Status.NOT_COMPARABLE: Told(sign="≠", word="not comparable", tone="review"),
}
INTERVALS = {
    Interval.RENTAL: "the checkout of this rental",
    Interval.BETWEEN_RENTALS: "its last return, since when nobody had rented it",
    Interval.LAST_INSPECTION: "the last inspection",
}
PROVENANCES = {
    Provenance.OWN: "",
    Provenance.CENTRE: "handed over by the centre",
    Provenance.IMPORTED: "brought in a file",
}
MANOEUVRES = {
    Manoeuvre.STOPPED: "stopped in the lane",
    Manoeuvre.REVERSED: "backed up",
    Manoeuvre.TAILGATED: "close behind the car ahead",
}
CONDITIONS = {
    Condition.INIT: Told(sign="…", word="starting", tone="plain"),
    Condition.READY: Told(sign="✓", word="ready", tone="good"),
    Condition.DEGRADED: Told(sign="!", word="degraded", tone="review"),
    Condition.PAUSED: Told(sign="॥", word="paused", tone="review"),
    Condition.STOPPED: Told(sign="■", word="stopped", tone="review"),
    Condition.LOST: Told(sign="✕", word="lost", tone="alarm"),
}
SILENT = Told(sign="✕", word="silent", tone="alarm")
UNKNOWN = Told(sign="…", word="not heard yet", tone="plain")


def in_words(code: str) -> str:
    """``coverage:lane:small_or_blurred`` as ``coverage · lane · small or blurred``."""
    return code.replace("_", " ").replace(":", " · ")


def masked(plate: str) -> str:
    """Enough to know a car again by, not enough to look somebody up: two characters and the last one."""
    return plate[:2] + "•" * max(0, len(plate) - 3) + plate[-1] if len(plate) > 3 else "•" * len(plate)


def hole_in_words(hole: Hole) -> str:
    """For somebody who has never heard of sequence numbers."""
    count = hole.last - hole.first + 1
    numbers = f"number {hole.first}" if count == 1 else f"numbers {hole.first} to {hole.last}"
    events = "1 event" if count == 1 else f"{count} events"
    before = ", from before this dashboard first heard of it," if hole.first == 1 else ""
    verb = "is" if count == 1 else "are"
    gate, store = hole.source.strip("/"), hole.store[:8]
    return f"{events} of gate {gate}{before} {verb} missing: {numbers} of its store {store}."


def break_in_words(broken: Break) -> str:
    """For somebody who has never heard of hashes."""
    gate, store = broken.source.strip("/"), broken.store[:8]
    pair = f"number {broken.sequence}"
    if broken.sequence > 1:
        pair = f"number {broken.sequence - 1} or number {broken.sequence}"
    return f"Of gate {gate}, {pair} of its store {store} was altered after it was filed."
