"""What a camera does to a picture after the light: drops on its window, noise, compression. Pure."""

from __future__ import annotations

import cv2
import numpy as np

from models.scenes.encode import Picture, sensed

QUALITY = 92
"""JPEG, as a gate keeps its evidence."""


def photographed(picture: Picture, *, dark: bool, drops_on_lens: bool, dice: np.random.Generator) -> Picture:
    """A rendered picture as a camera would give it; at night with three times the noise."""
    seen = with_drops(picture, dice) if drops_on_lens else picture
    return sensed(seen.astype(np.float32), level=3.6 if dark else 1.3, dice=dice)


def with_drops(picture: Picture, dice: np.random.Generator, *, count: int = 9) -> Picture:
    """Drops on the window before the lens: each shows the scene upside down, small and blurred."""
    h, w = picture.shape[:2]
    y, x = np.mgrid[0:h, 0:w].astype(np.float32)
    blurred = cv2.GaussianBlur(picture, (0, 0), w / 200)
    made = picture.astype(np.float32)
    for _ in range(count):
        cx, cy, radius = dice.uniform(0, w), dice.uniform(0, h), dice.uniform(0.006, 0.02) * w
        far = np.hypot((x - cx) * 1.15, y - cy) / radius
        turned = cv2.remap(
            blurred,
            np.asarray(np.clip(cx - (x - cx) * 4, 0, w - 1), np.float32),
            np.asarray(np.clip(cy - (y - cy) * 4, 0, h - 1), np.float32),
            cv2.INTER_LINEAR,
        )
        share = np.clip((1.15 - far) / 0.3, 0.0, 1.0)[..., None] * 0.85
        made = made * (1 - share) + turned * share
    return np.asarray(np.clip(made, 0, 255), np.uint8)


def as_jpeg(picture: Picture) -> bytes:
    """The picture as a JPEG file."""
    done, data = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, QUALITY])
    if not done:
        raise RuntimeError("this OpenCV writes no JPEG")
    return data.tobytes()
