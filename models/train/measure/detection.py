"""Run a detector, float or int8, over labelled pictures and score it.

Both run through the program's own preparation, decoding and suppression, so that what is measured is what a
gate gets, and float differs from int8 by its arithmetic alone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from edge.domain.frame import Image
from edge.evaluation.detection import Curve, Scored, match
from edge.inference.card import Card
from edge.inference.detector import decode
from edge.inference.prepare import prepare
from edge.vision.nms import Floats, nms
from models.train.data.pictures import Loaded

Run = Callable[[npt.NDArray[np.uint8]], Sequence[Floats]]
"""RGB input (h, w, 3) to real-valued outputs in the card's order, each [1, h, w, c]."""


def detect(card: Card, run: Run, image: Image) -> tuple[Floats, Floats]:
    """Boxes (n, 4) in pixels of the BGR picture, clipped to it; scores (n,), best first. One class only."""
    assert card.decode is not None
    fitted, fit = prepare(image, card.input)
    boxes, scores, _ = decode(card, run(fitted))
    kept = nms(boxes, scores, iou=card.decode.nms_iou, most=card.decode.max_detections)
    moved = (boxes[kept].reshape(-1, 4) - [fit.pad_x, fit.pad_y] * 2) / ([fit.scale_x, fit.scale_y] * 2)
    height, width = image.shape[:2]
    return np.asarray(moved.clip(0, [width, height, width, height]), np.float32), scores[kept]


def score_detector(card: Card, run: Run, pictures: Sequence[Loaded], *, iou: float = 0.5) -> Curve:
    """Every detection over the card's `min_score` on every picture, against its boxes."""
    scored = []
    for picture in pictures:
        boxes, scores = detect(card, run, picture.image)
        scored.append(Scored(boxes=boxes, scores=scores, truth=picture.boxes, ignore=picture.ignore))
    return match(scored, iou=iou)
