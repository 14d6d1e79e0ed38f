"""Fit a picture into a network's input and bring its answers back."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from edge.domain.frame import Image
from edge.domain.geometry import Box


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """How a picture was laid into another: ``target = source * scale + pad``, per axis, in pixels."""

    scale_x: float
    scale_y: float
    pad_x: float
    pad_y: float

    def forward(self, box: Box) -> Box:
        """A box of the source in pixels of the target."""
        return box.scaled(self.scale_x, self.scale_y).moved(self.pad_x, self.pad_y)

    def back(self, box: Box) -> Box:
        """A box of the target in pixels of the source (may reach beyond it)."""
        return box.moved(-self.pad_x, -self.pad_y).scaled(1 / self.scale_x, 1 / self.scale_y)


def letterbox(
    image: Image, *, width: int, height: int, fill: int = 114, scale: float = 1.0
) -> tuple[Image, Fit]:
    """Keep the aspect ratio, centre, fill the rest with grey.

    Args:
        image: (H, W, 3) uint8.
        width: of the result, pixels.
        height: of the result, pixels.
        fill: grey value of the border, 0 to 255.
        scale: of the picture, over 0 to 1; at 1 it touches two of the result's sides.

    Returns:
        (height, width, 3) uint8 and the fit that maps boxes both ways.
    """
    rows, columns = image.shape[:2]
    scale *= min(width / columns, height / rows)
    new_w, new_h = max(1, round(columns * scale)), max(1, round(rows * scale))
    left, top = (width - new_w) // 2, (height - new_h) // 2
    canvas = np.full((height, width, 3), fill, np.uint8)
    canvas[top : top + new_h, left : left + new_w] = cv2.resize(image, (new_w, new_h))
    return canvas, Fit(scale_x=new_w / columns, scale_y=new_h / rows, pad_x=left, pad_y=top)


def stretch(image: Image, *, width: int, height: int) -> tuple[Image, Fit]:
    """Fill the whole input; the aspect ratio changes. Arguments and result as :func:`letterbox`."""
    rows, columns = image.shape[:2]
    fit = Fit(scale_x=width / columns, scale_y=height / rows, pad_x=0, pad_y=0)
    return np.asarray(cv2.resize(image, (width, height)), np.uint8), fit
