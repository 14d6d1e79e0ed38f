"""Put a picture into another frame: crop, zoom, turn and flip in one warp, with the boxes.

One affine map of the random zoom, turn and flip is applied once, so nothing is resampled twice.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from models.train.data.pictures import Image, Loaded
from models.train.data.samples import Boxes

Matrix = npt.NDArray[np.float64]
"""(2, 3) affine map from source to target pixels."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pose:
    """How a picture is laid: its point (x, y) goes to `to`, after zoom, turn (degrees) and mirror."""

    at: tuple[float, float]
    to: tuple[float, float]
    zoom: float
    stretch: float = 1.0
    turn: float = 0.0
    mirror: bool = False
    upside_down: bool = False

    def matrix(self) -> Matrix:
        """The affine map."""
        angle = np.deg2rad(self.turn)
        spin = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
        scale = np.diag(
            [
                self.zoom * np.sqrt(self.stretch) * (-1 if self.mirror else 1),
                self.zoom / np.sqrt(self.stretch) * (-1 if self.upside_down else 1),
            ]
        )
        linear = spin @ scale
        return np.column_stack([linear, np.asarray(self.to) - linear @ np.asarray(self.at)])


def lay(image: Image, matrix: Matrix, canvas: Image) -> Image:
    """The picture warped over a canvas, whose own pixels stay where the picture does not reach.

    Strong shrinking goes through an area resize first: a plain bilinear warp would alias.
    """
    factor = float(np.sqrt(abs(np.linalg.det(matrix[:, :2]))))
    if factor < 0.6:
        small = cv2.resize(image, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
        back = np.diag([image.shape[1] / small.shape[1], image.shape[0] / small.shape[0]])
        matrix = np.column_stack([matrix[:, :2] @ back, matrix[:, 2]])
        image = np.asarray(small, np.uint8)
    size = (canvas.shape[1], canvas.shape[0])
    cv2.warpAffine(image, matrix, size, dst=canvas, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_TRANSPARENT)
    return canvas


def move_boxes(boxes: Boxes, matrix: Matrix) -> Boxes:
    """Upright hulls of the mapped boxes.

    The hull of a turned rectangle is too big for the thing inside it; of the ellipse in the rectangle it is
    exact, and things are more like ellipses.
    """
    linear = matrix[:, :2]
    half = (boxes[:, 2:] - boxes[:, :2]) / 2
    center = (boxes[:, :2] + boxes[:, 2:]) / 2 @ linear.T + matrix[:, 2]
    reach = np.sqrt((half**2) @ (linear**2).T)
    return np.asarray(np.concatenate([center - reach, center + reach], axis=1), np.float32)


def cut_boxes(
    boxes: Boxes, region: tuple[float, float, float, float], *, least: float
) -> tuple[Boxes, Boxes]:
    """Clip to a region: (boxes with at least the share `least` left, what is left of the others)."""
    clipped, share = clip_boxes(boxes, region)
    whole, stub = share >= least, (share < least) & (share > 0)
    return np.asarray(clipped[whole], np.float32), np.asarray(clipped[stub], np.float32)


def clip_boxes(boxes: Boxes, region: tuple[float, float, float, float]) -> tuple[Boxes, Boxes]:
    """Boxes clipped to a region, and which share of each is left: (n, 4), (n,)."""
    left, top, right, bottom = region
    clipped: Boxes = boxes.copy()
    clipped[:, 0::2] = clipped[:, 0::2].clip(left, right)
    clipped[:, 1::2] = clipped[:, 1::2].clip(top, bottom)
    return clipped, np.asarray(area(clipped) / np.maximum(area(boxes), 1e-6), np.float32)


def area(boxes: Boxes) -> Boxes:
    """Area of each box; 0 for empty ones."""
    return np.asarray((boxes[:, 2] - boxes[:, 0]).clip(0) * (boxes[:, 3] - boxes[:, 1]).clip(0), np.float32)


def too_small(boxes: Boxes, least: float) -> npt.NDArray[np.bool_]:
    """Which boxes have a side under `least` pixels."""
    return np.asarray(np.minimum(boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]) < least, np.bool_)


def place(loaded: Loaded, pose: Pose, canvas: Image, *, least_share: float, least_side: float) -> Loaded:
    """Lay a picture over a canvas; boxes that are cut too short or got too small become ignored regions."""
    matrix = pose.matrix()
    image = lay(loaded.image, matrix, canvas)
    frame = (0.0, 0.0, float(canvas.shape[1]), float(canvas.shape[0]))
    boxes, share = clip_boxes(move_boxes(loaded.boxes, matrix), frame)
    ignore, _ = cut_boxes(move_boxes(loaded.ignore, matrix), frame, least=0.0)
    whole = (share >= least_share) & ~too_small(boxes, least_side)
    stub = ~whole & (share > 0)
    return Loaded(image, boxes[whole], loaded.labels[whole], np.concatenate([ignore, boxes[stub]]))
