"""From what was seen, and what was known before, to the inspection that is filed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import partial

from edge.domain.frame import Image
from edge.domain.geometry import Box
from edge.domain.inspection import (
    ClockState,
    Coverage,
    Finding,
    Gap,
    Inspection,
    PassageRecord,
    Plate,
    Purpose,
    Seen,
    Status,
    Vehicle,
)
from edge.domain.observation import Damage, Observation, PlateVote
from edge.domain.passage import View
from edge.inspection.baseline import Baseline, age_notes, reference
from edge.inspection.compare.findings import Comparison, Visit, compare, distinct
from edge.inspection.compare.judge import Judge
from edge.inspection.compare.kept import Kept
from edge.inspection.decide import decide
from edge.inspection.identity_gate import Identity, identify, old_damage
from edge.inspection.manoeuvre import manoeuvres
from edge.inspection.roster import NO_LISTING, Listing


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """What the gate knows beside the pictures."""

    inspection_id: str
    purpose: Purpose
    """Of the passage, as the lane alone knows it."""
    key: str | None
    """Vehicle key; None where no plate was read."""
    image_ids: tuple[str, ...]
    """Of the kept views, in the passage's order."""
    entered_at: datetime
    left_at: datetime
    synchronized: bool
    cameras: frozenset[str]
    """Roles of the gate's cameras, whether or not they saw the vehicle."""
    listing: Listing = NO_LISTING
    """What the roster says of this car."""
    known_near: tuple[str, ...] = ()
    """Keys of other cars known here that the plate may be as well."""
    notes: tuple[str, ...] = ()
    """Stable codes of what else is told and weighs nothing."""


def conclude(
    observation: Observation, around: Circumstances, earlier: Baseline | Gap | None, judge: Judge
) -> Inspection:
    """Compare, decide, and write it all down.

    Args:
        observation: what was seen.
        around: ids, times, the vehicle's key, and what the roster says of it.
        earlier: the state before it; None if this car was never seen; a Gap if nobody can say.
        judge: tells whether a place of the vehicle changed.
    """
    history = earlier if isinstance(earlier, Baseline) else None
    coverage = best_coverage(observation.coverage)
    now = Visit(
        findings=distinct(_findings(observation, around, suspected=False)),
        suspected=_findings(observation, around, suspected=True),
        coverage=coverage,
        pictures=_pictures(observation, around),
    )
    identity = identify(observation, history, around.listing, around.known_near)
    compared, identity = _compared(now, history, identity, judge)
    baseline = history if identity.agrees else None
    purpose, rental = around.listing.purpose(around.purpose), around.listing.rental
    known = (
        None
        if baseline is None
        else reference(baseline, purpose=purpose, rental=rental, entered_at=around.entered_at)
    )
    decision, reasons = decide(
        observation,
        coverage,
        compared.findings,
        earlier,
        identity=identity,
        cameras=around.cameras,
        notes=around.listing.notes,
    )
    return Inspection(
        inspection_id=around.inspection_id,
        revision=0,
        purpose=purpose,
        rental=rental,
        passage=_record(observation, around),
        clock=ClockState(synchronized=around.synchronized),
        vehicle=_vehicle(observation, around),
        coverage=coverage,
        findings=compared.findings,
        baseline=known,
        decision=decision,
        decision_reasons=reasons + around.notes + age_notes(known),
        evidence=(),
        gaps=observation.gaps + compared.gaps + _without_history(earlier, identity),
        models=observation.models,
        timing_ms=observation.timing_ms,
    )


def _compared(
    now: Visit, history: Baseline | None, identity: Identity, judge: Judge
) -> tuple[Comparison, Identity]:
    """Against the history of a vehicle that is surely this one, else against nothing."""
    if identity.agrees:
        compared = compare(now, history, judge)
        identity = old_damage(compared.findings, judge.sure_from)
        if identity.agrees:
            return compared, identity
    return compare(now, None, judge), identity


