"""The web server: waitress, in a thread. A slow gate's upload is gathered without holding a worker."""

from __future__ import annotations

import socket
from threading import Event, Thread
from types import TracebackType
from typing import Any

from waitress import wasyncore
from waitress.server import create_server

from edge.domain.errors import BrokerError

THREADS = 4
_TURN_S = 0.2


class Server:
    """Serves from the moment that ``with`` is entered. Raises BrokerError where it cannot listen there."""

    def __init__(self, app: Any, host: str, port: int, max_body_bytes: int) -> None:
        self._map: dict[int, Any] = {}
        self._stop = Event()
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        try:
            self._socket = socket.create_server((host, port), family=family)
        except OSError as error:
            raise BrokerError(f"cannot listen on {host}:{port}: {error}") from error
        self.port = int(self._socket.getsockname()[1])
        """The port in use, also where 0 was asked for."""
        self._server = create_server(
            app,
            map=self._map,
            sockets=[self._socket],
            threads=THREADS,
            max_request_body_size=max_body_bytes,
            ident=None,
        )
        self._thread = Thread(target=self._run, name="web")

    @property
    def alive(self) -> bool:
        """Whether it still serves."""
        return self._thread.is_alive()

    def _run(self) -> None:
        try:
            while not self._stop.is_set():
                wasyncore.loop(timeout=_TURN_S, use_poll=True, map=self._map, count=1)
        finally:
            self._server.task_dispatcher.shutdown()
            wasyncore.close_all(self._map)

    def __enter__(self) -> Server:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop.set()
        self._thread.join(10)
