"""A place for pictures that answers as a centre might: with the statuses that the test prepared."""

from __future__ import annotations

import ssl
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from types import TracebackType


class ScriptedCentre:
    """Answers ``statuses`` one after the other, 201 after the last; keeps and gives what came with a 2xx."""

    def __init__(self, *statuses: int, certificate: Path | None = None, key: Path | None = None) -> None:
        self.statuses = list(statuses)
        self.asked: list[str] = []
        self.kept: dict[str, bytes] = {}
        self.tokens: set[str | None] = set()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        scheme = "http"
        if certificate is not None:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate, key)
            self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
            scheme = "https"
        self.url = f"{scheme}://127.0.0.1:{self._server.server_port}/evidence"
        self._thread = Thread(target=self._server.serve_forever, args=(0.05,))

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        centre = self

        class Handler(BaseHTTPRequestHandler):
            def do_PUT(self) -> None:
                name = self.path.rpartition("/")[2]
                body = self.rfile.read(int(self.headers["Content-Length"]))
                status = centre.statuses.pop(0) if centre.statuses else 201
                centre.asked.append(name)
                centre.tokens.add(self.headers["Authorization"])
                if status < 300:
                    centre.kept[name] = body
                self.send_response(status)
                self.send_header("Content-Length", "0")
                self.send_header("Location", "/elsewhere")
                self.end_headers()

            def do_GET(self) -> None:
                name = self.path.rpartition("/")[2]
                body = centre.kept.get(name)
                centre.asked.append(name)
                self.send_response(404 if body is None else 200)
                self.end_headers()
                self.wfile.write(body or b"")

            def log_message(self, *_: object) -> None:
                """Tests are quiet."""

        return Handler

    def __enter__(self) -> ScriptedCentre:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._thread.join(5)
        self._server.server_close()
