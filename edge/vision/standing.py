"""What stands still in the picture while the vehicle moves is not on the vehicle.

Dirt on the lens, a post before the car, the wall that shows beside its bonnet: all lie inside the vehicle's
box and look the same in the next picture, at the place where another part of the vehicle should be by then.
"""

from __future__ import annotations

import cv2
import numpy as np

from edge.domain.frame import Image
from edge.domain.geometry import Box
from edge.domain.passage import View
from edge.vision.pyramid import Grey

SAME = 0.8
"""Correlation of what is finer than 31 pixels. Of what is on a vehicle none had more than 0.69, of the scene
all had 0.96 (107 and 2 detections of seven clips); dirt laid on the lens of these clips had it in 0.50 of its
places, half transparent in 0.22, drops in 0.21."""
CORE = 0.15
"""Of the place, left away on every side: a box reaches over what it is around."""
AWAY = 0.1
"""A place that still overlaps by more (IoU) with where the vehicle has taken it tells nothing."""
LEAST_STRUCTURE = 2.0
"""Grey levels (standard deviation); an even place is the same wherever the vehicle is."""
SLACK_PX = 2
"""By which a camera shakes."""
AROUND_PX = 15
"""Looked at beside the place, to tell structure from brightness."""


def stands_still(box: Box, view: View, others: tuple[View, ...]) -> bool:
    """Whether another picture of the same camera shows the same at this place, though the vehicle moved on.

    Args:
        box: of the place, in pixels of the view's frame.
        view: of the whole vehicle.
        others: views of the whole vehicle by the same camera; the view itself tells nothing, nor do pictures
            of other sizes.
    """
    return any(
        other.frame.image.shape == view.frame.image.shape
        and box.iou(_taken_along(box, view, other)) <= AWAY
        and _alike(view.frame.image, other.frame.image, box) >= SAME
        for other in others
    )


def _taken_along(box: Box, view: View, other: View) -> Box:
    """Where the place is in the other picture if it is on the vehicle."""
    across, down = other.box.width / view.box.width, other.box.height / view.box.height
    on_vehicle = box.moved(-view.box.left, -view.box.top)
    return on_vehicle.scaled(across, down).moved(other.box.left, other.box.top)


def _alike(here: Image, there: Image, box: Box) -> float:
    near = box.grown(-CORE).clamped(here.shape[1], here.shape[0])
    if min(int(near.right) - int(near.left), int(near.bottom) - int(near.top)) < 2 * SLACK_PX:
        return 0.0
    rows, columns = _pixels(near, AROUND_PX)
    shown, other = (_structure(image[rows, columns]) for image in (here, there))
    inside = near.moved(-columns.start, -rows.start)
    place = shown[_pixels(inside, 0)]
    if place.std() < LEAST_STRUCTURE:
        return 0.0
    scores = cv2.matchTemplate(other[_pixels(inside, SLACK_PX)], place, cv2.TM_CCOEFF_NORMED)
    return float(np.nan_to_num(scores).max())


def _pixels(box: Box, around: int) -> tuple[slice, slice]:
    """Rows and columns of a box, with so many more on every side as a picture has them."""
    rows = slice(max(0, int(box.top) - around), int(box.bottom) + 1 + around)
    return rows, slice(max(0, int(box.left) - around), int(box.right) + 1 + around)


def _structure(part: Image) -> Grey:
    grey = np.asarray(cv2.cvtColor(part, cv2.COLOR_BGR2GRAY), np.float32)
    return np.asarray(grey - cv2.blur(grey, (2 * AROUND_PX + 1, 2 * AROUND_PX + 1)), np.float32)
