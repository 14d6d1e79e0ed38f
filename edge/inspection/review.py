"""What becomes of an inspection that a person has corrected: its next revision."""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import replace
from datetime import datetime

from edge.domain.inspection import (
    BaselineRef,
    Decision,
    Finding,
    Gap,
    Inspection,
    Plate,
    Purpose,
    Review,
    Status,
)
from edge.inspection.baseline import Baseline, age_notes, doubts_of_the_car, is_checkout_of, reference
from edge.inspection.compare.findings import Visit, compare
from edge.inspection.compare.judge import Judge
from edge.inspection.compare.kept import Kept
from edge.inspection.decide import WITHOUT_CAMERA, against, compared, uncompared, unseen, without_camera
from edge.wire import ruling
from edge.wire.ruling import Correction, FindingVerdict

JUDGED = "judged"
"""Reason of a finding's status that a person has told."""
_NEEDED = ("plate", "damage")
_UNCOMPARED = ("coverage:", "baseline_coverage:")


def corrected(
    inspection: Inspection,
    said: ruling.Review,
    *,
    plate: str | None,
    key: str | None,
    told: Container[str] = (),
    usual: Purpose = Purpose.UNKNOWN,
) -> Inspection:
    """The inspection with what a person says of the car and the rental, not compared yet.

    Args:
        inspection: in its last revision.
        said: the corrections.
        plate: the true one, normalised; None where it stays.
        key: the vehicle's, by the true plate.
        told: what a person has corrected before. A rental and a purpose that nobody has told came with the
            plate that was read: another vehicle has none, and the lane's own.
        usual: the purpose of the passage, as the lane alone knows it.
    """
    vehicle, rental, purpose = inspection.vehicle, inspection.rental, inspection.purpose
    if key != vehicle.key:
        rental = rental if "rental" in told else None
        purpose = purpose if "purpose" in told else usual
    if plate is not None:
        vehicle = replace(vehicle, plate=_plate(plate, vehicle.plate), key=key)
    return replace(
        inspection,
        vehicle=vehicle,
        rental=rental if said.rental is None else said.rental or None,
        purpose=said.purpose or purpose,
        gaps=tuple(gap for gap in inspection.gaps if plate is None or gap.stage != "plate"),
    )


def takes_its_place(earlier: Baseline | None, filed: BaselineRef, rental: str | None) -> bool:
    """Whether a state of the vehicle that is found now may take the place of what a visit was compared with.

    An older one may not, unless the rental began with it: the other has expired since, was reset, or the
    centre knows a later visit by now. What came about in between would be called new, or nothing at all.

    Args:
        earlier: what is found; None without anything.
        filed: what the visit was compared with.
        rental: that the visit is of by now.
    """
    if earlier is None:
        return False
    then = earlier.inspection
    began = rental is not None and is_checkout_of(then, rental)
    return began or then.passage.left_at >= filed.at


def compared_again(
    inspection: Inspection, earlier: Baseline | Gap | None, pictures: tuple[Kept, ...], judge: Judge
) -> Inspection:
    """The inspection against another baseline: of the car and the rental that it is of by now.

    Args:
        inspection: whose own findings are compared; those that it carried on from another are left.
        earlier: see :func:`edge.inspection.conclude.conclude`.
        pictures: of the inspection.
        judge: tells what changed.
    """
    baseline = earlier if isinstance(earlier, Baseline) else None
    now = Visit(findings=tuple(_own(inspection)), coverage=inspection.coverage, pictures=pictures)
    told = compare(now, baseline, judge)
    judged = {each.id: each for each in inspection.findings if each.status_reason == JUDGED}
    return replace(
        inspection,
        findings=tuple(judged.get(each.id, each) for each in told.findings),
        gaps=(
            *(gap for gap in inspection.gaps if gap.stage != "baseline"),
            *told.gaps,
            *([earlier] if isinstance(earlier, Gap) else []),
        ),
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
    inspection: Inspection,
    said: ruling.Review,
    earlier: Baseline | Gap | None,
    *,
    at: datetime,
    cameras: Container[str],
) -> Inspection:
    """The next revision: the findings as a person sees them, and what follows from all that.

    Args:
        inspection: corrected, and compared with ``earlier``.
        said: the corrections.
        earlier: see :func:`edge.inspection.conclude.conclude`; None as well where the inspection stays
            compared with what it was filed with.
        at: when they were said.
        cameras: the roles of the gate's cameras.
    """
    by_id = {each.id: each for each in said.findings}
    findings = tuple(_judged(inspection.findings, by_id))
    which_car = () if said.plate else doubts_of_the_car(inspection)
    lacking, notes = _lacking(inspection, earlier, cameras)
    decision, reasons = _decided(inspection, findings, earlier, which_car, lacking)
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
        decision_reasons=reasons + notes + age_notes(inspection.baseline),
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
        if _is_own(inspection, finding):
            yield replace(
                finding,
                status=Status.NOT_COMPARABLE,
                status_confidence=0.0,
                status_reason=None,
                baseline=None,
                disputed=None,
            )


def _is_own(inspection: Inspection, finding: Finding) -> bool:
    """It is none that was carried on from an earlier visit."""
    return finding.id.startswith(f"{inspection.inspection_id[:8]}-")


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


def _decided(
    inspection: Inspection,
    findings: tuple[Finding, ...],
    earlier: Baseline | Gap | None,
    which_car: tuple[str, ...],
    lacking: tuple[str, ...],
) -> tuple[Decision, tuple[str, ...]]:
    """As of any inspection, but that a finding which a person calls new is new whatever else is in doubt."""
    missing = tuple(f"{gap.stage}:{gap.reason}" for gap in inspection.gaps if gap.stage in _NEEDED)
    doubts = tuple(dict.fromkeys(which_car + missing + unseen(inspection.coverage) + lacking))
    new = [each for each in findings if each.status is Status.NEW and each.status_reason == JUDGED]
    if new:
        return Decision.NEW_DAMAGE, tuple(f"new:{each.kind}:{each.view}" for each in new) + doubts
    if inspection.vehicle.key is None or which_car:
        return Decision.NEEDS_REVIEW, doubts
    if isinstance(earlier, Gap):
        return Decision.NEEDS_REVIEW, (f"baseline:{earlier.reason}", *doubts)
    if earlier is not None:
        return against(earlier, findings, doubts)
    if inspection.baseline is None:
        return Decision.FIRST_SEEN, ("no_earlier_inspection", *doubts)
    older = {
        side.view
        for side in inspection.baseline.sides
        if side.inspection_id != inspection.baseline.inspection_id
    }
    known = {each.id for each in findings if not _is_own(inspection, each)}
    return compared(findings, doubts, older=older, known=known)


def _lacking(
    inspection: Inspection, earlier: Baseline | Gap | None, cameras: Container[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The views that are compared with nothing: reasons that weigh, and notes."""
    if isinstance(earlier, Baseline):
        coverage = inspection.coverage
        return uncompared(earlier, coverage, cameras), without_camera(earlier, coverage, cameras)
    filed = () if inspection.baseline is None else inspection.decision_reasons
    return (
        tuple(reason for reason in filed if reason.startswith(_UNCOMPARED)),
        tuple(reason for reason in filed if reason.startswith(WITHOUT_CAMERA)),
    )
