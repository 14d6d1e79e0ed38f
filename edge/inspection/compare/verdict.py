"""What is said of one damage: its state, how sure, why, and where it is in both pictures."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from edge.domain.geometry import Box
from edge.domain.inspection import Status


class Reason(StrEnum):
    """Why a damage has its state."""

    MATCHED = "matched"
    """Both visits' detections are at this place."""
    SUSPECTED = "suspected_before"
    """The later detection's place raised the earlier detector's suspicion, and the pictures do not loudly say
    that it changed."""
    UNCHANGED = "unchanged_at_place"
    """One visit's detector is silent, but both pictures show the same there."""
    CHANGED = "changed_at_place"
    """One visit's detector is silent, and its picture shows something else there."""
    DOUBTED = "doubted_by_second_opinion"
    """It changed, but another network sees no damage there."""
    UNCLEAR = "unclear_at_place"
    """The pictures agree too little to say that nothing changed, and too well to say that something did."""
    OUTSIDE = "outside_the_other_picture"
    UNLIT = "too_bright_or_dark_there"
    """One of the pictures is overexposed, or black, where the damage would be."""
    NOT_ALIGNED = "not_aligned"
    """The pictures could not be laid onto each other, and no detection is at this place of the vehicle."""
    NOT_SEEN = "not_seen_well"
    """The other visit did not see this side well."""
    NO_PICTURE = "no_picture"
    """The earlier visit's picture of this side is gone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """One damage, seen by the detector in either picture or in both."""

    state: Status
    confidence: float
    """That the state is right, in [0, 1]; 0 where there is none to be sure of."""
    reason: Reason
    earlier: int | None
    """Which of the earlier picture's detections; None where the detector was silent."""
    later: int | None
    earlier_box: Box | None = None
    """Its place in the earlier picture's pixels, also where the detector was silent; None if unknown."""
    later_box: Box | None = None
