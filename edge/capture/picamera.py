"""A camera on the Pi's own connector, by picamera2: the full picture and a small one of the same moment.

The camera is configured once, with both streams, and never again: mode switches leak its memory. What a
request holds is copied out and the request given back at once: the camera stands still when it has none left.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import cv2
import numpy as np

from edge.capture.exposure import limited
from edge.capture.opencv import color
from edge.capture.pictures import FPS
from edge.config.camera import Camera
from edge.domain.errors import SourceError
from edge.domain.frame import Frame, Image
from edge.flow.clock import Clock
from edge.vision.shrink import even, small_size

FULL, SMALL = "main", "lores"
SIZE = (1280, 720)
BUFFERS = 4
TO_COLOR = {"RGB888": None, "YUV420": cv2.COLOR_YUV2BGR_I420, "NV12": cv2.COLOR_YUV2BGR_NV12}
"""How a stream's format becomes BGR; ``RGB888`` is that already, as libcamera names a pixel from its end."""


class PiCamera:
    """Frames with the time at which the sensor took them; every wait has a deadline."""

    live = True

    def __init__(self, camera: Any, role: str, name: str, clock: Clock, *, deadline_s: float) -> None:
        """``camera``: a started ``Picamera2``."""
        self._camera, self._role, self._name, self._clock = camera, role, name, clock
        self._deadline_s = deadline_s
        self._first: int | None = None

    def __iter__(self) -> Iterator[Frame]:
        """Frames until the camera falls silent or its driver gives up.

        :raises SourceError: when it does.
        """
        while True:
            try:
                frame = self._frame()
            except RuntimeError as error:  # the one kind that the driver and libcamera raise
                raise SourceError(f"{self._name}: {error}") from error
            yield frame

    def close(self) -> None:
        """Stop the camera and let go of it."""
        self._camera.close()

    def _frame(self) -> Frame:
        request = self._request()
        try:
            taken_ns = self._on_our_clock(request.get_metadata().get("SensorTimestamp"))
            number = request.request.sequence
            full, small = self._picture(request, FULL), self._picture(request, SMALL)
        finally:
            request.release()
        assert full is not None  # no configuration is without its main stream
        self._first = number if self._first is None else self._first
        return Frame(
            role=self._role, sequence=number - self._first, time_ns=taken_ns, image=full, small=small
        )

    def _request(self) -> Any:
        try:
            return self._camera.capture_request(wait=self._deadline_s)
        except TimeoutError as error:
            self._camera.cancel_all_and_flush()  # else the next request goes to this wait, and is lost
            raise SourceError(f"{self._name}: delivers no more frames") from error

    def _on_our_clock(self, stamp_ns: int | None) -> int:
        """The sensor's time. libcamera counts from the start of the machine, as the monotonic clock does on
        one that never sleeps; a stamp from another clock is replaced by the time of arrival."""
        now_ns = self._clock.now_ns()
        if stamp_ns is None or not 0 <= now_ns - stamp_ns <= self._deadline_s * 1e9:
            return now_ns
        return stamp_ns

    def _picture(self, request: Any, stream: str) -> Image | None:
        """A stream's picture in BGR; None if the camera has no such stream."""
        shape = request.config[stream]
        if shape is None:
            return None
        if shape["format"] not in TO_COLOR:
            raise SourceError(f"{self._name}: delivers {shape['format']}, which we cannot read")
        code = TO_COLOR[shape["format"]]
        plain = request.make_array(stream)
        width, height = shape["size"]
        image = plain if code is None else cv2.cvtColor(plain, code)
        return color(np.ascontiguousarray(image[:height, :width]))


def picamera(camera: Camera, clock: Clock, *, small_px: int) -> PiCamera:
    """The Pi's camera of that number, opened, configured and started.

    Args:
        camera: its settings.
        clock: of the gate.
        small_px: longer side of the small picture.

    Raises:
        SourceError: picamera2 is not installed, or the camera is not there, in use or not to be limited.
    """
    try:
        from picamera2 import Picamera2  # noqa: PLC0415 - only a Pi has it
    except ImportError as error:
        remedy = "apt install python3-picamera2, in an environment that sees the system's packages"
        raise SourceError(f"{camera.source}: picamera2 is not installed: {remedy}") from error
    opened = None
    try:
        opened = Picamera2(camera.pi_number, tuning=_tuning(camera, Picamera2))
        opened.configure(_configuration(camera, opened, small_px))
        opened.start()
    except (RuntimeError, LookupError, OSError) as error:
        if opened is not None:
            opened.close()
        raise SourceError(f"{camera.source}: cannot be opened: {error}") from error
    return PiCamera(opened, camera.role, camera.source, clock, deadline_s=camera.stall_s)


def _configuration(camera: Camera, opened: Any, small_px: int) -> Any:
    width, height = (camera.width_px, camera.height_px) if camera.width_px and camera.height_px else SIZE
    small = small_size(width, height, min(small_px, max(width, height)))
    frame_us = round(1e6 / (camera.fps or FPS))
    known = opened.camera_controls  # an unknown one is refused
    return opened.create_video_configuration(
        main={"format": "RGB888", "size": (even(width), even(height))},
        lores={"format": "YUV420", "size": small},
        raw=None,
        buffer_count=BUFFERS,
        controls={name: (frame_us, frame_us) for name in ("FrameDurationLimits",) if name in known},
        display=None,
        encode=None,
    )


def _tuning(camera: Camera, driver: Any) -> dict[str, Any] | None:
    """The sensor's tuning with the configured limits; None where none is configured."""
    if camera.exposure_max_ms is None and camera.gain_max is None:
        return None
    model = driver.global_camera_info()[camera.pi_number]["Model"]
    tuning = driver.load_tuning_file(f"{model}.json")
    return limited(tuning, most_ms=camera.exposure_max_ms, most_gain=camera.gain_max)
