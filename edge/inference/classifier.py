"""Classification: prepare, run, softmax with the card's temperature."""

from __future__ import annotations

import numpy as np

from edge.domain.errors import ModelError
from edge.domain.frame import Image
from edge.inference.card import Folder
from edge.inference.prepare import prepare
from edge.inference.runtime import Network, OpenNetwork


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
        wanted = [(1, self.card.input.height, self.card.input.width, 3), (1, len(self.labels))]
        found = [self.network.input_shape, *self.network.output_shapes]
        if found != wanted:
            raise ModelError(f"{self.card.name}: shapes are {found}, card and labels say {wanted}")

    def __call__(self, image: Image) -> dict[str, float]:
        """Calibrated probability of every label for a BGR picture of any size; they add up to 1."""
        fitted, _ = prepare(image, self.card.input)
        (logits,) = self.network(fitted)
        scaled = logits[0] / self.card.calibration.temperature
        odds = np.exp(scaled - scaled.max())
        return {label: float(value) for label, value in zip(self.labels, odds / odds.sum(), strict=True)}
