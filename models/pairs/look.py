"""Another hour and a worse camera: light, blur, noise and JPEG on one of two pictures."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from edge.domain.frame import Image

Floats32 = npt.NDArray[np.float32]
GOOD_JPEG = 95
"""Quality of the picture that is not made worse."""


def another_look(image: Image, dice: np.random.Generator) -> tuple[Image, int]:
    """The picture in other light, blurred and noisy; and the JPEG quality to write it with."""
    seen = _lit(np.divide(image, 255, dtype=np.float32), dice)
    seen = _blurred(seen, dice.uniform(0, 1.5))
    seen += dice.normal(0, dice.uniform(0, 6) / 255, seen.shape).astype(np.float32)
    return np.asarray(np.clip(np.rint(seen * 255), 0, 255), np.uint8), int(dice.integers(50, 96))


def _lit(image: Floats32, dice: np.random.Generator) -> Floats32:
    """Exposure, gamma, white balance, and a light that falls off across the picture."""
    height, width = image.shape[:2]
    gain = dice.uniform(0.7, 1.35) * dice.uniform(0.92, 1.08, 3)
    x, y = np.meshgrid(np.linspace(-0.5, 0.5, width), np.linspace(-0.5, 0.5, height))
    angle, fall = dice.uniform(0, 2 * np.pi), dice.uniform(0, 0.5)
    slope = 1 + fall * (x * np.cos(angle) + y * np.sin(angle))
    lit = np.clip(image, 0, 1) ** dice.uniform(0.7, 1.4) * gain * slope[..., None]
    return np.asarray(np.clip(lit, 0, 1), np.float32)


def _blurred(image: Floats32, sigma: float) -> Floats32:
    if sigma < 0.3:
        return image
    return np.asarray(cv2.GaussianBlur(image, (0, 0), sigma), np.float32)
