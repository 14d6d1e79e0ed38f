"""A video file, every frame of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import cv2

from edge.capture.opencv import color, opened
from edge.capture.timeline import Timeline
from edge.domain.errors import SourceError
from edge.domain.frame import Frame

ONE_THREAD = (cv2.CAP_PROP_N_THREADS, 1)
"""Of the decoder: several wake each other for every frame, and cost more in all than they save."""
ENOUGH = 0.9
"""Share of the promised frames that makes a whole clip: some containers only estimate how many they hold."""


class Clip:
    """A recorded video. A frame's time is its position in the clip, beginning with 0."""

    live = False

    def __init__(self, path: Path, role: str) -> None:
        """Open the file.

        :raises SourceError: if it is missing or holds no video.
        """
        self._path, self._role = path, role
        if not path.is_file():
            raise SourceError(f"{path}: no such file")
        try:
            self._capture = opened(str(path), cv2.CAP_FFMPEG, ONE_THREAD)
        except SourceError as error:
            raise SourceError(f"{path}: holds no video that can be read, or was not finished") from error

    def __iter__(self) -> Iterator[Frame]:
        """Every frame.

        :raises SourceError: at the end, if there was no frame or the file ends too early.
        """
        timeline = Timeline(self._capture.get(cv2.CAP_PROP_FPS))
        promised = self._capture.get(cv2.CAP_PROP_FRAME_COUNT)
        count = 0
        while self._capture.isOpened():
            ok, image = self._capture.read()
            if not ok:
                return self._check_whole(count, promised)
            time_ns = timeline.place(self._capture.get(cv2.CAP_PROP_POS_MSEC))
            yield Frame(role=self._role, sequence=count, time_ns=time_ns, image=color(image))
            count += 1

    def close(self) -> None:
        """Close the file."""
        self._capture.release()

    def _check_whole(self, count: int, promised: float) -> None:
        if count == 0:
            raise SourceError(f"{self._path}: holds no frame")
        if count < ENOUGH * promised:
            raise SourceError(f"{self._path}: is damaged: ends after {count} of {promised:.0f} frames")
