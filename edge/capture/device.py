"""A camera that is there now: V4L2, or a stream over the network."""

from __future__ import annotations

from collections.abc import Iterator

import cv2

from edge.capture.opencv import color, opened
from edge.domain.errors import SourceError
from edge.domain.frame import Frame
from edge.flow.clock import Clock


class Device:
    """Frames as they come, with the time of their arrival. Every read has a deadline inside OpenCV.

    It never ends well: a camera that is silent has failed, and whoever drives it opens it again.
    """

    live = True

    def __init__(self, capture: cv2.VideoCapture, role: str, name: str, clock: Clock) -> None:
        """``name`` is what errors call the camera: never its address with a password in it."""
        self._capture, self._role, self._name, self._clock = capture, role, name, clock

    def __iter__(self) -> Iterator[Frame]:
        """Frames until the camera falls silent.

        :raises SourceError: when it does.
        """
        sequence = 0
        while self._capture.isOpened():
            ok, image = self._capture.read()
            if not ok:
                raise SourceError(f"{self._name}: delivers no more frames")
            time_ns = self._clock.now_ns()
            yield Frame(role=self._role, sequence=sequence, time_ns=time_ns, image=color(image))
            sequence += 1

    def close(self) -> None:
        """Let go of the camera."""
        self._capture.release()


def v4l2(path: str, role: str, clock: Clock, *, size: tuple[int, int] | None, fps: float | None) -> Device:
    """A camera of this machine by its path. The driver takes the nearest size and rate that it has.

    :raises SourceError: if it is not there or not to be opened.
    """
    settings = [] if size is None else [cv2.CAP_PROP_FRAME_WIDTH, size[0], cv2.CAP_PROP_FRAME_HEIGHT, size[1]]
    try:
        capture = opened(path, cv2.CAP_V4L2, settings)
    except SourceError as error:
        raise SourceError(f"{path}: no camera that can be opened") from error
    if fps is not None:  # OpenCV takes only whole rates at opening
        capture.set(cv2.CAP_PROP_FPS, fps)
    return Device(capture, role, path, clock)


def stream(address: str, role: str, clock: Clock, *, name: str, deadline_s: float) -> Device:
    """A network camera; ``deadline_s`` holds for opening and for every read.

    :raises SourceError: if it does not answer.
    """
    deadline_ms = round(deadline_s * 1000)
    settings = [cv2.CAP_PROP_OPEN_TIMEOUT_MSEC, deadline_ms, cv2.CAP_PROP_READ_TIMEOUT_MSEC, deadline_ms]
    try:
        capture = opened(address, cv2.CAP_FFMPEG, settings)
    except SourceError as error:
        raise SourceError(f"{name}: does not answer, or sends no video") from error
    return Device(capture, role, name, clock)
