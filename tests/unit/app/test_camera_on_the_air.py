"""A live gate before a real network camera that freezes, goes dark, falls silent, and is pulled out."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from time import monotonic

import pytest

from edge.app.health import Service
from edge.capture.opening import open_camera
from edge.config.camera import Camera
from tests.unit.app.parts import CLOCK, Script, config, parts, running
from tests.unit.app.test_camera_faults import black, cropped, frozen, lane
from tests.unit.capture.mjpeg import MjpegCamera, Show, on_the_air

SOON_S = 0.6
"""The gate's patience in these tests: a fifth of what is usual."""


class Manager:
    """A service manager that waits for words in the gate's STATUS."""

    def __init__(self, address: str) -> None:
        self._end = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._end.bind(address)
        self._end.settimeout(10)

    def hears(self, words: str) -> float:
        """Seconds until a status begins with the words."""
        began = monotonic()
        while not any(
            line.startswith(f"STATUS={words}") for line in self._end.recv(4096).decode().split("\n")
        ):
            assert monotonic() - began < 10, f"never heard: {words}"
        return monotonic() - began

    def close(self) -> None:
        self._end.close()


@contextmanager
def watched(folder: Path, camera: MjpegCamera) -> Iterator[Manager]:
    """A gate with that camera, once it says that it is ready."""
    settings = Camera(role="lane", source=camera.address, stall_s=SOON_S, blind_s=SOON_S)
    live = replace(parts(Script("lane", []), few=10_000), open_source=partial(open_camera, clock=CLOCK))
    manager = Manager(str(folder / "notify"))
    service = Service.of({"NOTIFY_SOCKET": str(folder / "notify")})
    try:
        with running(config(folder / "state", settings), live, service):
            manager.hears("ready")
            yield manager
    finally:
        manager.close()


def nothing(number: int) -> None:
    """A camera that keeps the line and says nothing."""


@pytest.mark.parametrize(("show", "code"), [(frozen, "frozen"), (black, "black"), (nothing, "stalled")])
def test_a_fault_is_told_and_healed(show: Show, code: str, tmp_path: Path) -> None:
    with on_the_air(lane) as camera, watched(tmp_path, camera) as manager:
        camera.show = show
        assert manager.hears(f"degraded (camera:lane:{code})") < 5
        camera.show = lane
        manager.hears("ready")


def test_a_camera_that_is_pulled_out_and_put_in_again(tmp_path: Path) -> None:
    with on_the_air(lane) as camera, watched(tmp_path, camera) as manager:
        camera.unplugged.set()
        assert manager.hears("degraded (camera:lane:stalled)") < 5
        camera.unplugged.clear()
        manager.hears("ready")


def test_a_camera_that_comes_back_with_another_picture(tmp_path: Path) -> None:
    """While a connection stands, OpenCV stretches every picture to the first one's size."""
    with on_the_air(lane) as camera, watched(tmp_path, camera) as manager:
        camera.unplugged.set()
        manager.hears("degraded (camera:lane:stalled)")
        camera.show = cropped
        camera.unplugged.clear()
        manager.hears("degraded (camera:lane:misshapen)")
        camera.show = lane
        manager.hears("ready")
