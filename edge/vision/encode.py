"""Pictures to JPEG bytes."""

from __future__ import annotations

import cv2

from edge.domain.frame import Image


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
