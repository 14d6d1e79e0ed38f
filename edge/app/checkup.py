"""The health check: every part is made to work, and what it did is told."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from edge.app.feed import Feed
from edge.app.posts import WatchPost
from edge.app.threads import Lane
from edge.domain.errors import GateError, SourceError, StageError, StorageError
from edge.domain.frame import Frame, Image
from edge.flow.worker import Worker
from edge.storage.probe import PROBE_BYTES, probe
from edge.storage.store import Store
from edge.wire.command import Check

Trial = tuple[str, Callable[[Image], str]]
"""A topic, and what is done with a picture; it says what came of it or raises GateError."""

LONGEST_FRAME_S = 10.0
_LOOK_S = 0.02


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckUp:
    """``trials``: networks and reader, opened anew from the disk so that damage there is found too."""

    lanes: Sequence[Lane]
    store: Store
    trials: Sequence[Trial]
    workers: Sequence[Worker]
    min_free_bytes: int

    def run(self) -> tuple[Check, ...]:
        """Every check, one after the other; a fault of one hides no other."""
        return tuple(_check(topic, look) for topic, look in self._looks())

    def _looks(self) -> Iterator[tuple[str, Callable[[], str]]]:
        for lane in self.lanes:
            yield f"camera {lane.feed.camera.role}", partial(_camera, lane.feed, lane.post)
        picture = self._picture()
        for topic, trial in self.trials:
            yield topic, partial(trial, picture)
        yield "disk", self._disk
        yield "threads", self._threads

    def _picture(self) -> Image:
        frames = [lane.post.newest for lane in self.lanes if lane.post.newest is not None]
        return frames[0].image if frames else np.full((720, 1280, 3), 128, np.uint8)

    def _disk(self) -> str:
        probe(self.store.folder)
        self.store.outbox.last_sequence()
        free = shutil.disk_usage(self.store.folder).free
        if free < self.min_free_bytes:
            raise StorageError(f"only {free / 1e6:.0f} MB free")
        return f"{PROBE_BYTES / 1e6:g} MB written and read back, {free / 1e6:.0f} MB free"

    def _threads(self) -> str:
        overdue = [worker.name for worker in self.workers if worker.overdue()]
        if overdue:
            raise StageError("overdue", f"{', '.join(overdue)} past the deadline")
        return f"{sum(worker.alive for worker in self.workers)} at work"


def _check(topic: str, look: Callable[[], str]) -> Check:
    began = time.perf_counter()
    try:
        finding, fine = look(), True
    except GateError as fault:
        finding, fine = str(fault), False
    took_ms = round(1000 * (time.perf_counter() - began), 1)
    return Check(topic=topic, fine=fine, finding=finding, took_ms=took_ms)


def _camera(feed: Feed, post: WatchPost) -> str:
    if feed.ended:
        return "a recording, and it has been played"
    frame = fresh_frame(feed, post)
    return f"gives {frame.width}x{frame.height}"


def fresh_frame(feed: Feed, post: WatchPost) -> Frame:
    """A frame that came after this call. Raises SourceError where none comes in time."""
    before = post.newest
    patience_s = min(LONGEST_FRAME_S, feed.camera.stall_s)
    end = time.monotonic() + patience_s
    while time.monotonic() < end:
        if post.newest is not None and post.newest is not before:
            return post.newest
        time.sleep(_LOOK_S)
    raise SourceError(feed.trouble or f"no frame within {patience_s:g} s")
