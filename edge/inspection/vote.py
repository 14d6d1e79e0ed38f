"""The vote over a passage's reads of one plate."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from math import prod

from edge.domain.inspection import Gap
from edge.domain.observation import PlateReading, PlateSighting, PlateVote
from edge.inspection.candidates import pooled
from edge.inspection.plate_text import differences, is_plate_text

ALONE = 0.9
"""A text read only once stands from this confidence on; below it, two reads must agree on every character."""
LEGIBLE = 0.05
"""A text less sure than this is a guess at a picture that shows none: it has no vote."""
UNTOLD = 0.005
"""Chance of a text that is not among the candidates of a read."""
NEAR = 2
"""Reads of one plate differ in at most so many characters; others are of another plate, or of none."""


def vote(sightings: Sequence[PlateSighting], cameras: Sequence[str] = ()) -> PlateVote | Gap:
    """Settle on one text, character by character.

    The text with the greatest sum of confidence leads. Every read of its length that comes near to it has a
    vote on each character, as weighty as it is sure of its own there.

    Args:
        sightings: reads of the passage's views, in any order.
        cameras: the role of each view's camera; without them all are one camera's.

    Returns:
        The vote, or the Gap that says why there is none.
    """
    plausible = sorted((s for s in sightings if is_legible(s.reading)), key=_sureness, reverse=True)
    if not plausible:
        reason = "no_plate_read" if sightings else "no_plate_visible"
        return Gap(stage="plate", reason=reason, detail=f"{len(sightings)} reads")
    leading = _leading_text(plausible)
    voters = [s for s in plausible if differences(s.reading.text, leading) <= NEAR]
    text = "".join(_elected(voters, place) for place in range(len(leading)))
    winner = min(voters, key=lambda voter: differences(voter.reading.text, text))
    behind = [[v.reading for v in voters if v.reading.text[i] == char] for i, char in enumerate(text)]
    agreeing = min(map(len, behind))
    alone = winner.reading.text == text and winner.reading.confidence >= ALONE
    settled = agreeing > 1 or alone
    joint = 0.0 if settled else _from_both_ends(voters, cameras, text)
    if not settled and joint < ALONE:
        told = f"{len({s.reading.text for s in plausible})} texts in {len(plausible)} reads"
        return Gap(stage="plate", reason="reads_disagree", detail=told)
    share = min(map(_weight, behind)) / _weight([s.reading for s in plausible])
    together = pooled([voter.reading for voter in voters])
    return PlateVote(
        winner=replace(winner, reading=_told(winner.reading, text, behind)),
        confidence=round(max(joint, winner.reading.confidence * share), 4),
        reads=len(plausible),
        agreeing=agreeing,
        candidates=together.candidates if together else (),
    )


def is_legible(reading: PlateReading) -> bool:
    """Whether a read could be of a plate at all, by its text and its confidence."""
    return reading.confidence >= LEGIBLE and is_plate_text(reading.text)


def _sureness(sighting: PlateSighting) -> tuple[float, str, int]:
    return sighting.reading.confidence, sighting.reading.text, sighting.view


def _leading_text(sightings: Sequence[PlateSighting]) -> str:
    weights: dict[str, float] = defaultdict(float)
    for sighting in sightings:
        weights[sighting.reading.text] += sighting.reading.confidence
    return max(weights, key=lambda text: (weights[text], text))


def _elected(voters: Sequence[PlateSighting], place: int) -> str:
    weights: dict[str, float] = defaultdict(float)
    for voter in voters:
        weights[voter.reading.text[place]] += voter.reading.char_confidence[place]
    return max(weights, key=lambda char: (weights[char], char))


def _from_both_ends(voters: Sequence[PlateSighting], cameras: Sequence[str], text: str) -> float:
    """Chance of a text by the reads of several cameras, 0 where there is but one.

    A front and a rear plate are two things in two lights: their reads err apart, so their odds multiply. The
    reads of one camera err together, and only their mean counts.
    """
    by_camera: dict[str, list[PlateReading]] = defaultdict(list)
    for voter in voters:
        by_camera[cameras[voter.view] if cameras else ""].append(voter.reading)
    if len(by_camera) < 2:
        return 0.0
    spreads = [
        {each.label: each.confidence for each in one.candidates}
        for one in map(pooled, by_camera.values())
        if one is not None
    ]
    odds = {
        label: prod(spread.get(label, UNTOLD) for spread in spreads) for spread in spreads for label in spread
    }
    return odds.get(text, 0.0) / sum(odds.values()) if odds else 0.0


def _told(reading: PlateReading, text: str, behind: Sequence[Sequence[PlateReading]]) -> PlateReading:
    """The read with the text of the vote, each character as sure as the surest read behind it."""
    return replace(
        reading,
        text=text,
        char_confidence=tuple(max(r.char_confidence[i] for r in group) for i, group in enumerate(behind)),
        region=reading.region if reading.text == text else None,
    )


def _weight(readings: Sequence[PlateReading]) -> float:
    return sum(reading.confidence for reading in readings)
