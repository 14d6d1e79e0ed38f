"""Something that answers as a broker might: one prepared answer for each thing it hears."""

from __future__ import annotations

import socket
import threading
from collections.abc import Sequence
from types import TracebackType


class ScriptedBroker:
    """Says ``answers[n]`` to the n-th packet of each connection, and then nothing more."""

    def __init__(self, answers: Sequence[bytes]) -> None:
        self._answers = answers
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._door.getsockname()[1])
        self.connections = 0
        self._thread = threading.Thread(target=self._serve)

    def _serve(self) -> None:
        while True:
            try:
                client, _ = self._door.accept()
            except OSError:
                return  # the door was closed
            self.connections += 1
            with client:
                self._talk(client)

    def _talk(self, client: socket.socket) -> None:
        try:
            for answer in self._answers:
                if not client.recv(65_536):
                    return
                client.sendall(answer)
            while client.recv(65_536):
                pass
        except OSError:
            return  # the other side has gone

    def __enter__(self) -> ScriptedBroker:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._door.shutdown(socket.SHUT_RDWR)
        self._door.close()
        self._thread.join(5)
