"""Run a detector, float or int8, over labelled pictures and score it.

Both run through the program's own preparation, decoding and suppression, so that what is measured is what a
gate gets, and float differs from int8 by its arithmetic alone.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from edge.domain.frame import Image
from edge.evaluation.detection import Curve, Scored, match
from edge.inference import detector
from edge.inference.card import Card
from edge.inference.prepare import Run
from edge.vision.nms import Floats, rows_of
from models.train.data.pictures import Loaded


def detect(card: Card, run: Run, image: Image) -> tuple[Floats, Floats]:
    """Boxes (n, 4) in pixels of the BGR picture, clipped to it; scores (n,), best first. One class only."""
    assert card.decode is not None
    found = detector.detect(card, ("",), run, image, min_score=card.decode.min_score)
    return rows_of(each.box for each in found), np.asarray([each.score for each in found], np.float32)


def score_detector(card: Card, run: Run, pictures: Sequence[Loaded], *, iou: float = 0.5) -> Curve:
    """Every detection over the card's `min_score` on every picture, against its boxes."""
    scored = []
    for picture in pictures:
        boxes, scores = detect(card, run, picture.image)
        scored.append(Scored(boxes=boxes, scores=scores, truth=picture.boxes, ignore=picture.ignore))
    return match(scored, iou=iou)
