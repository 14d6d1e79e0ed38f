"""What becomes of an inspection that a person has corrected: its next revision."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from edge.domain.inspection import (
    Decision,
    Finding,
    Gap,
    Inspection,
    Plate,
    Review,
    Status,
)
from edge.inspection.baseline import ANOTHER_CAR, Baseline, age_notes, reference
from edge.inspection.compare.findings import Visit, compare
from edge.inspection.compare.judge import Judge
from edge.inspection.compare.kept import Kept
from edge.inspection.decide import against, unseen
from edge.wire import ruling
from edge.wire.ruling import Correction, FindingVerdict

JUDGED = "judged"
"""Reason of a finding's status that a person has told."""


def corrected(
    inspection: Inspection, said: ruling.Review, *, plate: str | None, key: str | None
) -> Inspection:
    """The inspection with what a person says of the car and the rental, not compared yet.

    Args:
        inspection: in its last revision.
        said: the corrections.
        plate: the true one, normalised; None where it stays.
        key: the vehicle's, by the true plate.
    """
    vehicle = inspection.vehicle
    if plate is not None:
        vehicle = replace(vehicle, plate=_plate(plate, vehicle.plate), key=key)
    return replace(
        inspection,
        vehicle=vehicle,
        rental=inspection.rental if said.rental is None else said.rental or None,
        purpose=said.purpose or inspection.purpose,
        gaps=tuple(gap for gap in inspection.gaps if plate is None or gap.stage != "plate"),
    )


def compared_again(
    inspection: Inspection, baseline: Baseline | None, pictures: tuple[Kept, ...], judge: Judge
) -> Inspection:
    """The inspection against another baseline: of the car and the rental that it is of by now.

    Args:
        inspection: whose own findings are compared; those that it carried on from another are left.
        baseline: None if the car was never here before.
        pictures: of the inspection.
        judge: tells what changed.
    """
    now = Visit(findings=tuple(_own(inspection)), coverage=inspection.coverage, pictures=pictures)
    told = compare(now, baseline, judge)
    judged = {each.id: each for each in inspection.findings if each.status_reason == JUDGED}
    return replace(
        inspection,
        findings=tuple(judged.get(each.id, each) for each in told.findings),
        gaps=tuple(gap for gap in inspection.gaps if gap.stage != "baseline") + told.gaps,
        baseline=None
        if baseline is None
        else reference(
            baseline,
            purpose=inspection.purpose,
            rental=inspection.rental,
            entered_at=inspection.passage.entered_at,
        ),
    )


def revised(
    inspection: Inspection, said: ruling.Review, baseline: Baseline | Gap | None, *, at: datetime
) -> Inspection:
    """The next revision: the findings as a person sees them, and what follows from all that.

    Args:
        inspection: corrected, and compared with ``baseline``.
        said: the corrections.
        baseline: see :func:`edge.inspection.conclude.conclude`.
        at: when they were said.
    """
    by_id = {each.id: each for each in said.findings}
    findings = tuple(_judged(inspection.findings, by_id))
    decision, reasons = _decided(inspection, findings, baseline, _doubts(inspection, said))
    told = {
        "plate": said.plate,
        "rental": said.rental,
        "purpose": said.purpose,
        "findings": said.findings or None,
    }
    return replace(
        inspection,
        revision=inspection.revision + 1,
        findings=findings,
        decision=decision,
        decision_reasons=reasons + age_notes(inspection.baseline),
        review=Review(
            by=said.by,
            at=at,
            why=said.why,
            corrected=tuple(name for name, value in told.items() if value is not None),
            judged=tuple(by_id),
        ),
    )


def _plate(text: str, read: Plate | None) -> Plate:
    sure = (1.0,) * len(text)
    if read is not None:
        return replace(read, text=text, confidence=1.0, char_confidence=sure, region=None)
    return Plate(
        text=text,
        raw="",
        confidence=1.0,
        char_confidence=sure,
        reads=0,
        agreeing=0,
        region=None,
        box=None,
        image_id=None,
    )


def _own(inspection: Inspection) -> Iterator[Finding]:
    """What this visit itself saw, compared with nothing."""
    for finding in inspection.findings:
        if finding.id.startswith(f"{inspection.inspection_id[:8]}-"):
            yield replace(
                finding,
                status=Status.NOT_COMPARABLE,
                status_confidence=0.0,
                status_reason=None,
                baseline=None,
                disputed=None,
            )


def _judged(findings: tuple[Finding, ...], said: dict[str, Correction]) -> Iterator[Finding]:
    for finding in findings:
        verdict = said.get(finding.id)
        if verdict is None:
            yield finding
        elif verdict.verdict is not FindingVerdict.NO_DAMAGE:
            yield replace(
                finding,
                kind=verdict.kind or finding.kind,
                status=Status(verdict.verdict),
                status_confidence=1.0,
                status_reason=JUDGED,
                disputed=None,
            )


def _doubts(inspection: Inspection, said: ruling.Review) -> tuple[str, ...]:
    """What no correction has cleared; a true plate clears up which car it was."""
    missing = (f"{gap.stage}:{gap.reason}" for gap in inspection.gaps if gap.stage in ("plate", "damage"))
    which_car = (each for each in inspection.decision_reasons if each.startswith(ANOTHER_CAR))
    return (*missing, *unseen(inspection.coverage), *(() if said.plate else which_car))


def _decided(
    inspection: Inspection,
    findings: tuple[Finding, ...],
    baseline: Baseline | Gap | None,
    doubts: tuple[str, ...],
) -> tuple[Decision, tuple[str, ...]]:
    """As of any inspection, but that a finding which a person calls new is new whatever else is in doubt."""
    new = [each for each in findings if each.status is Status.NEW and each.status_reason == JUDGED]
    if new:
        return Decision.NEW_DAMAGE, tuple(f"new:{each.kind}:{each.view}" for each in new) + doubts
    if inspection.vehicle.key is None:
        return Decision.NEEDS_REVIEW, doubts
    if isinstance(baseline, Gap):
        return Decision.NEEDS_REVIEW, (f"baseline:{baseline.reason}", *doubts)
    if baseline is None:
        return Decision.FIRST_SEEN, ("no_earlier_inspection", *doubts)
    return against(baseline, inspection.coverage, findings, doubts)
