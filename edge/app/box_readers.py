"""From a reader of crops to the reader of a box in a picture: looks, formats, a second opinion."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from edge.domain.frame import Image
from edge.domain.geometry import Box
from edge.domain.observation import PlateReading
from edge.inference.plate_reader import PlateReader
from edge.inspection.candidates import pooled, sharpened
from edge.inspection.formats import Formats
from edge.inspection.plate_text import has_hangul
from edge.inspection.prior import judged
from edge.vision.quality import crop

ReadBox = Callable[[Image, Box], PlateReading | None]
"""The read of a plate's box in a BGR picture, None where there is no text; raises StageError."""
THOUGHT_OF = 0.01
"""Chance of a text from which on a reader thought of it."""


class PooledReader:
    """Reads a box cut out more and less widely, and takes the mean of what it may say.

    Where a plate ends is never seen exactly; a text that hangs on it is a guess, and is told as one.

    Args:
        read: the reader of crops.
        rims: shares of the box by which the cuts reach beyond it.
        sharpness: power to which the odds of a mean of Latin texts are raised. A single look is as sure as it
            says, and so is a mean of Korean ones: the cuts of one box err together in a syllable.
    """

    def __init__(self, read: PlateReader, rims: Sequence[float], *, sharpness: float = 1.0) -> None:
        self._read = read
        self._rims = rims
        self._sharpness = sharpness

    def __call__(self, image: Image, box: Box) -> PlateReading | None:
        """A `ReadBox`."""
        together = pooled([self._read(crop(image, box.grown(rim))) for rim in self._rims])
        if together is None or len(self._rims) == 1 or _may_be_korean(together):
            return together
        return sharpened(together, self._sharpness)


def _may_be_korean(reading: PlateReading) -> bool:
    return any(has_hangul(each.label) for each in reading.candidates if each.confidence >= THOUGHT_OF)


class JudgedReader:
    """A reader in the light of the formats.

    Args:
        read: any reader of boxes.
        formats: of the regions that are expected.
    """

    def __init__(self, read: ReadBox, formats: Formats) -> None:
        self._read = read
        self._formats = formats

    def __call__(self, image: Image, box: Box) -> PlateReading | None:
        """A `ReadBox`."""
        reading = self._read(image, box)
        return None if reading is None else judged(reading, self._formats)


class SecondOpinion:
    """Two readers as one: the second is asked only where the first is unsure.

    Where both read the same, the text is as sure as two independent reads make it; else the surer one stands.

    Args:
        first: the cheap and good one.
        second: the other one.
        below: confidence of the first under which the second is asked, in [0, 1].
    """

    def __init__(self, *, first: ReadBox, second: ReadBox, below: float) -> None:
        self._first = first
        self._second = second
        self._below = below

    def __call__(self, image: Image, box: Box) -> PlateReading | None:
        """A `ReadBox`."""
        first = self._first(image, box)
        if first is not None and first.confidence >= self._below:
            return first
        second = self._second(image, box)
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
