"""Which cells answer for which box: task-aligned assignment (Feng et al., TOOD, 2021).

A cell's claim to a box is its score times a power of how well its own box fits; the best few cells inside
the box get it. What a network finds easy decides, not a fixed rule of distance and size.
"""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor

SCORE_POWER, FIT_POWER = 0.5, 6.0
BEST = 10


class Assignment(NamedTuple):
    """Targets of one picture's cells."""

    quality: Tensor
    """(cells, C): what each class score should be, 0 to 1."""
    box: Tensor
    """(cells, 4): the box to fit, for cells of `positive`; zeros elsewhere."""
    positive: Tensor
    """(cells,) bool."""


def pairwise_iou(a: Tensor, b: Tensor) -> Tensor:
    """IoU of (n, 4) and (m, 4) boxes: (n, m)."""
    low = torch.maximum(a[:, None, :2], b[None, :, :2])
    high = torch.minimum(a[:, None, 2:], b[None, :, 2:])
    shared = (high - low).clamp(min=0).prod(-1)
    area_a, area_b = ((c[:, 2:] - c[:, :2]).clamp(min=0).prod(-1) for c in (a, b))
    return shared / (area_a[:, None] + area_b[None] - shared).clamp(min=1e-6)


def cells_inside(centers: Tensor, strides: Tensor, boxes: Tensor) -> Tensor:
    """(boxes, cells) bool: cells in the box; for a box too small to hold a centre, the cells around it."""
    middle = (boxes[:, :2] + boxes[:, 2:]) / 2
    half = (boxes[:, 2:] - boxes[:, :2]) / 2
    reach = torch.maximum(half[:, None], (strides[:, None] * 0.75)[None].expand(len(boxes), -1, 2))
    return ((centers[None] - middle[:, None]).abs() < reach).all(-1)


def assign(
    scores: Tensor, predicted: Tensor, centers: Tensor, strides: Tensor, boxes: Tensor, labels: Tensor
) -> Assignment:
    """Targets for one picture.

    Args:
        scores: (cells, C), 0 to 1, without gradient.
        predicted: (cells, 4) boxes in pixels, without gradient.
        centers: (cells, 2) pixels.
        strides: (cells,) pixels.
        boxes: (n, 4) true boxes in pixels.
        labels: (n,) class indices.
    """
    quality = torch.zeros_like(scores)
    target = torch.zeros_like(predicted)
    positive = torch.zeros(len(scores), dtype=torch.bool)
    if not len(boxes):
        return Assignment(quality, target, positive)
    fit = pairwise_iou(boxes, predicted)
    claim = scores.T[labels] ** SCORE_POWER * fit**FIT_POWER
    # The small term lets the nearest cells claim a box that no cell fits yet, as at the very start.
    far = (centers[None] - (boxes[:, None, :2] + boxes[:, None, 2:]) / 2).norm(dim=-1) / strides[None]
    claim = (claim + 1e-9 / (1 + far)) * cells_inside(centers, strides, boxes)
    claim = claim * _is_among_best(claim)
    owner = claim.argmax(0)
    best = claim.max(0).values
    positive = best > 0
    top_claim, top_fit = claim.max(1).values, (fit * (claim > 0)).max(1).values
    aligned = best / top_claim[owner].clamp(min=1e-12) * top_fit[owner]
    quality[positive, labels[owner[positive]]] = aligned[positive]
    target[positive] = boxes[owner[positive]]
    return Assignment(quality, target, positive)


def _is_among_best(claim: Tensor) -> Tensor:
    rank = claim.topk(min(BEST, claim.shape[1]), dim=1).indices
    return torch.zeros_like(claim, dtype=torch.bool).scatter_(1, rank, True)
