"""One camera's frames into the slot of its watch, and the camera opened again when something is wrong."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace

from edge.capture.fault import Fault, stalled
from edge.capture.sight import Sight
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
        sight: Sight | None = None,
    ) -> None:
        """``sight``: judges the pictures; None for a recording, whose faults were filmed."""
        self.camera = camera
        self.frames = 0
        """Frames delivered since the beginning."""
        self.size: tuple[int, int] | None = None
        """Width and height of the last frame in pixels."""
        self.ended = False
        """The camera was a recording, and it has been played."""
        self._open_source, self._slot, self._clock, self._backoff = open_source, slot, clock, backoff
        self._sight = sight
        self._told: Fault | None = None
        self._source: Source | None = None
        self._frames: Iterator[Frame] = iter(())
        self._first_sequence, self._next_sequence = 0, 0
        self._open_ns, self._renew_ns = 0, 0
        self._heard_ns = clock.now_ns()

    @property
    def replaced(self) -> int:
        """Frames that the watch was too slow to take."""
        return self._slot.replaced

    def silent_s(self) -> float:
        """Seconds since the last frame (or since the start); 0 once a recording has ended."""
        return 0.0 if self.ended else (self._clock.now_ns() - self._heard_ns) / 1e9

    @property
    def fault(self) -> Fault | None:
        """What is wrong with the camera now; None while all is well."""
        told = self._told
        if told is None and self.silent_s() > self.camera.stall_s:
            return stalled(f"no frame for {self.camera.stall_s:g} s")
        return told

    @property
    def delivering(self) -> bool:
        """Whether pictures come that can be trusted."""
        return self.fault is None

    @property
    def trouble(self) -> str | None:
        """The fault in words."""
        fault = self.fault
        return fault.text if fault else None

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
        self._let_go()
        self._slot.close()

    def _open_when_due(self) -> None:
        left_s = (self._open_ns - self._clock.now_ns()) / 1e9
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
        fault = self._sight.look(frame) if self._sight else None
        self._tell(fault)
        if fault is None:
            self._backoff.reset()
            self._renew_ns = 0
        else:
            self._renew()
        if fault is None or fault.watchable:
            self.size = (frame.width, frame.height)
            with suppress(Closed):  # a stop that overtook this frame
                self._slot.put(frame)

    def _lost(self, error: SourceError) -> None:
        self._tell(stalled(str(error)))
        self._let_go()
        self._open_ns = self._clock.now_ns() + int(self._backoff.wait_s() * 1e9)

    def _renew(self) -> None:
        """Open the camera again, at first at once and then ever more seldom.

        In between it is looked at, so that a picture that is back is seen at once.
        """
        if self._clock.now_ns() >= self._renew_ns:
            self._let_go()
            self._renew_ns = self._clock.now_ns() + int(self._backoff.wait_s() * 1e9)

    def _tell(self, fault: Fault | None) -> None:
        before, self._told = self._told, fault
        if fault is not None and (before is None or before.code != fault.code):
            log.error("code=camera-%s role=%s %s", fault.code, self.camera.role, fault.text)
        elif fault is None and before is not None:
            log.warning("code=camera-back role=%s", self.camera.role)

    def _let_go(self) -> None:
        if self._source is not None:
            self._source.close()
        self._source = None

    def _end(self) -> None:
        log.info("code=recording-ended role=%s frames=%d", self.camera.role, self.frames)
        self.ended = True
        self.close()
        raise Closed