def _without_history(earlier: Baseline | Gap | None, identity: Identity) -> tuple[Gap, ...]:
    """Why there is nothing to compare with, where there should have been."""
    if isinstance(earlier, Gap):
        return (earlier,)
    if earlier is None or identity.agrees:
        return ()
    return (
        Gap(
            stage="baseline",
            reason="identity_in_doubt",
            detail=f"not used: {earlier.inspection.inspection_id}",
        ),
    )


def best_coverage(per_view: tuple[Coverage, ...]) -> tuple[Coverage, ...]:
    """One entry per role: the best of its kept views."""
    rank = {Seen.SEEN: 2, Seen.PARTLY: 1, Seen.UNSEEN: 0}
    best: dict[str, Coverage] = {}
    for entry in per_view:
        known = best.get(entry.view)
        if known is None or (rank[entry.status], entry.quality) > (rank[known.status], known.quality):
            best[entry.view] = entry
    return tuple(best.values())


def _record(observation: Observation, around: Circumstances) -> PassageRecord:
    passage = observation.passage
    return PassageRecord(
        entered_at=around.entered_at,
        left_at=around.left_at,
        duration_ms=(passage.left_ns - passage.entered_ns) // 1_000_000,
        direction=passage.direction,
        frames_seen=passage.frames_seen,
        frames_used=len(passage.views),
        frames_missed=passage.frames_missed,
        in_view_at_start=passage.in_view_at_start,
        manoeuvres=manoeuvres(passage.track, passage.gap_ahead),
    )


def _vehicle(observation: Observation, around: Circumstances) -> Vehicle:
    return Vehicle(
        key=around.key,
        plate=None if isinstance(observation.plate, Gap) else _plate(observation.plate, observation, around),
        make_model=None if isinstance(observation.make_model, Gap) else observation.make_model,
        color=None if isinstance(observation.color, Gap) else observation.color,
    )


def _plate(vote: PlateVote, observation: Observation, around: Circumstances) -> Plate:
    reading = vote.winner.reading
    frame = observation.passage.views[vote.winner.view].frame
    return Plate(
        text=reading.text,
        raw=reading.raw,
        confidence=vote.confidence,
        char_confidence=reading.char_confidence,
        reads=vote.reads,
        agreeing=vote.agreeing,
        region=reading.region,
        box=vote.winner.box.normalized(frame.width, frame.height),
        image_id=around.image_ids[vote.winner.view],
    )


def _pictures(observation: Observation, around: Circumstances) -> tuple[Kept, ...]:
    return tuple(
        Kept(
            view=view.frame.role,
            image_id=image_id,
            vehicle=view.in_picture(view.box),
            see=partial(_image, view),
        )
        for view, image_id in zip(observation.passage.views, around.image_ids, strict=False)
    )


def _image(view: View) -> Image:
    return view.frame.image


def _findings(observation: Observation, around: Circumstances, *, suspected: bool) -> tuple[Finding, ...]:
    if isinstance(observation.damages, Gap):
        return ()
    views = observation.passage.views
    return tuple(
        _finding(damage, views[damage.view], f"{around.inspection_id[:8]}-{n}", around.image_ids[damage.view])
        for n, damage in enumerate(observation.damages, start=1)
        if damage.suspected is suspected
    )


def _finding(damage: Damage, view: View, finding_id: str, image_id: str) -> Finding:
    return Finding(
        id=finding_id,
        kind=damage.kind,
        view=view.frame.role,
        part=None,
        severity=None,
        size=round(_longer(damage.box) / _longer(view.box), 4),
        confidence=round(damage.confidence, 4),
        second_opinion=None if damage.second_opinion is None else round(damage.second_opinion, 4),
        box=view.in_picture(damage.box),
        vehicle_box=view.in_vehicle(damage.box),
        image_id=image_id,
        status=Status.NOT_COMPARABLE,
        status_confidence=0.0,
        baseline=None,
    )


def _longer(box: Box) -> float:
    return max(box.width, box.height)
