"""What a vehicle did on its way beside driving through: read from its boxes, and the vehicle ahead."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate
from math import hypot

from edge.domain.geometry import Box
from edge.domain.inspection import Manoeuvre

STOPPED_NS = 2_000_000_000
STANDING = 0.1
"""In shorter sides of the vehicle: a box that wavers by less stands."""
REVERSED = 0.5
"""In shorter sides: so far forward, and so far back again."""

TAILGATED = 0.33
"""In lengths of the vehicle ahead: some 1.5 m, less than a queue that creeps leaves free."""


def manoeuvres(track: Sequence[tuple[int, Box]], gap_ahead: float | None = None) -> tuple[Manoeuvre, ...]:
    """Stops of two seconds and more, changes of direction, and following too close.

    Args:
        track: (time_ns, box) of every frame that saw it, in time order.
        gap_ahead: free way to the vehicle ahead, in lengths of that one; None if there was none in view.
    """
    done = list(_found(track)) if track else []
    if gap_ahead is not None and gap_ahead <= TAILGATED:
        done.append(Manoeuvre.TAILGATED)
    return tuple(done)


def _found(track: Sequence[tuple[int, Box]]) -> Iterator[Manoeuvre]:
    boxes = [box for _, box in track]
    side = max(1.0, *(min(box.width, box.height) for box in boxes))
    if _longest_stand(track, STANDING * side) >= STOPPED_NS:
        yield Manoeuvre.STOPPED
    along = max(zip(*(box.center for box in boxes), strict=True), key=lambda axis: max(axis) - min(axis))
    if _turns(along, REVERSED * side) or _turns([-place for place in along], REVERSED * side):
        yield Manoeuvre.REVERSED


def _longest_stand(track: Sequence[tuple[int, Box]], radius: float) -> int:
    """Nanoseconds for which the middle stayed within the radius of where it was at first."""
    longest, (since, anchor) = 0, track[0]
    for time_ns, box in track:
        (x, y), (x0, y0) = box.center, anchor.center
        if hypot(x - x0, y - y0) > radius:
            since, anchor = time_ns, box
        longest = max(longest, time_ns - since)
    return longest


def _turns(along: Sequence[float], least: float) -> bool:
    """Whether it went up by so much and then down by so much."""
    lowest = accumulate(along, min)
    risen = [
        place if place - low >= least else -float("inf") for place, low in zip(along, lowest, strict=True)
    ]
    highest = list(accumulate(risen, max))
    return any(high - place >= least for high, place in zip(highest, along, strict=True))
