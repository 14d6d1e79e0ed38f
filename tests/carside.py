"""The side of a car as two visits' cameras may see it, with scratches where a test wants them."""

from __future__ import annotations

import cv2
import numpy as np

from edge.domain.frame import Image
from edge.domain.geometry import Box
from edge.domain.passage import Passage
from tests.passages import damage, passage, view

WIDTH, HEIGHT = 640, 400
WHOLE = Box(left=0, top=0, right=WIDTH, bottom=HEIGHT)
HERE = Box(left=180, top=150, right=230, bottom=174)
THERE = Box(left=420, top=220, right=480, bottom=250)


def car_side(*scratched: Box, seed: int = 3) -> Image:
    """(400, 640, 3): handles, sills, badges and reflections on grey paint, and a scratch in each box."""
    dice = np.random.default_rng(seed)
    picture = np.full((HEIGHT, WIDTH, 3), (150, 140, 135), np.uint8)
    for _ in range(90):
        middle = (int(dice.integers(WIDTH)), int(dice.integers(HEIGHT)))
        axes = (int(dice.integers(2, 26)), int(dice.integers(2, 26)))
        paint = tuple(int(value) for value in dice.integers(60, 220, 3))
        cv2.ellipse(picture, middle, axes, float(dice.integers(180)), 0, 360, paint, -1)
    for box in scratched:
        start, end = (int(box.left) + 4, int(box.bottom) - 5), (int(box.right) - 4, int(box.top) + 5)
        cv2.line(picture, start, end, (245, 245, 245), 3, cv2.LINE_AA)
    taken = cv2.GaussianBlur(picture, (0, 0), 1.2) + dice.normal(0, 2, picture.shape)
    return np.asarray(np.clip(taken, 0, 255), np.uint8)


def seen_again(picture: Image, *, seed: int = 0) -> Image:
    """The same side on another day: from a little elsewhere, brighter to the right, and with noise."""
    dice = np.random.default_rng(seed)
    corners = np.array([[0, 0], [WIDTH, 0], [WIDTH, HEIGHT], [0, HEIGHT]], np.float32)
    shifted = (corners + dice.uniform(-12, 12, (4, 2))).astype(np.float32)
    onto = cv2.getPerspectiveTransform(corners, shifted)
    moved = cv2.warpPerspective(picture, onto, (WIDTH, HEIGHT), borderMode=cv2.BORDER_REFLECT)
    lit = moved * np.linspace(0.75, 1.05, WIDTH)[None, :, None] + dice.normal(0, 3, moved.shape)
    return np.asarray(np.clip(lit, 0, 255), np.uint8)


def drives_by(*lefts: float) -> Passage:
    """A passage of this car with the scratches that ``damage(left=…)`` tells of."""
    return passage(view(car_side(*(damage(left=left).box for left in lefts)), box=WHOLE))
