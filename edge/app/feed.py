"""One camera's frames into the slot of its watch, and the camera opened again when it falls silent."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace

from edge.capture.source import Source
from edge.config.camera import Camera
from edge.domain.errors import SourceError
from edge.domain.frame import Frame
from edge.flow.backoff import Backoff
from edge.flow.clock import Clock
from edge.flow.closed import Closed
from edge.flow.latest import Latest

log = logging.getLogger(__name__)

PAUSE_S = 0.2
"""Longest sleep of one step, so that a stop is heard in time."""


class Feed:
    """Stepped by one thread, which alone touches the camera; what it tells of itself any thread may read."""

    def __init__(
        self,
        *,
        camera: Camera,
        open_source: Callable[[Camera], Source],
        slot: Latest[Frame],
        clock: Clock,
        backoff: Backoff,
    ) -> None:
        self.camera = camera
        self.frames = 0
        """Frames delivered since the beginning."""
        self.size: tuple[int, int] | None = None
        """Width and height of the last frame in pixels."""
        self.trouble: str | None = None
        """What keeps the camera from delivering; None while all is well."""
        self.ended = False
        """The camera was a recording, and it has been played."""
        self._open_source, self._slot, self._clock, self._backoff = open_source, slot, clock, backoff
        self._source: Source | None = None
        self._frames: Iterator[Frame] = iter(())
        self._first_sequence, self._next_sequence = 0, 0
        self._retry_ns = 0
        self._heard_ns = clock.now_ns()

    @property
    def replaced(self) -> int:
        """Frames that the watch was too slow to take."""
        return self._slot.replaced

    def silent_s(self) -> float:
        """Seconds since the last frame (or since the start); 0 once a recording has ended."""
        return 0.0 if self.ended else (self._clock.now_ns() - self._heard_ns) / 1e9

    @property
    def delivering(self) -> bool:
        """Whether frames come: the last is younger than the camera's ``stall_s``."""
        return self.trouble is None and self.silent_s() <= self.camera.stall_s

    def step(self) -> None:
        """Take one frame, or try to open the camera, or wait a little before the next try.

        :raises Closed: when a recording has been played.
        """
        try:
            if self._source is None:
                self._open_when_due()
            else:
                self._pass_on(next(self._frames))
        except StopIteration:
            self._end()
        except SourceError as error:
            self._lost(error)

    def close(self) -> None:
        """Let go of the camera, and tell the watch that nothing more comes; after the thread has ended."""
        if self._source is not None:
            self._source.close()
            self._source = None
        self._slot.close()

    def _open_when_due(self) -> None:
        left_s = (self._retry_ns - self._clock.now_ns()) / 1e9
        if left_s > 0:
            time.sleep(min(left_s, PAUSE_S))
            return
        self._source = self._open_source(self.camera)
        self._frames = iter(self._source)
        # One number is left out: the hole says that something was lost while the camera was away.
        self._first_sequence = self._next_sequence + 1 if self._next_sequence else 0

    def _pass_on(self, frame: Frame) -> None:
        frame = replace(frame, sequence=self._first_sequence + frame.sequence)
        self._next_sequence = frame.sequence + 1
        self._heard_ns = self._clock.now_ns()
        self.frames += 1
        self.size = (frame.width, frame.height)
        if self.trouble is not None:
            log.warning("code=camera-back role=%s", self.camera.role)
        self.trouble = None
        self._backoff.reset()
        with suppress(Closed):  # a stop that overtook this frame
            self._slot.put(frame)

    def _lost(self, error: SourceError) -> None:
        if self.trouble is None:
            log.error("code=camera-stalled role=%s %s", self.camera.role, error)
        self.trouble = str(error)
        if self._source is not None:
            self._source.close()
        self._source = None
        self._retry_ns = self._clock.now_ns() + int(self._backoff.wait_s() * 1e9)

    def _end(self) -> None:
        log.info("code=recording-ended role=%s frames=%d", self.camera.role, self.frames)
        self.ended = True
        self.close()
        raise Closed
