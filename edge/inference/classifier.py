"""Classification: prepare, run, softmax with the card's temperature."""

from __future__ import annotations

from edge.domain.frame import Image
from edge.inference.card import Folder
from edge.inference.ctc import softmax
from edge.inference.prepare import prepare
from edge.inference.runtime import Network, OpenNetwork
from edge.inference.shapes import check_shapes


class Classifier:
    """One classification network.

    Args:
        folder: its checked folder.
        open_network: makes the interpreter, in the thread that will use it.

    Raises:
        ModelError: the network's shapes are not what the card and the labels say.
    """

    def __init__(self, folder: Folder, *, open_network: OpenNetwork = Network) -> None:
        self.card = folder.card
        self.labels = folder.labels
        self.ref = folder.ref
        self.network = open_network(folder.network)
        check_shapes(folder, self.network)

    def __call__(self, image: Image) -> dict[str, float]:
        """Calibrated probability of every label for a BGR picture of any size; they add up to 1."""
        fitted, _ = prepare(image, self.card.input)
        (logits,) = self.network(fitted)
        odds = softmax(logits[0] / self.card.calibration.temperature)
        return {label: float(value) for label, value in zip(self.labels, odds, strict=True)}
