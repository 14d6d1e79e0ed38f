"""One event as one line for somebody at a terminal."""

from __future__ import annotations

from edge.domain.inspection import Blind, Inspection
from edge.wire.event import Event


def line_of(event: Event) -> str:
    """Times, direction, plate, colour, decision and its reasons; where its baseline came from."""
    data = event.data
    if isinstance(data, Blind):
        since = f"{data.from_at:%F %T}" if data.from_at else "ever"
        return f"#{event.sequence} blind since {since} until {data.until_at:%F %T} ({data.reason})"
    late = " (sent late)" if event.replayed else ""
    return f"#{event.sequence} {_inspection(data)}{late}"


def _inspection(data: Inspection) -> str:
    plate = data.vehicle.plate.text if data.vehicle.plate else "no plate"
    times = f"{data.passage.entered_at:%H:%M:%S}-{data.passage.left_at:%H:%M:%S}"
    against = f", against {data.baseline.inspection_id[:8]}" if data.baseline else ""
    return (
        f"{times} {data.passage.direction:<5} {plate:<10} {data.vehicle.color or '?':<7} "
        f"{data.decision} ({', '.join(data.decision_reasons)}{against}) {len(data.evidence)} pictures "
        f"inspection {data.inspection_id[:8]}"
    )
