"""Classification: prepare, run, softmax with the card's temperature."""

from __future__ import annotations

from edge.domain.frame import Image
from edge.inference.ctc import softmax
from edge.inference.opened import Opened
from edge.inference.prepare import averaged


class Classifier(Opened):
    """One classification network; arguments and errors as of `Opened`."""

    def __call__(self, image: Image) -> dict[str, float]:
        """Calibrated probability of every label for a BGR picture of any size; they add up to 1."""
        (logits,) = averaged(self.card, self.network, image)
        odds = softmax(logits[0] / self.card.calibration.temperature)
        return {label: float(value) for label, value in zip(self.labels, odds, strict=True)}
