"""From a picture to a network's input, as the card asks."""

from __future__ import annotations

import cv2
import numpy as np

from edge.domain.frame import Image
from edge.inference.card import InputSpec
from edge.vision.letterbox import Fit, letterbox, stretch


def prepare(image: Image, spec: InputSpec, *, scale: float = 1.0) -> tuple[Image, Fit]:
    """Fit a BGR picture of any size into the input.

    Colour is turned after the resize: the small picture is the cheap one.

    Args:
        image: (H, W, 3) uint8.
        spec: the input.
        scale: of the letterboxed picture in it, over 0 to 1.

    Returns:
        (spec.height, spec.width, 3) uint8 RGB, and the fit that brings boxes back.
    """
    if spec.resize == "letterbox":
        fitted, fit = letterbox(image, width=spec.width, height=spec.height, fill=spec.fill, scale=scale)
    else:
        fitted, fit = stretch(image, width=spec.width, height=spec.height)
    return np.asarray(cv2.cvtColor(fitted, cv2.COLOR_BGR2RGB), np.uint8), fit
