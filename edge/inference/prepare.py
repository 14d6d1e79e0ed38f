"""From a picture to a network's input and through it, as the card asks."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import cv2
import numpy as np
import numpy.typing as npt

from edge.domain.frame import Image
from edge.inference.card import Card, InputSpec, PassSpec
from edge.vision.letterbox import Fit, letterbox, stretch
from edge.vision.nms import Floats

Run = Callable[[npt.NDArray[np.uint8]], Sequence[Floats]]
"""RGB input (h, w, 3) to real-valued outputs in the card's order, each [1, ...]."""
ONCE = PassSpec()


def prepare(image: Image, spec: InputSpec, how: PassSpec = ONCE) -> tuple[Image, Fit]:
    """Fit a BGR picture of any size into the input.

    Colour is turned after the resize: the small picture is the cheap one.

    Returns:
        (spec.height, spec.width, 3) uint8 RGB, and the fit that brings boxes back; those of a mirrored
        picture after they are mirrored.
    """
    if spec.resize == "letterbox":
        fitted, fit = letterbox(image, width=spec.width, height=spec.height, fill=spec.fill, scale=how.scale)
    else:
        fitted, fit = stretch(image, width=spec.width, height=spec.height)
    colored = cv2.cvtColor(fitted, cv2.COLOR_BGR2RGB)
    return np.asarray(cv2.flip(colored, 1) if how.mirrored else colored, np.uint8), fit


def averaged(card: Card, run: Run, image: Image) -> list[Floats]:
    """A network's outputs for a BGR picture of any size: their means over the passes of the card."""
    passes = [run(prepare(image, card.input, how)[0]) for how in card.passes]
    return [np.asarray(np.mean(same, axis=0), np.float32) for same in zip(*passes, strict=True)]
