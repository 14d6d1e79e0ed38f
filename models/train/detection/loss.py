"""Loss of a detector.

Varifocal for the scores (Zhang et al., 2021), GIoU for the boxes (Rezatofighi et al., 2019).
"""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor
from torch.nn import functional

from models.train.detection.assign import Assignment, assign
from models.train.nets.detector import Level, cell_centers, flatten, to_boxes

BOX_WEIGHT = 2.0
NEGATIVE_WEIGHT, NEGATIVE_POWER = 0.75, 2.0


class Truth(NamedTuple):
    """What is in one picture: boxes (n, 4) and ignored regions (m, 4) in pixels, labels (n,)."""

    boxes: Tensor
    labels: Tensor
    ignore: Tensor


def detection_loss(
    levels: list[Level], strides: tuple[int, ...], truths: list[Truth]
) -> tuple[Tensor, Tensor]:
    """Score loss and box loss of a batch, each per unit of assigned quality (not yet weighted)."""
    logits, distances = flatten(levels)
    centers, sizes = cell_centers(levels, strides)
    boxes = to_boxes(distances, centers, sizes)
    score_loss, box_loss, total = logits.new_zeros(()), logits.new_zeros(()), 0.0
    for index, truth in enumerate(truths):
        with torch.no_grad():
            given = assign(logits[index].sigmoid(), boxes[index], centers, sizes, truth.boxes, truth.labels)
        counts = ~(_inside(centers, truth.ignore) & ~given.positive)
        score_loss = score_loss + (varifocal(logits[index], given.quality) * counts[:, None]).sum()
        box_loss = box_loss + _box_loss(boxes[index], given)
        total += float(given.quality.sum())
    return score_loss / max(total, 1.0), box_loss / max(total, 1.0)


def varifocal(logits: Tensor, quality: Tensor) -> Tensor:
    """Cross entropy with a soft target; the many easy negatives weigh little. Shape as given."""
    weight = torch.where(
        quality > 0, quality.clamp(min=0.1), NEGATIVE_WEIGHT * logits.detach().sigmoid() ** NEGATIVE_POWER
    )
    return functional.binary_cross_entropy_with_logits(logits, quality, reduction="none") * weight


def _box_loss(boxes: Tensor, given: Assignment) -> Tensor:
    weight = given.quality[given.positive].sum(-1)
    # A cell that fits badly still has to learn, so no box counts for nothing.
    return (giou_loss(boxes[given.positive], given.box[given.positive]) * weight.clamp(min=0.1)).sum()


def giou_loss(a: Tensor, b: Tensor) -> Tensor:
    """1 - GIoU of (n, 4) boxes one to one: (n,), 0 to 2."""
    shared = (torch.minimum(a[:, 2:], b[:, 2:]) - torch.maximum(a[:, :2], b[:, :2])).clamp(min=0).prod(-1)
    hull = (torch.maximum(a[:, 2:], b[:, 2:]) - torch.minimum(a[:, :2], b[:, :2])).clamp(min=0).prod(-1)
    area_a, area_b = ((c[:, 2:] - c[:, :2]).clamp(min=0).prod(-1) for c in (a, b))
    union = area_a + area_b - shared
    return 1 - shared / union.clamp(min=1e-6) + (hull - union) / hull.clamp(min=1e-6)


def _inside(centers: Tensor, regions: Tensor) -> Tensor:
    held = (centers[:, None] >= regions[None, :, :2]) & (centers[:, None] <= regions[None, :, 2:])
    return held.all(-1).any(-1)
