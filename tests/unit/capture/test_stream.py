"""A camera on the network: a real HTTP server on the loopback that sends a clip and then falls silent."""

from __future__ import annotations

import base64
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Event, Thread

import pytest

from edge.capture.opening import open_camera
from edge.config.camera import Camera
from edge.domain.errors import SourceError
from edge.domain.frame import Frame
from edge.flow.clock import SystemClock
from tests.unit.capture.clips import grey, number_of, write_clip

CLOCK = SystemClock()


class Silent(HTTPServer):
    """Sends ``content`` and keeps the connection open until ``released``."""

    content = b""
    password = b""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Sender)
        self.released = Event()


class Sender(BaseHTTPRequestHandler):
    """One answer of the server."""

    server: Silent

    def do_GET(self) -> None:
        given = self.headers.get("Authorization", "")
        if self.server.password and given != "Basic " + base64.b64encode(self.server.password).decode():
            self.send_response(401)
            self.send_header("WWW-Authenticate", 'Basic realm="camera"')
            self.end_headers()
            return
        self.send_response(200)
        self.send_header("Content-Type", "video/x-msvideo")
        self.end_headers()
        self.wfile.write(self.server.content)
        self.server.released.wait(10)

    def log_message(self, format: str, *args: object) -> None:
        """Keep the test's output clean."""


@contextmanager
def serving(server: Silent) -> Iterator[str]:
    thread = Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/stream"
    finally:
        server.released.set()
        server.shutdown()
        thread.join()
        server.server_close()


def test_a_camera_that_falls_silent_is_told_within_its_deadline(tmp_path: Path) -> None:
    server = Silent()
    server.content = write_clip(tmp_path / "a.avi", 20).read_bytes()[:-300]
    seen: list[Frame] = []
    with serving(server) as address:
        source = open_camera(Camera(role="lane", source=address, stall_s=0.4), CLOCK)
        begin_ns = CLOCK.now_ns()
        with pytest.raises(SourceError, match="delivers no more frames"):
            seen.extend(iter(source))
        waited_s = (CLOCK.now_ns() - begin_ns) / 1e9
        source.close()
    assert source.live
    assert seen
    assert waited_s < 3


def test_a_camera_with_a_password(tmp_path: Path) -> None:
    secret = tmp_path / "password"
    secret.write_text("p@ss:word/1\n")
    server = Silent()
    server.password = b"gate:p@ss:word/1"
    server.content = write_clip(tmp_path / "a.avi", 20).read_bytes()
    with serving(server) as address:
        camera = Camera(role="lane", source=address, username="gate", password_file=secret, stall_s=2)
        source = open_camera(camera, CLOCK)
        frame = next(iter(source))
        source.close()
    assert number_of(frame) == 0
    assert frame.image.shape == grey(0).shape


def test_a_camera_that_never_answers() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        address = f"http://127.0.0.1:{listening.getsockname()[1]}/stream"
        begin_ns = CLOCK.now_ns()
        with pytest.raises(SourceError, match="does not answer"):
            open_camera(Camera(role="lane", source=address, stall_s=0.3), CLOCK)
    assert CLOCK.now_ns() - begin_ns < 5e9
