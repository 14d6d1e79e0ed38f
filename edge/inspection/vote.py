"""The vote over a passage's reads of one plate."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Sequence

from edge.domain.inspection import Gap
from edge.domain.observation import PlateSighting, PlateVote

ALONE = 0.9
"""A text read only once stands from this confidence on; below it, two reads must agree."""
SHORTEST, LONGEST = 4, 10


def normalize_plate(raw: str) -> str:
    """NFC, upper case, letters (hangul included) and digits only."""
    composed = unicodedata.normalize("NFC", raw).upper()
    return "".join(c for c in composed if c.isalnum())


def is_plate_text(text: str) -> bool:
    """Whether a normalised text could be a plate at all: its length, and at least one digit."""
    return SHORTEST <= len(text) <= LONGEST and any(c.isdigit() for c in text)


def vote(sightings: Sequence[PlateSighting]) -> PlateVote | Gap:
    """Settle on one text: the greatest sum of confidence, agreed by two reads or sure by itself.

    Args:
        sightings: reads of the passage's views, in any order.

    Returns:
        The vote, or the Gap that says why there is none.
    """
    plausible = [s for s in sightings if is_plate_text(s.reading.text)]
    if not plausible:
        reason = "no_plate_read" if sightings else "no_plate_visible"
        return Gap(stage="plate", reason=reason, detail=f"{len(sightings)} reads")
    by_text: dict[str, list[PlateSighting]] = defaultdict(list)
    for sighting in plausible:
        by_text[sighting.reading.text].append(sighting)
    agreeing = max(by_text.values(), key=lambda group: (_weight(group), group[0].reading.text))
    best = max(agreeing, key=lambda s: s.reading.confidence)
    if len(agreeing) < 2 and best.reading.confidence < ALONE:
        return Gap(
            stage="plate", reason="reads_disagree", detail=f"{len(by_text)} texts in {len(plausible)} reads"
        )
    total = sum(_weight(group) for group in by_text.values())
    share = _weight(agreeing) / total if total > 0 else 0.0  # a reader may be wholly unsure of right letters
    return PlateVote(
        winner=best,
        confidence=round(best.reading.confidence * share, 4),
        reads=len(plausible),
        agreeing=len(agreeing),
    )


def _weight(group: Sequence[PlateSighting]) -> float:
    return sum(s.reading.confidence for s in group)
