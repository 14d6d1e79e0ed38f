"""What is fitted when the vehicle network is trained: embedding, means, temperatures, threshold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from edge.domain.frame import Image
from edge.domain.inspection import UNKNOWN, MakeModel
from edge.inference.card import Card
from edge.inference.ctc import softmax
from edge.inspection.gallery import Gallery
from edge.inspection.recognition import Evidence, Recogniser
from models.train.augment.tiles import to_input
from models.train.card import Table
from models.train.data.photographs import seen_before
from models.train.measure.embedding import fit
from models.train.measure.recognition import fit_temperature, thresholds_of
from models.train.nets.vehicle import Vehicle
from models.train.recipes.vehicle_data import SIDE, Held, Pool, Shown
from models.train.recipes.vehicle_looks import Eye, Looks, gallery_of

FITTED = 1500
"""Most pictures that the embedding's map is fitted on."""
REJECTED = 0.05
"""Share of known cars that may be told `unknown`."""
BY_LOGIT = 0.04
"""Of these, by their highest logit; the rest by the cosines."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibrated:
    """The quantized network with its figures."""

    eye: Eye
    known: Gallery
    temperature: float
    """Of the logits of the models."""
    views: float
    """Of the logits of the views."""
    nearness: float
    """Of the cosines."""
    threshold: float
    """Of the cosine to the nearest mean; none under 0, where a picture is like no label at all."""
    least_logit: float

    @property
    def recogniser(self) -> Recogniser:
        """What decides in the program."""
        return Recogniser(
            own=self.known,
            temperature=self.nearness,
            least_logit=self.least_logit,
            least_likeness=self.threshold,
        )

    def unknown(self, looks: Looks) -> float:
        """Share of the pictures that are told to show none of the labels."""
        answers = told(self.recogniser, looks, tuple(self.known.known), self.temperature)
        return float(np.mean([answer.label == UNKNOWN for answer in answers]))

    def fill(self, table: Table) -> None:
        """Write it into a card whose outputs are embedding, models, views."""
        table["calibration"] = {
            "temperature": self.temperature,
            "threshold": round(self.threshold, 4),
            "chosen": "temperatures: least log loss; thresholds: highest logit that "
            f"{BY_LOGIT:.0%} of known cars miss, and cosine to the nearest class mean that they and others "
            f"miss, {REJECTED:.0%} together; on held-out train pictures and on valid pictures whose "
            "photograph no train picture shows, on the int8 network",
        }
        embedding, models, views = table["outputs"]
        embedding["temperature"], views["temperature"] = self.nearness, self.views
        models["threshold"] = round(self.least_logit, 4)
        table["outputs"] = [(embedding, models, views)[place] for place in self.eye.order]


def told(recognise: Recogniser, looks: Looks, labels: Sequence[str], temperature: float) -> list[MakeModel]:
    """What the program would say of each picture by itself; arguments as of `Recogniser`."""
    odds = softmax((looks.models / temperature).astype(np.float32))
    return [
        recognise(
            [
                Evidence(
                    odds=dict(zip(labels, own.tolist(), strict=True)),
                    highest=float(logits.max()),
                    embedding=embedding.astype(np.float32),
                )
            ]
        )
        for own, logits, embedding in zip(odds, looks.models, looks.embedding, strict=True)
    ]


def calibrated(
    card: Card,
    network: Vehicle,
    pool: Pool,
    held: Held,
    fresh: Sequence[Shown],
    views: Sequence[Shown],
    examples: Sequence[Image],
    labels: Sequence[str],
) -> Calibrated:
    """Fit everything.

    Args:
        card: the drafted one, whose input and passes count.
        network: trained; its embedding is set.
        pool: what it was trained on.
        held: what it was chosen by.
        fresh: cars of the labels that it has not seen in any picture.
        views: held-out views, beside those of `held`.
        examples: RGB inputs that set the quantized ranges.
        labels: of the models.
    """
    learnt = [*pool.models, *pool.views]
    learnt = learnt[:: 1 + len(learnt) // FITTED]
    fit(network, [to_input(shown.image, SIDE) for shown in learnt])
    eye = Eye(card, network, examples)
    known = gallery_of(eye.small(pool.models), labels)
    judged, seen = eye.small([*held.models, *fresh]), eye.small([*held.views, *views])
    nearness = judged.nearness(known)
    least_logit, threshold = thresholds_of(
        judged.models.max(axis=1), nearness.max(axis=1), REJECTED, BY_LOGIT
    )
    return Calibrated(
        eye=eye,
        known=known,
        temperature=fit_temperature(judged.models, judged.truth),
        views=fit_temperature(seen.views, seen.truth),
        nearness=fit_temperature(nearness, judged.truth),
        threshold=max(0.0, threshold),
        least_logit=least_logit,
    )


def unseen(pictures: Sequence[Shown], pool: Pool, held: Held) -> npt.NDArray[np.bool_]:
    """Of which pictures no train picture shows the photograph: half of the set is the other half, cut out."""
    train = [shown.image for shown in (*pool.models, *held.models)]
    return np.asarray(~seen_before([shown.image for shown in pictures], train), np.bool_)
