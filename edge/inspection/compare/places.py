"""What is at one place of the vehicle: detections of two visits one to one, and findings of one visit."""

from __future__ import annotations

from collections.abc import Sequence

from edge.domain.geometry import Box
from edge.domain.inspection import Finding

SAME_KIND_IOU = 0.2
"""Two boxes of one damage, each off by 20 % of its size, overlap by this at least in all but rare cases."""
OTHER_KIND_IOU = 0.5
"""Detectors confuse kinds, so another kind at very much the same place is the same damage."""


def one_to_one(
    earlier: Sequence[tuple[str, Box]], later: Sequence[tuple[str, Box]]
) -> dict[int, tuple[int, float]]:
    """The best pairs first; each detection is in one of them at most.

    Args:
        earlier: kind and box, carried to the later picture.
        later: kind and box.

    Returns:
        For each later one that has a partner: which earlier one, and their overlap (IoU).
    """
    candidates = sorted(
        (
            (overlap, -n, -m)
            for n, (kind, box) in enumerate(later)
            for m, (other, carried) in enumerate(earlier)
            if (overlap := box.iou(carried)) >= (SAME_KIND_IOU if kind == other else OTHER_KIND_IOU)
        ),
        reverse=True,
    )
    pairs: dict[int, tuple[int, float]] = {}
    taken: set[int] = set()
    for overlap, n, m in candidates:
        if -n not in pairs and -m not in taken:
            pairs[-n] = (-m, overlap)
            taken.add(-m)
    return pairs


def overlap_on_vehicle(a: Finding, b: Finding) -> float:
    """IoU on the vehicle of what one camera shows; 0 of two cameras' findings."""
    return Box.of_size(*a.vehicle_box).iou(Box.of_size(*b.vehicle_box)) if a.view == b.view else 0.0
