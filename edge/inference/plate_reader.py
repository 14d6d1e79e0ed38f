"""Plate reading: the interface of every reader, and the network behind it."""

from __future__ import annotations

from typing import Protocol

from edge.domain.frame import Image
from edge.domain.inspection import Candidate
from edge.domain.observation import PlateReading
from edge.inference.ctc import n_best, softmax
from edge.inference.opened import Opened
from edge.inference.prepare import prepare
from edge.inspection.candidates import reading_of


class PlateReader(Protocol):
    """Reads one crop of one plate."""

    def __call__(self, crop: Image) -> PlateReading | None:
        """The read of a BGR crop, or None where there is no text.

        Raises:
            StageError: the reader failed or took too long; never an empty read instead.
        """
        ...


class NetworkReader(Opened):
    """A network that gives a label per column of each line of text; the lines are read as one.

    Label i of its list is class i + 1, class 0 the blank of CTC. Arguments and errors as of `Opened`.
    """

    def __call__(self, crop: Image) -> PlateReading | None:
        """See :class:`PlateReader`. A text is as sure as all of its alignments together."""
        fitted, _ = prepare(crop, self.card.input)
        (logits,) = self.network(fitted)
        steps = logits.reshape(-1, logits.shape[-1]) / self.card.calibration.temperature
        found = [(self._text(classes), chance) for classes, chance in n_best(softmax(steps))]
        raw, _ = found[0]
        if not raw:
            return None
        return reading_of([Candidate(label=text, confidence=p) for text, p in found if text], raw=raw)

    def _text(self, classes: tuple[int, ...]) -> str:
        return "".join(self.labels[each - 1] for each in classes)
