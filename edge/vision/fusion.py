"""What several passes over one picture found, as one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from edge.domain.detection import Detection
from edge.vision.nms import box_of, pairwise_iou, rows_of


def fuse(passes: Sequence[Sequence[Detection]], *, iou: float) -> list[Detection]:
    """Weighted boxes fusion (Solovyev, Wang and Gabruseva, Image and Vision Computing, 2021).

    From the best detection down, all of its label that overlap it by more than `iou` become one: its box is
    the mean of theirs, weighted by their scores; its score the mean over the passes of each one's best, 0
    where a pass saw nothing.

    Args:
        passes: what each found, after its own non-maximum suppression, boxes in the picture's pixels.
        iou: in [0, 1].

    Returns:
        Best first.
    """
    found = [(each, number) for number, part in enumerate(passes) for each in part]
    found.sort(key=lambda one: -one[0].score)
    boxes = rows_of(each.box for each, _ in found)
    overlap = pairwise_iou(boxes, boxes)
    fused: list[Detection] = []
    free = list(range(len(found)))
    while free:
        best, label = free[0], found[free[0]][0].label
        same = [i for i in free if i == best or (found[i][0].label == label and overlap[best, i] > iou)]
        free = [i for i in free if i not in same]
        scores = np.array([found[i][0].score for i in same], np.float32)
        # Sorted, so that the last write of a pass is its best.
        of_pass = {found[i][1]: found[i][0].score for i in reversed(same)}
        fused.append(
            Detection(
                box=box_of(np.average(boxes[same], axis=0, weights=scores)),
                label=label,
                score=sum(of_pass.values()) / len(passes),
            )
        )
    return sorted(fused, key=lambda each: -each.score)
