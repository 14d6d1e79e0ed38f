"""A way to the broker that cuts the connection when it sees something that it does not like."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from types import TracebackType


class CuttingProxy:
    """Passes bytes both ways, and closes both sides when a client's bytes hold ``poison``.

    Some brokers answer a forbidden publish like that.
    """

    def __init__(self, port: int, poison: bytes) -> None:
        self._target = port
        self._poison = poison
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._door.getsockname()[1])
        self.cuts = 0
        self._threads = [threading.Thread(target=self._accept)]

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._door.accept()
            except OSError:
                return  # the door was closed
            broker = socket.create_connection(("127.0.0.1", self._target))
            for source, sink, poison in ((client, broker, self._poison), (broker, client, None)):
                thread = threading.Thread(target=self._pass, args=(source, sink, poison))
                self._threads.append(thread)
                thread.start()

    def _pass(self, source: socket.socket, sink: socket.socket, poison: bytes | None) -> None:
        with source:
            while data := _receive(source):
                if poison is not None and poison in data:
                    self.cuts += 1
                    break
                sink.sendall(data)
            _shut(source)
            _shut(sink)

    def __enter__(self) -> CuttingProxy:
        self._threads[0].start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        _shut(self._door)
        self._door.close()
        for thread in self._threads:
            thread.join(5)


def _receive(source: socket.socket) -> bytes:
    try:
        return source.recv(65536)
    except OSError:
        return b""


def _shut(end: socket.socket) -> None:
    with suppress(OSError):  # it was shut before
        end.shutdown(socket.SHUT_RDWR)
