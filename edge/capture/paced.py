"""A recording that plays as if its camera were there now."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from threading import Event

from edge.capture.source import Source
from edge.domain.frame import Frame
from edge.flow.clock import Clock


class Paced:
    """Delivers each frame when it is due, with the time at which it was. Ends where the recording ends."""

    live = True

    def __init__(self, recording: Source, clock: Clock) -> None:
        self._recording, self._clock = recording, clock
        self._closed = Event()

    def __iter__(self) -> Iterator[Frame]:
        """The frames, none of them early."""
        start_ns = self._clock.now_ns()
        for frame in self._recording:
            due_ns = start_ns + frame.time_ns
            if self._closed.wait(max(0, due_ns - self._clock.now_ns()) / 1e9):
                return
            yield replace(frame, time_ns=due_ns)

    def close(self) -> None:
        """Stop playing."""
        self._closed.set()
        self._recording.close()
