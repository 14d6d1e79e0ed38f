"""Which of the blobs that a track claims are its own: a dark car falls apart, and two in a queue are two."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from edge.domain.geometry import Box
from edge.tracking.blobs import Blob
from edge.tracking.track import Track
from edge.tracking.way import gap_between, is_long, length

DRIVEN = 0.5
"""Progress from which a track is a thing that moves about."""
LATELY_NS = 1_000_000_000
WHOLE = 0.8
"""Of the length that it had in one piece: a blob of so much is all of it, and lacks no part."""


def own_parts(track: Track, predicted: Box, blobs: Sequence[Blob]) -> tuple[list[Blob], list[Blob]]:
    """Which blobs are this track's, and which began something else.

    The one that fits the prediction best is; another is its part if their hull is not much larger than the
    prediction, that is, if taking it in does not make the thing suddenly grow, if they are no farther apart
    than the larger of them is long (else a car that leaves a standing one would be its part for ever), and if
    the first is not a whole vehicle without it.
    """
    best, *rest = sorted(blobs, key=lambda blob: -blob.box.intersection(predicted).area)
    parts, others, hull = [best], list[Blob](), best.box
    room = predicted.grown(0.25).hull(hull)
    for blob in rest:
        near = _gap(blob.box, hull) <= _longer(best.box, blob.box)
        if near and blob.box.covered_by(room) > 0.7 and not _drives_apart(track, best.box, blob.box):
            parts.append(blob)
            hull = hull.hull(blob.box)
        else:
            others.append(blob)
    return parts, others


def _drives_apart(track: Track, box: Box, other: Box) -> bool:
    """Whether a track is a whole vehicle at ``box``, and the other thing before or behind it on its way."""
    if track.progress < DRIVEN:
        return False
    heading = track.direction
    if max(gap_between(box, other, heading), gap_between(other, box, heading)) <= 0:
        return False
    since_ns = track.last.time_ns - LATELY_NS
    lately = [s.box for s in track.sightings if s.time_ns >= since_ns and s.pieces == 1]
    known = median(length(each, heading) for each in lately) if lately else 0.0
    return bool(lately) and is_long(box, heading) and length(box, heading) >= WHOLE * known


def _gap(a: Box, b: Box) -> float:
    """Free space between two boxes along the axis on which they are farther apart, pixels; 0 if they meet."""
    return max(0.0, max(a.left, b.left) - min(a.right, b.right), max(a.top, b.top) - min(a.bottom, b.bottom))


def _longer(a: Box, b: Box) -> float:
    return max(a.width, a.height, b.width, b.height)
