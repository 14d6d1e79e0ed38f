"""What the vehicle network, float and int8, makes of labelled pictures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from torch import nn

from edge.domain.frame import Image
from edge.inference.card import Card
from edge.inference.prepare import Run, averaged
from edge.inspection.gallery import Gallery, Known
from models.train.export.convert import output_order, to_tflite
from models.train.measure.float_run import float_run
from models.train.recipes.finish import load
from models.train.recipes.vehicle_data import Shown

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Looks:
    """One row a picture, in the order of the pictures."""

    embedding: Floats
    models: Floats
    views: Floats
    truth: npt.NDArray[np.int64]

    def __getitem__(self, chosen: npt.NDArray[np.bool_]) -> Looks:
        return Looks(self.embedding[chosen], self.models[chosen], self.views[chosen], self.truth[chosen])

    def nearness(self, gallery: Gallery) -> Floats:
        """(n, labels) cosines, columns in the order of the gallery."""
        return np.array([list(gallery.likeness(row).values()) for row in self.embedding.astype(np.float32)])


class Eye:
    """Both networks, by one convention: embedding, models, views.

    Args:
        card: the drafted one, whose input and passes count.
        network: trained, float, as `nets.vehicle.Vehicle`.
        examples: RGB inputs that set the quantized ranges.
    """

    def __init__(self, card: Card, network: nn.Module, examples: Sequence[Image]) -> None:
        self._card = card
        self.content = to_tflite(network, examples)
        self.order = output_order(self.content, network, examples[0])
        """Which of embedding, models, views each output of the file is."""
        self._small = load(self.content)
        self._full = float_run(network)

    def full(self, pictures: Sequence[Shown]) -> Looks:
        """Of the float network."""
        return _looks(self._card, self._full, (0, 1, 2), pictures)

    def small(self, pictures: Sequence[Shown]) -> Looks:
        """Of the int8 network, on the runtime that ships."""
        return _looks(self._card, self._small, self.order, pictures)


def _looks(card: Card, run: Run, order: Sequence[int], pictures: Sequence[Shown]) -> Looks:
    rows: list[list[npt.NDArray[np.float32]]] = [[], [], []]
    for shown in pictures:
        for place, output in zip(order, averaged(card, run, shown.image), strict=True):
            rows[place].append(output[0])
    embedding, models, views = (np.stack(each).astype(np.float64) for each in rows)
    return Looks(embedding, models, views, np.array([shown.label for shown in pictures], np.int64))


def gallery_of(looks: Looks, labels: Sequence[str]) -> Gallery:
    """The means of every label's pictures."""
    return Gallery(
        Known.of(label, list(looks.embedding[looks.truth == number].astype(np.float32)))
        for number, label in enumerate(labels)
    )
