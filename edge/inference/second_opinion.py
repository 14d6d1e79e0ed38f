"""A second reader, asked where the first is unsure."""

from __future__ import annotations

from dataclasses import replace

from edge.domain.frame import Image
from edge.domain.observation import PlateReading
from edge.inference.plate_reader import PlateReader


class SecondOpinion:
    """Two readers as one: the second is asked only where the first is unsure.

    Where both read the same, the text is as sure as two independent reads make it; else the surer one stands.

    Args:
        first: the cheap and good one.
        second: the other one.
        below: confidence of the first under which the second is asked, in [0, 1].
    """

    def __init__(self, *, first: PlateReader, second: PlateReader, below: float) -> None:
        self._first = first
        self._second = second
        self._below = below

    def __call__(self, crop: Image) -> PlateReading | None:
        """See :class:`PlateReader`."""
        first = self._first(crop)
        if first is not None and first.confidence >= self._below:
            return first
        second = self._second(crop)
        if first is None or second is None:
            return first or second
        if first.text != second.text:
            return max(first, second, key=lambda reading: reading.confidence)
        chars = zip(first.char_confidence, second.char_confidence, strict=True)
        return replace(
            first,
            confidence=_both(first.confidence, second.confidence),
            char_confidence=tuple(_both(one, other) for one, other in chars),
        )


def _both(one: float, other: float) -> float:
    """Probability that not both are wrong."""
    return round(1 - (1 - one) * (1 - other), 4)
