"""How close a vehicle came to the one ahead of it."""

from __future__ import annotations

from edge.domain.geometry import Box
from edge.domain.passage import Direction
from edge.tracking.track import Track
from edge.tracking.way import gap_between, length, span

ONE_LANE = 0.5
"""Of the narrower one's width that both must share."""
NEAREST = 5
"""The nearest fifth of the time counts, so that no single frame does."""


def gap_ahead(track: Track, ahead: Track) -> float | None:
    """Free way between a track and one that drove before it in its lane, in lengths of the one ahead.

    None if that was never seen ahead of it, or went another way.
    """
    heading = track.direction
    if ahead.direction != heading:
        return None
    theirs = {s.time_ns: s.box for s in ahead.sightings if not s.merged}
    both = [(s.box, theirs[s.time_ns]) for s in track.sightings if not s.merged and s.time_ns in theirs]
    gaps = sorted(gap_between(me, it, heading) for me, it in both if _is_ahead(it, me, heading))
    if not gaps:
        return None
    longest = max(length(box, heading) for box in theirs.values())
    return max(0.0, gaps[len(gaps) // NEAREST]) / max(1.0, longest)


def _is_ahead(box: Box, of: Box, heading: Direction) -> bool:
    """Whether a box is in one lane with another, and its front before the other's."""
    if span(box, heading)[1] <= span(of, heading)[1]:
        return False
    across = Direction.RIGHT if heading in (Direction.UP, Direction.DOWN) else Direction.DOWN
    shared = -max(gap_between(box, of, across), gap_between(of, box, across))
    return shared >= ONE_LANE * min(length(box, across), length(of, across))
