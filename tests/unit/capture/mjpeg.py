"""A camera on the network as they are: an HTTP server that sends one JPEG after the other, at its pace."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread

import cv2

from edge.domain.frame import Image

FPS = 25
Show = Callable[[int], Image | None]
"""Number of the picture to the picture; None is silence."""


class MjpegCamera(ThreadingHTTPServer):
    """Shows to everybody what ``show`` says; ``unplugged`` cuts every connection and refuses new ones."""

    daemon_threads = True

    def __init__(self, show: Show) -> None:
        super().__init__(("127.0.0.1", 0), _Sender)
        self.show, self.number = show, 0
        self.unplugged, self.stopped = Event(), Event()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/video"


class _Sender(BaseHTTPRequestHandler):
    server: MjpegCamera

    def do_GET(self) -> None:
        if self.server.unplugged.is_set():
            return
        self.send_response(200)
        self.send_header("Content-Type", "multipart/x-mixed-replace; boundary=frame")
        self.end_headers()
        with suppress(ConnectionError):  # the gate has let go
            while not self.server.unplugged.is_set() and not self.server.stopped.wait(1 / FPS):
                self._send(self.server.show(self.server.number))
                self.server.number += 1

    def _send(self, image: Image | None) -> None:
        if image is not None:
            data = cv2.imencode(".jpg", image)[1].tobytes()
            head = f"--frame\r\nContent-Type: image/jpeg\r\nContent-Length: {len(data)}\r\n\r\n"
            self.wfile.write(head.encode() + data + b"\r\n")

    def log_message(self, format: str, *args: object) -> None:
        """Keep the test's output clean."""


@contextmanager
def on_the_air(show: Show) -> Iterator[MjpegCamera]:
    camera = MjpegCamera(show)
    thread = Thread(target=camera.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield camera
    finally:
        camera.stopped.set()
        camera.shutdown()
        thread.join()
        camera.server_close()
