"""A subscriber in a thread that keeps all that it hears."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from types import TracebackType

from edge.config.telling import Mqtt
from edge.messaging.facts import Arrived
from edge.messaging.subscriber import Subscriber
from edge.messaging.trouble import UnreachableError
from edge.wire.event import Event, event_from_json


def until(condition: Callable[[], bool], within_s: float = 10.0) -> None:
    """Wait for something that another thread or process does."""
    end = time.monotonic() + within_s
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.01)


class Listener:
    """Listens from the moment that ``with`` is entered."""

    def __init__(self, port: int, topic_filter: str = "#") -> None:
        self._subscriber = Subscriber(Mqtt(host="127.0.0.1", port=port), "listener", topic_filter)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run)
        self.heard: list[Arrived] = []

    def payloads(self, tail: str) -> list[bytes]:
        """What was heard on topics that end so, in order."""
        return [message.payload for message in list(self.heard) if message.topic.endswith(f"/{tail}")]

    def topics(self) -> list[str]:
        """Where something was heard, in order."""
        return [message.topic for message in list(self.heard)]

    def events(self) -> list[Event]:
        """The events heard, in order."""
        return [event_from_json(payload) for payload in self.payloads("inspection")]

    def _run(self) -> None:
        try:
            for message in self._subscriber.listen(self._stop, wait_s=0.02):
                self.heard.append(message)
        except UnreachableError:
            pass  # the test has stopped its broker

    def __enter__(self) -> Listener:
        self._thread.start()
        until(lambda: self._subscriber.listening)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop.set()
        self._thread.join(5)
