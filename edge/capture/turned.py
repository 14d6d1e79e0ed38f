"""Pictures of a camera that does not hang upright, turned so that they are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import cv2
import numpy as np

from edge.capture.source import Source
from edge.domain.frame import Frame, Image

TURNS = {90: cv2.ROTATE_90_CLOCKWISE, 180: cv2.ROTATE_180, 270: cv2.ROTATE_90_COUNTERCLOCKWISE}
"""Degrees clockwise to OpenCV's name for it."""


class Turned:
    """Every frame of another source, turned clockwise."""

    def __init__(self, source: Source, degrees: int) -> None:
        """``degrees``: 90, 180 or 270."""
        self._source, self._turn = source, TURNS[degrees]

    @property
    def live(self) -> bool:
        """As the source behind it."""
        return self._source.live

    def __iter__(self) -> Iterator[Frame]:
        """The frames, both pictures of each turned."""
        for frame in self._source:
            small = None if frame.small is None else self._upright(frame.small)
            yield replace(frame, image=self._upright(frame.image), small=small)

    def close(self) -> None:
        """Close the source behind it."""
        self._source.close()

    def _upright(self, image: Image) -> Image:
        return np.asarray(cv2.rotate(image, self._turn), np.uint8)


def upright(source: Source, degrees: int) -> Source:
    """The source as it is if its camera hangs upright (0), else turned."""
    return Turned(source, degrees) if degrees else source
