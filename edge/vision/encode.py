"""Pictures to JPEG bytes and back."""

from __future__ import annotations

import cv2
import numpy as np

from edge.domain.frame import Image

_SIDES_PX = (1280, 960, 640, 480, 320, 160)
_SMALL_QUALITY = 75


def small_jpeg(image: Image, most_bytes: int) -> bytes:
    """JPEG of a BGR picture in the largest size that fits into ``most_bytes``; the smallest is 160 pixels."""
    for side_px in _SIDES_PX:
        scale = min(1.0, side_px / max(image.shape[:2]))
        size = (max(1, round(image.shape[1] * scale)), max(1, round(image.shape[0] * scale)))
        shrunk = np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.uint8)
        jpeg = encode_jpeg(shrunk, quality=_SMALL_QUALITY)
        if len(jpeg) <= most_bytes:
            break
    return jpeg


def decode_color(data: bytes) -> Image:
    """The BGR picture, (H, W, 3) uint8, of JPEG or another kind. Raises ValueError for what is no picture."""
    return _decoded(data, cv2.IMREAD_COLOR)


def decode_grey(data: bytes) -> Image:
    """The same in grey, (H, W) uint8, in half the time. Raises ValueError for what is no picture."""
    return _decoded(data, cv2.IMREAD_GRAYSCALE)


def encode_jpeg(image: Image, *, quality: int = 88) -> bytes:
    """JPEG of a BGR picture; the same picture gives the same bytes.

    Args:
        image: (H, W, 3) uint8.
        quality: 0 to 100.
    """
    done, data = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, quality])
    if not done:
        raise ValueError(f"a picture of shape {image.shape} cannot be JPEG")
    return data.tobytes()


def _decoded(data: bytes, form: int) -> Image:
    try:
        image = cv2.imdecode(np.frombuffer(data, np.uint8), form)
    except cv2.error as error:  # no bytes at all, or a header that promises more pixels than can be
        raise ValueError("no picture") from error
    if image is None:
        raise ValueError("no picture")
    return np.asarray(image, np.uint8)
