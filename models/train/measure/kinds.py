"""Run a detector of several kinds, float or int8, over labelled pictures, as the program would."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from edge.evaluation.boxes import Seen
from edge.evaluation.looking import Look
from edge.inference.card import Card
from edge.inference.detector import detect
from edge.inference.prepare import Run
from models.train.data.pictures import Loaded


def every_box(card: Card, kinds: Sequence[str], run: Run) -> Look:
    """All that the card's decoding tells, however low its score."""
    assert card.decode is not None
    return partial(detect, card, kinds, run, min_score=card.decode.min_score)


def seen_in(look: Look, loaded: Loaded, kinds: Sequence[str]) -> Seen:
    """What is found in a picture beside what is there."""
    return Seen(
        found=look(loaded.image),
        boxes=loaded.boxes,
        kinds=tuple(kinds[label] for label in loaded.labels),
        ignore=loaded.ignore,
    )
