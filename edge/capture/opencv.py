"""OpenCV's video input, made quiet and given deadlines before its first use."""

from __future__ import annotations

import os
from collections.abc import Sequence

import cv2
import numpy as np

from edge.domain.errors import SourceError
from edge.domain.frame import Image

# OpenCV reads these at its first capture, so at import is early enough.
os.environ.setdefault("OPENCV_FFMPEG_LOGLEVEL", "-8")  # AV_LOG_QUIET
os.environ.setdefault("OPENCV_VIDEOIO_V4L_SELECT_TIMEOUT", "2")  # seconds; 10 if nothing is said
cv2.setLogLevel(0)  # what is wrong is said by our SourceError, with the name of the source


def opened(source: str | int, backend: int, settings: Sequence[int] = ()) -> cv2.VideoCapture:
    """A capture that is open.

    :raises SourceError: if OpenCV cannot open it.
    """
    capture = cv2.VideoCapture(source, backend, list(settings))
    if not capture.isOpened():
        capture.release()
        raise SourceError("cannot be opened")
    return capture


def color(picture: object) -> Image:
    """The picture as BGR uint8 (H, W, 3).

    :raises SourceError: if it is no such picture.
    """
    image = np.asarray(picture)
    if image.dtype != np.uint8 or image.ndim != 3 or image.shape[2] != 3 or 0 in image.shape:
        raise SourceError(f"delivers {image.dtype} {image.shape} instead of a colour picture")
    return image
