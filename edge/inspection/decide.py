"""The one answer of an inspection, with its reasons. It never claims what was not seen."""

from __future__ import annotations

from collections.abc import Container, Iterator

from edge.domain.inspection import (
    Coverage,
    Decision,
    Finding,
    Gap,
    Provenance,
    Seen,
    Status,
)
from edge.domain.observation import Observation
from edge.inspection.baseline import Baseline
from edge.inspection.compare.findings import seen_well
from edge.inspection.compare.verdict import Reason
from edge.inspection.identity_gate import Identity

NEW = "new"
WITHOUT_CAMERA = "view_without_camera:"
"""How the note begins that names a view which no camera of this gate has."""


def decide(
    observation: Observation,
    coverage: tuple[Coverage, ...],
    findings: tuple[Finding, ...],
    baseline: Baseline | Gap | None,
    *,
    identity: Identity,
    cameras: Container[str],
    notes: tuple[str, ...] = (),
) -> tuple[Decision, tuple[str, ...]]:
    """Weigh what was seen now against the baseline.

    Args:
        observation: what was seen.
        coverage: how well, per view.
        findings: with their status against the baseline.
        baseline: the state before it; None if this car was never seen; a Gap if nobody can say.
        identity: whether it is the car of that baseline, and of its plate.
        cameras: the roles of the gate's cameras: of an own earlier view that none of them has, nobody need
            look.
        notes: stable codes of what is told and weighs nothing.

    Returns:
        The decision and its reasons as stable codes, the weightiest first.
    """
    doubts = identity.reasons + _doubts(observation, coverage)
    if isinstance(baseline, Baseline) and identity.agrees:
        doubts += uncompared(baseline, coverage, cameras)
        notes = without_camera(baseline, coverage, cameras) + notes
    decision, reasons = _weighed(observation, findings, baseline, doubts, identity)
    return decision, reasons + notes


def _weighed(
    observation: Observation,
    findings: tuple[Finding, ...],
    baseline: Baseline | Gap | None,
    doubts: tuple[str, ...],
    identity: Identity,
) -> tuple[Decision, tuple[str, ...]]:
    if isinstance(observation.plate, Gap):
        return Decision.NEEDS_REVIEW, doubts
    if isinstance(baseline, Gap):
        return Decision.NEEDS_REVIEW, (f"baseline:{baseline.reason}", *doubts)
    if not identity.agrees:
        return Decision.NEEDS_REVIEW, doubts
    if baseline is None:
        return Decision.FIRST_SEEN, ("no_earlier_inspection", *doubts)
    return against(baseline, findings, doubts)


def uncompared(
    baseline: Baseline, coverage: tuple[Coverage, ...], cameras: Container[str]
) -> tuple[str, ...]:
    """A reason for every view that only one visit saw, or the earlier one not well; but none for those that
    this gate's ``cameras`` do not show any more.
    """
    missing = (view for view in _missing(baseline, coverage) if not _is_gone(view, baseline, cameras))
    known = baseline.inspection.coverage
    unknown = (c.view for c in coverage if not seen_well(known, c.view))
    return (
        *(f"coverage:{view}:not_in_view" for view in missing),
        *(f"baseline_coverage:{view}" for view in unknown),
    )


def without_camera(
    baseline: Baseline, coverage: tuple[Coverage, ...], cameras: Container[str]
) -> tuple[str, ...]:
    """A note for every view that this gate had a camera for and has none any more: renamed, taken away.

    It weighs nothing, else every vehicle that was here before would need a person from then on. What the
    baseline knows of such a view is carried on as it was.
    """
    views = (view for view in _missing(baseline, coverage) if _is_gone(view, baseline, cameras))
    return tuple(f"{WITHOUT_CAMERA}{view}" for view in views)


def _is_gone(view: str, baseline: Baseline, cameras: Container[str]) -> bool:
    # What another gate saw, and this one has no camera for, is a side that nobody has looked at since.
    return baseline.provenance is Provenance.OWN and view not in cameras


def _missing(baseline: Baseline, coverage: tuple[Coverage, ...]) -> Iterator[str]:
    """The views that the baseline tells of and this visit does not."""
    now_seen = {c.view for c in coverage}
    return (c.view for c in baseline.inspection.coverage if c.view not in now_seen)


def against(
    baseline: Baseline, findings: tuple[Finding, ...], doubts: tuple[str, ...]
) -> tuple[Decision, tuple[str, ...]]:
    """What can be said against a baseline; ``doubts``: all that is in doubt."""
    known = frozenset(each.id for each in baseline.inspection.findings)
    return compared(findings, doubts, older=baseline.older, known=known)


def compared(
    findings: tuple[Finding, ...],
    doubts: tuple[str, ...],
    *,
    older: Container[str],
    known: Container[str],
) -> tuple[Decision, tuple[str, ...]]:
    """What compared findings say.

    Args:
        findings: with their status.
        doubts: all that is in doubt; where anything is, they say nothing.
        older: the views whose earlier state is from before the interval.
        known: ids of those that were there before already: whatever became of them, they are not new.
    """
    if doubts:
        return Decision.NEEDS_REVIEW, doubts
    new = [f for f in findings if f.status is Status.NEW]
    codes = [(_code_of_new(f, older), f"{f.kind}:{f.view}") for f in new]
    sure = tuple(f"{code}:{what}" for code, what in codes if code == NEW)
    perhaps = tuple(f"{code}:{what}" for code, what in codes if code != NEW)
    if new:
        return Decision.NEW_DAMAGE if sure else Decision.NEEDS_REVIEW, sure + perhaps
    untold = [f for f in findings if f.status is Status.NOT_COMPARABLE and f.id not in known]
    if untold:
        return Decision.NEEDS_REVIEW, tuple(f"{f.status_reason}:{f.kind}:{f.view}" for f in untold)
    return Decision.NO_NEW_DAMAGE, ("every_view_compared",)


def _code_of_new(finding: Finding, older: Container[str]) -> str:
    """Why it is told, or what keeps it from being claimed."""
    if finding.view in older:
        # It may have been there when the interval began, on a side that nobody saw well then.
        return "new_since_older_side"
    return Reason.DOUBTED.value if finding.status_reason == Reason.DOUBTED else NEW


def _doubts(observation: Observation, coverage: tuple[Coverage, ...]) -> tuple[str, ...]:
    """What keeps this inspection, whatever its baseline, from claiming that there is nothing new."""
    stages = (observation.plate, observation.damages)
    missing = tuple(f"{gap.stage}:{gap.reason}" for gap in stages if isinstance(gap, Gap))
    return missing + unseen(coverage)


def unseen(coverage: tuple[Coverage, ...]) -> tuple[str, ...]:
    """A reason for every view that was not seen well."""
    return tuple(f"coverage:{c.view}:{c.reason or c.status}" for c in coverage if c.status is not Seen.SEEN)
