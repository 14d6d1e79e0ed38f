"""Average precision of a detector, as Pascal VOC and COCO define it.

A detection is right if it overlaps a true box, not yet taken by a better one, by at least the given IoU.
Precision is made monotonic and integrated over all recalls (VOC 2010 and later; COCO's 101 points differ
from it by less than a hundredth).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from edge.vision.nms import Floats, pairwise_iou


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """What was found in one picture and what is there, of one kind, all in the same pixels."""

    boxes: Floats
    """(n, 4) left, top, right, bottom."""
    scores: Floats
    """(n,) in [0, 1]."""
    truth: Floats
    """(m, 4)."""
    ignore: Floats
    """(k, 4): a detection that lies mostly in one of these is neither right nor wrong."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """Every detection of a set of pictures, best first."""

    scores: Floats
    right: npt.NDArray[np.bool_]
    objects: int
    pictures: int

    def average_precision(self) -> float:
        """Area under the monotonic precision-recall curve, in [0, 1]; NaN without true objects."""
        if not self.objects:
            return float("nan")
        hits = np.cumsum(self.right)
        precision = hits / np.arange(1, len(hits) + 1)
        precision = np.maximum.accumulate(precision[::-1])[::-1]
        return float((precision * self.right).sum() / self.objects)

    def recall_at(self, score: float) -> float:
        """Share of the objects found by detections of at least this score."""
        return float(self.right[self.scores >= score].sum() / self.objects) if self.objects else float("nan")

    def precision_at(self, score: float) -> float:
        """Share of the detections of at least this score that are right; NaN if there are none."""
        told = self.right[self.scores >= score]
        return float(told.mean()) if len(told) else float("nan")

    def false_per_picture_at(self, score: float) -> float:
        """Wrong detections of at least this score per picture."""
        return float((~self.right[self.scores >= score]).sum() / max(self.pictures, 1))


def match(pictures: Sequence[Scored], *, iou: float) -> Curve:
    """Compare detections with the truth, picture by picture.

    Args:
        pictures: one entry each, also where nothing is found or nothing is there.
        iou: least overlap of a right detection, in (0, 1].
    """
    judged = [_match_one(picture, iou) for picture in pictures]
    scores = np.concatenate([scores for scores, _ in judged]) if judged else np.zeros(0, np.float32)
    right = np.concatenate([right for _, right in judged]) if judged else np.zeros(0, np.bool_)
    order = np.argsort(-scores, kind="stable")
    return Curve(
        scores=scores[order],
        right=right[order],
        objects=sum(len(picture.truth) for picture in pictures),
        pictures=len(pictures),
    )


def _match_one(picture: Scored, iou: float) -> tuple[Floats, npt.NDArray[np.bool_]]:
    order = np.argsort(-picture.scores, kind="stable")
    boxes, scores = picture.boxes[order].reshape(-1, 4), picture.scores[order]
    overlap = pairwise_iou(boxes, picture.truth.reshape(-1, 4))
    free = np.ones(len(picture.truth), np.bool_)
    right = np.zeros(len(boxes), np.bool_)
    for index in range(len(boxes)):
        fits = overlap[index] * free
        if fits.size and fits.max() >= iou:
            free[int(fits.argmax())] = False
            right[index] = True
    counts = right | ~_mostly_inside(boxes, picture.ignore.reshape(-1, 4))
    return scores[counts], right[counts]


def _mostly_inside(boxes: Floats, regions: Floats) -> npt.NDArray[np.bool_]:
    if not len(regions):
        return np.zeros(len(boxes), np.bool_)
    top_left = np.maximum(boxes[:, None, :2], regions[None, :, :2])
    bottom_right = np.minimum(boxes[:, None, 2:], regions[None, :, 2:])
    shared = np.prod(np.clip(bottom_right - top_left, 0, None), axis=2)
    area = np.prod(np.clip(boxes[:, 2:] - boxes[:, :2], 1e-6, None), axis=1)
    return np.asarray((shared / area[:, None] > 0.5).any(axis=1), np.bool_)
