"""A Pi without a Pi: requests with two streams, a budget of buffers, and a tuning, as picamera2 has them."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, ClassVar

import numpy as np

from edge.domain.frame import Image

TUNING = {
    "version": 2.0,
    "algorithms": [
        {"rpi.dpc": {}},
        {
            "rpi.agc": {
                "channels": [{"exposure_modes": {"normal": {"shutter": [100, 66666], "gain": [1, 16]}}}]
            }
        },
    ],
}
ROW_PX = 32
"""Rows of a small picture are as long as a multiple of this, the rest is padding."""


class Request:
    """One moment. Until it is released the camera has a buffer less."""

    def __init__(self, camera: Picamera2, sequence: int, stamp_ns: int | None) -> None:
        self.request = SimpleNamespace(sequence=sequence)
        self.config = camera.configuration
        self._camera, self._stamp_ns = camera, stamp_ns

    def get_metadata(self) -> dict[str, int]:
        return {} if self._stamp_ns is None else {"SensorTimestamp": self._stamp_ns}

    def make_array(self, stream: str) -> Image:
        shape = self.config[stream]
        width, height = shape["size"]
        if shape["format"] == "RGB888":
            return np.full((height, width, 3), (10, 20, 200), np.uint8)
        row = -(-width // ROW_PX) * ROW_PX
        return np.full((height * 3 // 2, row), 128, np.uint8)  # grey, in either order of its planes

    def release(self) -> None:
        self._camera.buffers += 1


class Picamera2:
    """The part of the driver's class that we use, with its names and its ways to fail."""

    cameras: ClassVar[list[dict[str, Any]]] = [{"Model": "imx708"}]
    opened: ClassVar[list[Picamera2]] = []

    def __init__(self, number: int, tuning: dict[str, Any] | None = None) -> None:
        if number >= len(self.cameras):
            raise RuntimeError(f"No camera number {number} found")
        self.tuning = tuning
        self.camera_controls = {"FrameDurationLimits": (1, 2, 3)}
        self.configuration: dict[str, Any] = {}
        self.configured = self.buffers = 0
        self.started = self.closed = self.flushed = False
        self.moments: list[tuple[int, int | None]] = []
        """Sequence number and time stamp of what comes; afterwards it is silent."""
        self.opened.append(self)

    @classmethod
    def global_camera_info(cls) -> list[dict[str, Any]]:
        return cls.cameras

    @classmethod
    def load_tuning_file(cls, name: str) -> dict[str, Any]:
        if name != "imx708.json":
            raise RuntimeError("Tuning file not found")
        return TUNING

    def create_video_configuration(self, **wanted: Any) -> dict[str, Any]:
        return wanted

    def configure(self, configuration: dict[str, Any]) -> None:
        self.configuration = configuration
        self.configured += 1
        self.buffers = configuration["buffer_count"]

    def start(self) -> None:
        self.started = True

    def capture_request(self, wait: float) -> Request:
        if not self.moments or not self.buffers:
            raise TimeoutError
        self.buffers -= 1
        return Request(self, *self.moments.pop(0))

    def cancel_all_and_flush(self) -> None:
        self.flushed = True

    def close(self) -> None:
        self.closed = True
