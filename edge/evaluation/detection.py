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

Bools = npt.NDArray[np.bool_]
Indices = npt.NDArray[np.intp]


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
    """Every detection of a set of pictures, best first, and every object; of one kind.

    A size is the square root of a box's area, in pixels.
    """

    scores: Floats
    right: Bools
    sizes: Floats
    """(n,) of the object that a right detection found, of the detection itself where it is wrong."""
    picture: Indices
    """(n,) which picture each detection is in."""
    true_sizes: Floats
    """(m,)."""
    true_picture: Indices
    """(m,)."""
    pictures: int

    @property
    def objects(self) -> int:
        """How many there are to be found."""
        return len(self.true_sizes)

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

    def score_at(self, false_per_picture: float) -> float:
        """Lowest score at which no more are wrong than this, per picture; 1 if the best one is too many."""
        quiet = np.cumsum(~self.right) <= false_per_picture * self.pictures
        # Detections of one score stand or fall together.
        loud = self.scores[~quiet]
        kept = self.scores[self.scores > loud[0]] if len(loud) else self.scores
        return float(kept[-1]) if len(kept) else 1.0

    def of_sizes(self, low: float, high: float) -> Curve:
        """Only what is at least `low` and under `high` pixels large."""
        kept = (self.sizes >= low) & (self.sizes < high)
        there = (self.true_sizes >= low) & (self.true_sizes < high)
        return self._repeated(kept.astype(np.intp), there.astype(np.intp))

    def drawn(self, times: Indices) -> Curve:
        """The curve of a sample of the pictures in which each comes so many times (pictures,)."""
        return self._repeated(times[self.picture], times[self.true_picture])

    def _repeated(self, found: Indices, there: Indices) -> Curve:
        return Curve(
            scores=self.scores.repeat(found),
            right=self.right.repeat(found),
            sizes=self.sizes.repeat(found),
            picture=self.picture.repeat(found),
            true_sizes=self.true_sizes.repeat(there),
            true_picture=self.true_picture.repeat(there),
            pictures=self.pictures,
        )


def match(pictures: Sequence[Scored], *, iou: float) -> Curve:
    """Compare detections with the truth, picture by picture.

    Args:
        pictures: one entry each, also where nothing is found or nothing is there.
        iou: least overlap of a right detection, in (0, 1].
    """
    judged = [_match_one(picture, iou) for picture in pictures]
    scores, right, sizes = (
        np.concatenate([part[column] for part in judged]) if judged else np.zeros(0, np.float32)
        for column in range(3)
    )
    order = np.argsort(-scores, kind="stable")
    return Curve(
        scores=scores[order],
        right=right.astype(np.bool_)[order],
        sizes=sizes[order],
        picture=_owners([part[0] for part in judged])[order],
        true_sizes=np.concatenate([_sizes(p.truth) for p in pictures] or [np.zeros(0, np.float32)]),
        true_picture=_owners([p.truth for p in pictures]),
        pictures=len(pictures),
    )


def _owners(parts: Sequence[Floats]) -> Indices:
    return np.repeat(np.arange(len(parts)), [len(part) for part in parts])


def _sizes(boxes: Floats) -> Floats:
    sides = np.clip(boxes.reshape(-1, 4)[:, 2:] - boxes.reshape(-1, 4)[:, :2], 0, None)
    return np.asarray(np.sqrt(sides.prod(axis=1)), np.float32)


def _match_one(picture: Scored, iou: float) -> tuple[Floats, Bools, Floats]:
    order = np.argsort(-picture.scores, kind="stable")
    boxes, scores = picture.boxes.reshape(-1, 4)[order], picture.scores[order]
    overlap = pairwise_iou(boxes, picture.truth.reshape(-1, 4))
    free = np.ones(len(picture.truth), np.bool_)
    right = np.zeros(len(boxes), np.bool_)
    sizes, true_sizes = _sizes(boxes), _sizes(picture.truth)
    for index in range(len(boxes)):
        fits = overlap[index] * free
        if fits.size and fits.max() >= iou:
            taken = int(fits.argmax())
            free[taken] = False
            right[index] = True
            sizes[index] = true_sizes[taken]
    counts = right | ~_mostly_inside(boxes, picture.ignore.reshape(-1, 4))
    return scores[counts], right[counts], sizes[counts]


def _mostly_inside(boxes: Floats, regions: Floats) -> Bools:
    if not len(regions):
        return np.zeros(len(boxes), np.bool_)
    top_left = np.maximum(boxes[:, None, :2], regions[None, :, :2])
    bottom_right = np.minimum(boxes[:, None, 2:], regions[None, :, 2:])
    shared = np.prod(np.clip(bottom_right - top_left, 0, None), axis=2)
    area = np.prod(np.clip(boxes[:, 2:] - boxes[:, :2], 1e-6, None), axis=1)
    return np.asarray((shared / area[:, None] > 0.5).any(axis=1), np.bool_)
