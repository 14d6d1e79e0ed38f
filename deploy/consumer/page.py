"""What a template is given: an inspection in words."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from deploy.consumer.reading import Filed
from deploy.consumer.words import DECISIONS, MANOEUVRES, STATUSES, Told, in_words, masked
from edge.domain.inspection import UNKNOWN, Inspection, Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One line of the list."""

    filed: Filed
    gate: str
    plate: str
    car: str
    told: Told
    reasons: tuple[str, ...]
    findings: str
    manoeuvres: tuple[str, ...]
    clock: str
    """Empty while the gate's clock is to be trusted."""
    picture: str | None
    pictures: str


def card(filed: Filed, addresses: tuple[str | None, ...]) -> Card:
    """``addresses``: where each picture is, None for those that are not here."""
    inspection = filed.inspection
    views = [a for a, e in zip(addresses, inspection.evidence, strict=True) if a and e.role == "view"]
    return Card(
        filed=filed,
        gate=filed.event.source.strip("/"),
        plate=plate_of(inspection),
        car=car_of(inspection),
        told=DECISIONS[inspection.decision],
        reasons=tuple(in_words(reason) for reason in inspection.decision_reasons),
        findings=findings_of(inspection),
        manoeuvres=tuple(MANOEUVRES[each] for each in inspection.passage.manoeuvres),
        clock="" if inspection.clock.synchronized else "the gate's clock was not set",
        picture=views[0] if views else None,
        pictures=_pictures(len(inspection.evidence), sum(a is not None for a in addresses)),
    )


def plate_of(inspection: Inspection) -> str:
    """Masked; or that there was none."""
    return masked(inspection.vehicle.plate.text) if inspection.vehicle.plate else "no plate"


def car_of(inspection: Inspection) -> str:
    """Colour, make and model, as far as known."""
    model = inspection.vehicle.make_model
    label = model.label.replace("_", " ") if model and model.label != UNKNOWN else None
    known = (inspection.vehicle.color, label)
    return " ".join(word for word in known if word) or "colour unknown"


def findings_of(inspection: Inspection) -> str:
    """How many, and what of them."""
    if not inspection.findings:
        return "no findings"
    by = Counter(finding.status for finding in inspection.findings)
    parts = ", ".join(f"{by[status]} {STATUSES[status].word}" for status in Status if by[status])
    count = len(inspection.findings)
    return f"{count} finding{'' if count == 1 else 's'}: {parts}"


def _pictures(named: int, here: int) -> str:
    if not named:
        return "no pictures"
    pictures = "1 picture" if named == 1 else f"{named} pictures"
    return pictures if here == named else f"{pictures}, {here} here yet"
