"""Connectionist temporal classification (Graves et al. 2006): from labels per step to texts.

A text is written by every way of the steps that, with repeats merged and blanks (label 0) dropped, gives it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Labels = tuple[int, ...]
Beam = dict[Labels, tuple[float, float]]
"""Of each prefix, the probability of the ways that end in a blank, and of those that end in its last one."""

BLANK = 0
MOST = 6
LEAST = 1e-3
"""Of a step's labels only so many are followed, and none less probable: a blurred plate has many."""


def softmax(logits: Floats) -> Floats:
    """Probabilities of the last axis."""
    odds = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return np.asarray(odds / odds.sum(axis=-1, keepdims=True), np.float32)


def n_best(odds: Floats, *, width: int = 8) -> list[tuple[Labels, float]]:
    """The most probable texts by prefix beam search (Hannun et al. 2014), without a language model.

    Args:
        odds: (steps, labels) probabilities; label 0 is the blank.
        width: how many prefixes are followed from step to step.

    Returns:
        At most ``width`` texts, best first, each with the sum over the ways that were followed.
    """
    beam: Beam = {(): (1.0, 0.0)}
    for chances in _likely(_condensed(odds)):
        beam = _extended(beam, chances)
        if len(beam) > width:
            beam = dict(_ranked(beam)[:width])
    return [(labels, sum(ends)) for labels, ends in _ranked(beam)]


def _condensed(odds: Floats) -> Floats:
    """The steps with every run of mere blanks made one: most of a plate is between its characters."""
    quiet = np.all(odds[:, 1:] <= LEAST, axis=1)
    begins = np.flatnonzero(~quiet | np.append(True, ~quiet[:-1]))
    steps = odds[begins]
    steps[:, BLANK] = np.multiply.reduceat(odds[:, BLANK], begins)
    return steps


def _likely(odds: Floats) -> Iterator[dict[int, float]]:
    """Of each step the labels that are followed, with their probability."""
    count = min(MOST, odds.shape[1])
    most = np.argpartition(odds, -count, axis=1)[:, -count:]
    for step, chances in zip(most.tolist(), np.take_along_axis(odds, most, axis=1).tolist(), strict=True):
        yield {label: p for label, p in zip(step, chances, strict=True) if p > LEAST or label == BLANK}


def _extended(beam: Beam, chances: dict[int, float]) -> Beam:
    blank = chances.pop(BLANK, 0.0)
    blanked: dict[Labels, float] = {}
    labelled: dict[Labels, float] = defaultdict(float)
    for prefix, (after_blank, after_label) in beam.items():
        last = prefix[-1] if prefix else BLANK
        blanked[prefix] = (after_blank + after_label) * blank
        for label, chance in chances.items():
            if label == last:
                labelled[prefix] += after_label * chance
                labelled[(*prefix, label)] += after_blank * chance
            else:
                labelled[(*prefix, label)] += (after_blank + after_label) * chance
    return {p: (blanked.get(p, 0.0), labelled.get(p, 0.0)) for p in blanked.keys() | labelled.keys()}


def _ranked(beam: Beam) -> list[tuple[Labels, tuple[float, float]]]:
    possible = (entry for entry in beam.items() if sum(entry[1]) > 0)
    return sorted(possible, key=lambda entry: (-sum(entry[1]), entry[0]))
