"""What a plate may say, with the probability of each text, and the read that follows from it."""

from __future__ import annotations

from collections import defaultdict
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


def pooled(readings: Sequence[PlateReading | None]) -> PlateReading | None:
    """The mean of several reads of one plate, each as a spread over texts; of a single one, itself.

    Args:
        readings: None where a look showed no text; those without candidates stand for their own text.
    """
    if len(readings) == 1:
        return readings[0]
    chances: dict[str, float] = defaultdict(float)
    for reading in filter(None, readings):
        for candidate in reading.candidates or [Candidate(label=reading.text, confidence=reading.confidence)]:
            chances[candidate.label] += candidate.confidence / len(readings)
    ranked = sorted(chances.items(), key=lambda pair: (-pair[1], pair[0]))
    if not ranked:
        return None
    return reading_of([Candidate(label=text, confidence=p) for text, p in ranked], raw=ranked[0][0])


def sharpened(reading: PlateReading, power: float) -> PlateReading:
    """The read with all of its odds raised to a power; what its candidates leave over is one chance more.

    The mean of several calibrated spreads is less sure than its texts are true (Ranjan and Gneiting,
    "Combining probability forecasts", 2010).
    """
    over = max(0.0, 1.0 - sum(each.confidence for each in reading.candidates))
    chances = [each.confidence**power for each in reading.candidates]
    whole = sum(chances) + over**power
    return reading_of(
        [
            Candidate(label=each.label, confidence=chance / whole)
            for each, chance in zip(reading.candidates, chances, strict=True)
        ],
        raw=reading.raw,
    )


def _has(text: str, place: int, like: str) -> bool:
    return len(text) == len(like) and text[place] == like[place]
