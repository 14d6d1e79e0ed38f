"""An event for somebody at a terminal: in one line, or with all that it says."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from edge.domain.inspection import BaselineRef, Blind, Inspection
from edge.wire.event import Event


def line_of(event: Event) -> str:
    """Times, direction, plate, colour, decision and its reasons, manoeuvres; where its baseline came from."""
    data = event.data
    if isinstance(data, Blind):
        since = f"{data.from_at:%F %T}" if data.from_at else "ever"
        return f"#{event.sequence} blind since {since} until {data.until_at:%F %T} ({data.reason})"
    late = " (sent late)" if event.replayed else ""
    return f"#{event.sequence} {_inspection(data)}{late}"


def _inspection(data: Inspection) -> str:
    plate = data.vehicle.plate.text if data.vehicle.plate else "no plate"
    times = f"{data.passage.entered_at:%H:%M:%S}-{data.passage.left_at:%H:%M:%S}"
    did = "".join(f"{manoeuvre}, " for manoeuvre in data.passage.manoeuvres)
    against = f", against {data.baseline.inspection_id[:8]}" if data.baseline else ""
    return (
        f"{times} {data.passage.direction:<5} {plate:<10} {data.vehicle.color or '?':<7} "
        f"{data.decision} ({', '.join(data.decision_reasons)}{against}) {did}{len(data.evidence)} pictures "
        f"inspection {data.inspection_id[:8]}"
    )


def account_of(data: Inspection, evidence: Path) -> Iterator[str]:
    """What it was compared with, what was seen, found and missed, and where the pictures lie below the folder
    ``evidence``.
    """
    if data.review:
        corrected = ", ".join(data.review.corrected)
        yield f"revision {data.revision} by {data.review.by}: {data.review.why} ({corrected} corrected)"
    if data.baseline:
        yield from _baseline(data.baseline)
    for seen in data.coverage:
        why = f": {seen.reason}" if seen.reason else ""
        yield f"view {seen.view}: {seen.status}, quality {seen.quality:.2f}{why}"
    for found in data.findings:
        old = found.baseline and found.baseline.finding_id
        was = f", was {old}" if old else ""
        why = f" ({found.status_reason})" if found.status_reason else ""
        disputed = ", judged by nobody yet" if found.disputed else ""
        yield (
            f"finding {found.id}: {found.kind} on {found.view}, {found.size:.0%} of the vehicle, "
            f"confidence {found.confidence:.2f}: {found.status}{why}{was}{disputed}"
        )
    for gap in data.gaps:
        yield f"gap {gap.stage}: {gap.reason}" + (f" ({gap.detail})" if gap.detail else "")
    for picture in data.evidence:
        file = evidence / picture.path
        yield f"picture {picture.role} {picture.view}: {file if file.exists() else 'no longer on this disk'}"


def _baseline(baseline: BaselineRef) -> Iterator[str]:
    blind = ", blind at some time since" if baseline.across_blind else ""
    since = f"{baseline.at:%F %T}, {baseline.age_days:.1f} days ago"
    where = ", ".join(filter(None, (baseline.provenance, baseline.source)))
    how = f"{baseline.interval} ({where}){blind}"
    yield f"compared with {baseline.inspection_id[:8]} of {since}: {how}"
    for side in baseline.sides:
        if side.inspection_id != baseline.inspection_id:
            yield f"view {side.view}, not seen well then, with {side.inspection_id[:8]} of {side.at:%F %T}"
