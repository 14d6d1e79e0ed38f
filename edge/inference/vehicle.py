"""The vehicle network: make and model, view, and an embedding in which cars can be enrolled."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from edge.domain.errors import ModelError
from edge.domain.frame import Image
from edge.domain.geometry import Box
from edge.domain.observation import Embedder
from edge.inference.card import Folder, OutputSpec
from edge.inference.ctc import softmax
from edge.inference.opened import Opened
from edge.inference.prepare import averaged
from edge.inference.runtime import Network, OpenNetwork
from edge.inspection.gallery import Gallery, GalleryError, from_json
from edge.inspection.recognition import Evidence, Recogniser
from edge.vision.quality import crop

AROUND = 0.05
"""Of a car's box: how far around it the network looks; it learnt up to 0.3."""
KNOWN = "known.json"
"""The gallery of the labels that the network was trained on, beside it."""
LIKENESS = "likeness.toml"
"""What the embedding can and cannot tell, beside it: ``python -m models.train.likeness`` writes it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """What the network makes of one picture of a car."""

    embedding: npt.NDArray[np.float32]
    """(d,)."""
    models: dict[str, float]
    """Calibrated probability of every make and model it was trained on, adding up to 1."""
    highest: float
    """Of the logits of these."""
    views: dict[str, float]
    """The same of front, rear, side and corner."""

    @property
    def evidence(self) -> Evidence:
        """What it says of the make and model."""
        return Evidence(odds=self.models, highest=self.highest, embedding=self.embedding)

    @property
    def view(self) -> tuple[str, float]:
        """The side that it shows most probably, and that probability."""
        return max(self.views.items(), key=lambda entry: entry[1])


def car_in(image: Image, box: Box) -> Image:
    """What the network is shown of a car in a BGR picture."""
    return crop(image, box.grown(AROUND))


class VehicleNetwork(Opened):
    """One recognition network; arguments as of `Opened`.

    The logits with labels of their own are those of the views.

    Raises:
        ModelError: the network's outputs are not what the card and the labels say.
    """

    def __init__(self, folder: Folder, *, open_network: OpenNetwork = Network) -> None:
        super().__init__(folder, open_network=open_network)
        self._embedding, self._models, self._views = _places(folder)
        self.views = folder.labels_of(self.card.outputs[self._views])
        self.recogniser = Recogniser(
            least_logit=_least_logit(folder, self.card.outputs[self._models]),
            own=_known(folder, self.network.output_shapes[self._embedding][-1]),
            temperature=self._temperature(self._embedding),
            least_likeness=self.card.calibration.threshold,
        )
        self.embedder = Embedder(network=self.card.sha256, least_alike=_least_alike(folder))

    def __call__(self, image: Image) -> Sight:
        """What a BGR picture of any size, cut to the car, shows."""
        outputs = averaged(self.card, self.network, image)
        return Sight(
            embedding=outputs[self._embedding][0],
            models=self._odds(outputs, self._models, self.labels),
            highest=float(outputs[self._models][0].max()),
            views=self._odds(outputs, self._views, self.views),
        )

    def _temperature(self, place: int) -> float:
        """The output's own, else the card's."""
        return self.card.outputs[place].temperature or self.card.calibration.temperature

    def _odds(
        self, outputs: list[npt.NDArray[np.float32]], place: int, labels: tuple[str, ...]
    ) -> dict[str, float]:
        odds = softmax(outputs[place][0] / self._temperature(place))
        return {label: float(value) for label, value in zip(labels, odds, strict=True)}


def _least_alike(folder: Folder) -> float | None:
    """Of the network that the card vouches for; None where nobody has measured it since."""
    if LIKENESS not in folder.card.files:
        return None
    try:
        least = tomllib.loads(folder.read(LIKENESS).decode()).get("least_alike")
    except ValueError as fault:
        raise ModelError(f"{folder.path / LIKENESS}: {fault}") from fault
    if not isinstance(least, float):
        raise ModelError(f"{folder.path / LIKENESS}: least_alike: is no number with a point")
    return least


def _places(folder: Folder) -> tuple[int, int, int]:
    """Where embedding, models and views are among the outputs. Raises ModelError."""
    places = {(output.kind, output.labels is not None): i for i, output in enumerate(folder.card.outputs)}
    try:
        found = places["embedding", False], places["logits", False], places["logits", True]
    except KeyError:
        found = (0, 0, 0)
    if len(folder.card.outputs) != 3 or len(set(found)) != 3:
        raise ModelError(
            f"{folder.path / 'card.toml'}: outputs: needs an embedding, the logits of the labels, and the "
            "logits of the views with their labels"
        )
    return found


def _least_logit(folder: Folder, models: OutputSpec) -> float:
    if models.threshold is None:
        raise ModelError(
            f"{folder.path / 'card.toml'}: outputs: the logits of the labels have no threshold, under which "
            "a car is unknown; an earlier recipe made it: run `python -m models.train vehicle --resume`"
        )
    return models.threshold


def _known(folder: Folder, dimensions: int) -> Gallery:
    try:
        _, known = from_json(folder.read(KNOWN))
    except GalleryError as fault:
        raise ModelError(f"{folder.path / KNOWN}: {fault}") from fault
    if set(known.known) != set(folder.labels) or any(
        len(each.mean) != dimensions for each in known.known.values()
    ):
        raise ModelError(f"{folder.path / KNOWN}: not the labels, or not the embedding, of the network")
    return known
