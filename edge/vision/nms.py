"""Of what overlaps one of each: boxes as rows (left, top, right, bottom), or whatever else is ranked."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from edge.domain.geometry import Box

Floats = npt.NDArray[np.float32]
T = TypeVar("T")


def rows_of(boxes: Iterable[Box]) -> Floats:
    """(N, 4)."""
    rows = [(box.left, box.top, box.right, box.bottom) for box in boxes]
    return np.asarray(rows, np.float32).reshape(-1, 4)


def box_of(row: Floats) -> Box:
    """Of (4,)."""
    left, top, right, bottom = (float(value) for value in row)
    return Box(left=left, top=top, right=right, bottom=bottom)


def pairwise_iou(a: Floats, b: Floats) -> Floats:
    """Intersection over union of every box of ``a`` (N, 4) with every box of ``b`` (M, 4): (N, M)."""
    top_left = np.maximum(a[:, None, :2], b[None, :, :2])
    bottom_right = np.minimum(a[:, None, 2:], b[None, :, 2:])
    shared = np.prod(np.clip(bottom_right - top_left, 0, None), axis=2)
    area_a = np.prod(np.clip(a[:, 2:] - a[:, :2], 0, None), axis=1)
    area_b = np.prod(np.clip(b[:, 2:] - b[:, :2], 0, None), axis=1)
    union = area_a[:, None] + area_b[None, :] - shared
    return np.asarray(np.where(union > 0, shared / np.maximum(union, 1e-9), 0.0), np.float32)


def nms(boxes: Floats, scores: Floats, *, iou: float, most: int) -> list[int]:
    """Greedy non-maximum suppression.

    Args:
        boxes: (N, 4).
        scores: (N,).
        iou: a box that overlaps a better one by more than this is dropped.
        most: at most so many are kept.

    Returns:
        Indices of the kept boxes, best first.
    """
    order = np.argsort(-scores, kind="stable")
    kept: list[int] = []
    while order.size and len(kept) < most:
        best, order = int(order[0]), order[1:]
        kept.append(best)
        if order.size:
            order = order[pairwise_iou(boxes[best : best + 1], boxes[order])[0] <= iou]
    return kept


def apart(ranked: Iterable[T], same: Callable[[T, T], bool]) -> list[T]:
    """The first of those that are the same, in the order given."""
    kept: list[T] = []
    for each in ranked:
        if not any(same(each, other) for other in kept):
            kept.append(each)
    return kept
