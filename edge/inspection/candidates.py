"""What a plate may say, with the probability of each text, and the read that follows from it."""

from __future__ import annotations

from collections.abc import Sequence

from edge.domain.inspection import Candidate
from edge.domain.observation import PlateReading


def reading_of(candidates: Sequence[Candidate], *, raw: str) -> PlateReading:
    """The read whose text is the first of the candidates.

    A character is as sure as all candidates of that length together that have it at its place.

    Args:
        candidates: normalised texts, each once, the one that is told first; at least one.
        raw: as the reader wrote it.
    """
    first = candidates[0]
    return PlateReading(
        text=first.label,
        raw=raw,
        confidence=round(first.confidence, 4),
        char_confidence=tuple(
            round(min(1.0, sum(c.confidence for c in candidates if _has(c.label, place, first.label))), 4)
            for place in range(len(first.label))
        ),
        candidates=tuple(candidates),
    )


def _has(text: str, place: int, like: str) -> bool:
    return len(text) == len(like) and text[place] == like[place]
