"""Anchor-free one-stage detection (FCOS, Tian et al. 2019): prepare, run, decode."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from edge.domain.detection import Detection
from edge.domain.frame import Image
from edge.inference.card import Card, PassSpec
from edge.inference.opened import Opened
from edge.inference.prepare import Run, prepare
from edge.vision.fusion import fuse
from edge.vision.nms import Floats, box_of, nms

Indices = npt.NDArray[np.intp]


class Detector(Opened):
    """One detection network; arguments and errors as of `Opened`."""

    def __call__(self, image: Image, *, min_score: float | None = None) -> list[Detection]:
        """Objects in a BGR picture of any size, best first, boxes in its pixels.

        Args:
            image: (H, W, 3) uint8.
            min_score: lowest score told; by default the card's operating point.
        """
        lowest = self.card.calibration.threshold if min_score is None else min_score
        return detect(self.card, self.labels, self.network, image, min_score=lowest)


def detect(card: Card, labels: Sequence[str], run: Run, image: Image, *, min_score: float) -> list[Detection]:
    """Prepare, run, decode and suppress, in each pass of the card; arguments and result as of `Detector`."""
    spec = card.decode
    assert spec is not None  # check_shapes refuses a detector without it
    if len(card.passes) == 1:
        return _one_pass(card, labels, run, image, card.passes[0], min_score)
    passes = [_one_pass(card, labels, run, image, each, spec.min_score) for each in card.passes]
    fused = fuse(passes, iou=spec.nms_iou)[: spec.max_detections]
    return [each for each in fused if each.score >= min_score]


def _one_pass(
    card: Card, labels: Sequence[str], run: Run, image: Image, how: PassSpec, min_score: float
) -> list[Detection]:
    fitted, fit = prepare(image, card.input, how)
    boxes, scores, kinds = decode(card, run(fitted))
    if how.mirrored:
        boxes[:, [0, 2]] = card.input.width - boxes[:, [2, 0]]
    sure = scores >= min_score
    boxes, scores, kinds = boxes[sure], scores[sure], kinds[sure]
    height, width = image.shape[:2]
    return [
        Detection(
            box=fit.back(box_of(boxes[i])).clamped(width, height),
            label=labels[kinds[i]],
            score=float(scores[i]),
        )
        for i in suppress(card, boxes, scores, kinds)
    ]


def suppress(card: Card, boxes: Floats, scores: Floats, kinds: Indices) -> list[int]:
    """Indices of the boxes that are kept, best first; within each kind only. Arguments as from `decode`."""
    spec = card.decode
    assert spec is not None  # check_shapes refuses a detector without it
    # Kinds are moved apart by more than a picture, so that one pass suppresses within each kind only.
    apart = boxes + (kinds * 4.0 * max(card.input.width, card.input.height))[:, None]
    return nms(apart.astype(np.float32), scores, iou=spec.nms_iou, most=spec.max_detections)


def decode(card: Card, outputs: Sequence[Floats]) -> tuple[Floats, Floats, Indices]:
    """Cells to boxes, for every stride of the card.

    A cell's scores are sigmoid(logit / temperature). Its box is the cell's centre ((i + 0.5) * stride) less
    and plus the distances (left, top, right, bottom), which are in units of the stride.

    Returns:
        boxes (N, 4) in pixels of the input, scores (N,), label indices (N,): all cells over ``min_score``.
    """
    spec = card.decode
    assert spec is not None  # check_shapes refuses a detector without it
    by_stride: dict[int, dict[str, Floats]] = {}
    for output, tensor in zip(card.outputs, outputs, strict=True):
        by_stride.setdefault(output.stride or 0, {})[output.kind] = tensor[0]
    parts = [
        _decode_level(
            level["scores"] / card.calibration.temperature, level["distances"], stride, spec.min_score
        )
        for stride, level in sorted(by_stride.items())
    ]
    boxes, scores, kinds = (np.concatenate(part) for part in zip(*parts, strict=True))
    return boxes, scores, kinds


def _decode_level(
    logits: Floats, distances: Floats, stride: int, min_score: float
) -> tuple[Floats, Floats, Indices]:
    scores = (1.0 / (1.0 + np.exp(-logits))).astype(np.float32)
    rows, columns, kinds = np.nonzero(scores >= min_score)
    centers = np.stack([columns, rows], axis=1) * stride + stride / 2
    reach = np.clip(distances[rows, columns], 0, None) * stride
    boxes = np.concatenate([centers - reach[:, :2], centers + reach[:, 2:]], axis=1)
    return boxes.astype(np.float32), scores[rows, columns, kinds], kinds
