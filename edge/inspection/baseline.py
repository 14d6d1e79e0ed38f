"""What a vehicle is compared with: of each view the last accepted inspection that saw it well."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from edge.domain.inspection import (
    BaselineRef,
    Coverage,
    Decision,
    Evidence,
    Finding,
    Inspection,
    Interval,
    Provenance,
    Purpose,
    Seen,
    SideRef,
    Status,
)
from edge.inspection.compare.kept import Kept
from edge.inspection.likeness import Look

ANOTHER_CAR = ("identity:", "roster:plate_near_expected:")
"""How the reasons of a decision begin that doubt which car it was."""
OLD_DAYS = 365
_UNDER_REVIEW = (Decision.NEW_DAMAGE, Decision.NEEDS_REVIEW)
_OPEN = (Status.NEW, Status.NOT_COMPARABLE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Baseline:
    """The state of a vehicle before this visit."""

    inspection: Inspection
    """The one at the beginning of the interval, with the coverage, findings and evidence of ``sides``."""
    sides: Mapping[str, Inspection] = field(default_factory=dict)
    """Of each view, the inspection that its state is taken from; left out: of ``inspection`` itself."""
    provenance: Provenance = Provenance.OWN
    source: str | None = None
    """Of the event that told of it, where that was another gate's."""
    across_blind: bool = False
    """The gate was blind at some time since."""
    pictures: tuple[Kept, ...] = ()
    """That are left of it, as far as they are known."""
    looks: tuple[Look, ...] = ()
    """The same views as a network embedded them."""

    def of(self, view: str) -> Inspection:
        """The inspection that a view's state is taken from."""
        return self.sides.get(view, self.inspection)

    @property
    def older(self) -> frozenset[str]:
        """The views whose state is from before the interval."""
        return frozenset(
            view for view, each in self.sides.items() if each.inspection_id != self.inspection.inspection_id
        )


def accepted(inspection: Inspection) -> bool:
    """May what a vehicle's next visit is compared with come of this one?

    Not where it may be of another car altogether. What its decision says of the damage does not matter: a
    finding under review is carried on as disputed.
    """
    return inspection.vehicle.key is not None and not doubts_of_the_car(inspection)


def doubts_of_the_car(inspection: Inspection) -> tuple[str, ...]:
    """The reasons of its decision that doubt which car it was."""
    return tuple(reason for reason in inspection.decision_reasons if reason.startswith(ANOTHER_CAR))


def well_seen(inspection: Inspection) -> tuple[str, ...]:
    """The views whose state it gives: those that it saw well, if anybody looked for damage."""
    if any(gap.stage == "damage" for gap in inspection.gaps):
        return ()
    return tuple(side.view for side in inspection.coverage if side.status is Seen.SEEN)


def compose(visits: Sequence[Inspection], settled: Container[str] = ()) -> Baseline:
    """Lay the views of several visits together.

    Args:
        visits: accepted ones of one vehicle, the newest first; at least one.
        settled: ids of findings that a person has judged: nobody disputes them any more.
    """
    sides = _sides(visits)
    chosen = [(view, each, _side(view, each)) for view, each in sides.items()]
    newest = visits[0]
    return Baseline(
        inspection=replace(
            newest,
            coverage=tuple(side for _, _, side in chosen),
            findings=tuple(found for view, each, _ in chosen for found in _findings(view, each, settled)),
            evidence=tuple(picture for view, each, _ in chosen for picture in _evidence(view, each)),
        ),
        sides=sides,
    )


def reference(
    baseline: Baseline, *, purpose: Purpose, rental: str | None, entered_at: datetime
) -> BaselineRef:
    """What an event says of it.

    Args:
        baseline: the state before this visit.
        purpose: of this visit.
        rental: that it is of.
        entered_at: when it began.
    """
    then = baseline.inspection
    return BaselineRef(
        inspection_id=then.inspection_id,
        at=then.passage.left_at,
        age_days=_days(then, entered_at),
        until_at=entered_at,
        interval=interval_of(purpose, rental, then),
        purpose=then.purpose,
        provenance=baseline.provenance,
        source=baseline.source,
        across_blind=baseline.across_blind,
        sides=tuple(
            SideRef(
                view=view,
                inspection_id=each.inspection_id,
                at=each.passage.left_at,
                age_days=_days(each, entered_at),
            )
            for view, each in baseline.sides.items()
        ),
    )


def age_notes(baseline: BaselineRef | None) -> tuple[str, ...]:
    """A stable code that tells a desk of a baseline older than ``OLD_DAYS``; it weighs nothing."""
    if baseline is None or baseline.age_days < OLD_DAYS:
        return ()
    return (f"baseline_old:{baseline.age_days:.0f}_days",)


def interval_of(now: Purpose, rental: str | None, then: Inspection) -> Interval:
    """What lies between a visit with this purpose and rental and an earlier one."""
    if rental is not None and is_checkout_of(then, rental):
        return Interval.RENTAL
    here = {Purpose.RETURN, Purpose.MOVE}
    if now in {Purpose.CHECKOUT, Purpose.MOVE} and then.purpose in here:
        return Interval.BETWEEN_RENTALS
    return Interval.LAST_INSPECTION


def is_checkout_of(inspection: Inspection, rental: str) -> bool:
    """Whether a rental began with it."""
    return inspection.purpose is Purpose.CHECKOUT and inspection.rental == rental


def _days(then: Inspection, now: datetime) -> float:
    return round((now - then.passage.left_at).total_seconds() / 86_400, 4)


def _sides(visits: Sequence[Inspection]) -> dict[str, Inspection]:
    """Of each view the newest that saw it well, else the newest that tells of it."""
    sides: dict[str, Inspection] = {}
    for visit in visits:
        for view in well_seen(visit):
            sides.setdefault(view, visit)
    for visit in visits:
        for view in dict.fromkeys((*(c.view for c in visit.coverage), *(f.view for f in visit.findings))):
            sides.setdefault(view, visit)
    return sides


def _side(view: str, visit: Inspection) -> Coverage:
    """How well it was seen; never well where nobody looked for damage."""
    known = next((side for side in visit.coverage if side.view == view), None)
    side = known or Coverage(view=view, status=Seen.UNSEEN, quality=0.0, reason="not_in_view")
    if side.status is Seen.SEEN and view not in well_seen(visit):
        return replace(side, status=Seen.PARTLY, reason="damage_not_looked_for")
    return side


def _findings(view: str, visit: Inspection, settled: Container[str]) -> Iterator[Finding]:
    for finding in visit.findings:
        if finding.view == view:
            yield replace(finding, disputed=_disputed(finding, visit, settled))


def _disputed(finding: Finding, visit: Inspection, settled: Container[str]) -> str | None:
    """Which finding somebody must still judge before this one is everybody's."""
    unknown_before = finding.baseline is None or finding.baseline.finding_id is None
    open_here = visit.decision in _UNDER_REVIEW and finding.status in _OPEN and unknown_before
    origin = finding.disputed or (finding.id if open_here else None)
    return None if origin is None or origin in settled else origin


def _evidence(view: str, visit: Inspection) -> Iterator[Evidence]:
    return (picture for picture in visit.evidence if picture.view == view)
