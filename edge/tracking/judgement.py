"""Which tracks are vehicles that passed: people, cycles, trolleys, shadows and parked cars are not."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median

from edge.tracking.following import gap_ahead
from edge.tracking.track import Track
from edge.tracking.way import is_long

FAIRLY_SOLID = 0.6
CLOSE = 0.5
"""Of a vehicle's length: farther behind it drives nothing that came off it."""
SAMPLED = 200
"""Sightings by which solidity is judged on every frame, however long a vehicle stands there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VehicleRules:
    """What makes a track a vehicle. Shares are of the picture's area."""

    least_share: float = 0.012
    """Below this nothing is a vehicle, whatever a detector says: it is too far to inspect."""
    unaided_share: float = 0.05
    """From this on a thing that fills its outline is a vehicle even where no detector knows the view."""
    unaided_solidity: float = 0.8
    least_seen_s: float = 0.5
    least_travel: float = 0.5
    """In shorter sides of its largest box."""
    detector_hits: int = 2
    detector_share: float = 0.5
    """Of all looks: a trolley with its walker is taken for a car now and then, a car nearly always."""


def is_vehicle(track: Track, picture_area: float, rules: VehicleRules) -> bool:
    """Judge an ended track: it must have been seen long enough, moved, and be large or recognised."""
    seen_s = (track.last.time_ns - track.first.time_ns) / 1e9
    return (
        seen_s >= rules.least_seen_s
        and has_moved(track, rules)
        and looks_like_one(track, picture_area, rules)
    )


def has_moved(track: Track, rules: VehicleRules) -> bool:
    """It got half its shorter side far."""
    return track.progress >= rules.least_travel


def looks_like_one(track: Track, picture_area: float, rules: VehicleRules) -> bool:
    """The detector mostly recognised it, or it is large and fills its outline as no walker does."""
    share = track.largest.area / picture_area
    if share < rules.least_share:
        return False
    if track.hits >= max(rules.detector_hits, rules.detector_share * track.looks):
        return True
    return share >= rules.unaided_share and _solidity(track) >= rules.unaided_solidity


def may_be_one(track: Track, picture_area: float, rules: VehicleRules) -> bool:
    """Whether it could still turn out to be a vehicle: large enough, and recognised once or fairly solid."""
    large = track.largest.area >= rules.least_share * picture_area
    return large and (track.hits > 0 or _solidity(track) >= FAIRLY_SOLID)


def same_vehicle(track: Track, other: Track) -> bool:
    """Whether a track is a fragment of another: most of the time it lay inside the other's box."""
    boxes = {s.time_ns: s.box for s in other.sightings}
    both = [(s.box, boxes[s.time_ns]) for s in track.sightings if s.time_ns in boxes]
    inside = sum(mine.covered_by(theirs) > 0.6 for mine, theirs in both)
    return len(both) > 0.5 * len(track.sightings) and inside > 0.6 * len(both)


def came_off(track: Track, ahead: Track) -> bool:
    """Whether a track is the rear of a vehicle that fell apart: close behind it, and never of its shape."""
    gap = gap_ahead(track, ahead)
    return gap is not None and gap < CLOSE and _was_long(ahead) and not _was_long(track)


def _was_long(track: Track) -> bool:
    heading = track.direction
    return any(is_long(s.box, heading) for s in track.sightings if not s.merged)


def _solidity(track: Track) -> float:
    """Median over the larger half of its sightings: at the border a thing is cut, and fills anything."""
    half = track.largest.area / 2
    every = 1 + len(track.sightings) // SAMPLED
    sampled = [s.solidity for s in track.sightings[::every] if s.box.area >= half]
    return median(sampled or [track.last.solidity])
