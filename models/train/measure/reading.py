"""How well a reader reads: whole texts, and whether its confidence is true."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from edge.domain.frame import Image
from edge.inference.ctc import Floats, n_best, softmax
from edge.inspection.vote import ALONE
from models.train.plates.alphabet import LABELS

SURE = ALONE


class Told(NamedTuple):
    """One read: what it says, how sure it is, and what is there."""

    text: str
    confidence: float
    truth: str

    @property
    def right(self) -> bool:
        """Letter by letter."""
        return self.text == self.truth


class Logits(NamedTuple):
    """(steps, classes) of one crop, and what is there."""

    values: Floats
    truth: str


def look(run: Callable[[Image], list[Floats]], inputs: Sequence[tuple[Image, str]]) -> list[Logits]:
    """What a network gives for RGB inputs of its own size, each with its text."""
    found = ((run(picture)[0], text) for picture, text in inputs)
    return [Logits(values.reshape(-1, values.shape[-1]), text) for values, text in found]


def told(logits: Sequence[Logits], temperature: float) -> list[Told]:
    """The most probable text of each, as the program decodes it."""
    reads = []
    for one in logits:
        classes, chance = n_best(softmax(one.values / np.float32(temperature)))[0]
        reads.append(Told("".join(LABELS[each - 1] for each in classes), chance, one.truth))
    return reads


def exact(reads: Sequence[Told]) -> float:
    """Share of right texts."""
    return sum(read.right for read in reads) / max(1, len(reads))


def sure_and_wrong(reads: Sequence[Told]) -> float:
    """Share of all reads that are wrong and told as sure."""
    return sum(not read.right and read.confidence >= SURE for read in reads) / max(1, len(reads))


def sure_of_right(reads: Sequence[Told]) -> float:
    """Share of the right reads that are told as sure."""
    right = [read for read in reads if read.right]
    return sum(read.confidence >= SURE for read in right) / max(1, len(right))


def fit_temperature(logits: Sequence[Logits], grid: Sequence[float]) -> float:
    """Of the given temperatures the one whose confidence in whole texts has the least log loss."""
    return min(grid, key=lambda temperature: _log_loss(told(logits, temperature)))


def _log_loss(reads: Sequence[Told]) -> float:
    sure = np.clip([read.confidence for read in reads], 1e-6, 1 - 1e-6)
    right = np.array([read.right for read in reads])
    return float(-np.log(np.where(right, sure, 1 - sure)).mean())
