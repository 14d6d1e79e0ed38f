"""What the watch threads and the inspect thread each do with what comes in."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from threading import Lock
from typing import Protocol

from edge.app.pausing import Pause
from edge.domain.frame import Frame
from edge.domain.passage import Passage
from edge.flow.bounded import Bounded
from edge.flow.closed import Closed
from edge.flow.latest import Latest
from edge.tracking.fusion import Fusion

WAIT_S = 0.5
"""Longest wait for work in one step: how often an idle thread shows that it lives."""
PATIENCE_S = 30.0
"""How long the last passages may wait for room when the gate stops."""


class Watches(Protocol):
    """Frames in, passages out."""

    def step(self, frame: Frame) -> list[Passage]:
        """Take the next frame."""
        ...

    def finish(self) -> list[Passage]:
        """Nothing more comes."""
        ...

    @property
    def busy(self) -> bool:
        """Whether something in view moves as a vehicle might, or has and stands now."""
        ...

    @property
    def since_ns(self) -> tuple[int, ...]:
        """When each thing came that is in view and may still be told as a passage."""
        ...


class Confluence:
    """Where the cameras' watches meet: one of them at a time joins what it has found."""

    def __init__(self, fusion: Fusion, cameras: int) -> None:
        self._fusion, self._cameras = fusion, cameras
        self._lock = Lock()

    def join(
        self, role: str, found: Iterable[Passage], since_ns: Iterable[int], now_ns: int
    ) -> list[Passage]:
        """Add what one camera found until ``now_ns``; the vehicles that are complete by that.

        ``since_ns``: when each thing came that it has in view.
        """
        with self._lock:
            self._fusion.see(role, since_ns, now_ns)
            self._add(found)
            return self._fusion.ready(now_ns)

    def leave(self, role: str, found: Iterable[Passage]) -> list[Passage]:
        """Add the last that one camera found; with the last camera everything is complete."""
        with self._lock:
            self._fusion.see(role, (), 0)
            self._add(found)
            self._cameras -= 1
            return [] if self._cameras else self._fusion.finish()

    def _add(self, found: Iterable[Passage]) -> None:
        for passage in found:
            self._fusion.add(passage)


class WatchPost:
    """Steps one camera's watch, and hands vehicles on or, when there is no room, in short."""

    def __init__(
        self,
        *,
        role: str,
        slot: Latest[Frame],
        make_watcher: Callable[[], Watches],
        confluence: Confluence,
        queue: Bounded[Passage],
        refuse: Callable[[Passage], object],
        pause: Pause,
    ) -> None:
        self.newest: Frame | None = None
        """The last frame that came, also while the gate looks away."""
        self.busy = False
        """Whether a vehicle may be in view."""
        self.passages = 0
        self.overloads = 0
        self._role, self._slot, self._make_watcher = role, slot, make_watcher
        self._confluence, self._queue, self._refuse, self._pause = confluence, queue, refuse, pause
        self._watcher: Watches | None = None

    def step(self) -> None:
        """Take one frame if one comes.

        :raises Closed: after the last one; what was in view until then has been handed on.
        """
        try:
            taken = self._slot.take(WAIT_S)
        except Closed:
            self._finish()
            raise
        if taken is not None:
            frame = replace(taken.value, missed=taken.value.missed + taken.missed)
            self.newest = frame
            found = self._look_away() if self._pause.on else self._own().step(frame)
            self.busy = self._watcher is not None and self._watcher.busy
            since_ns = self._watcher.since_ns if self._watcher else ()
            for passage in self._confluence.join(self._role, found, since_ns, frame.time_ns):
                self._hand_on(passage, self._queue.offer)

    def _look_away(self) -> list[Passage]:
        # What is in view has passed as far as anybody can say; who looks again begins anew.
        watcher, self._watcher = self._watcher, None
        return watcher.finish() if watcher else []

    def _finish(self) -> None:
        for passage in self._confluence.leave(self._role, self._look_away()):
            self._hand_on(passage, lambda last: self._queue.put(last, PATIENCE_S))

    def _hand_on(self, passage: Passage, into: Callable[[Passage], bool]) -> None:
        self.passages += 1
        if not into(passage):
            self.overloads += 1
            self._refuse(passage)

    def _own(self) -> Watches:
        # Made here, because an interpreter belongs to the thread that made it.
        self._watcher = self._watcher or self._make_watcher()
        return self._watcher


Files = Callable[[Passage, str], object]
"""Inspects and files a passage under an inspection's id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """An inspection that was filed."""

    inspection_id: str
    at_ns: int


class InspectPost:
    """Files one passage after the other."""

    def __init__(
        self, *, queue: Bounded[Passage], make_file: Callable[[], Files], now_ns: Callable[[], int]
    ) -> None:
        self.filed = 0
        self.under_way: str | None = None
        """The inspection's id while one is made."""
        self.done: Done | None = None
        """The last one."""
        self._queue, self._make_file, self._now_ns = queue, make_file, now_ns
        self._file: Files | None = None

    @property
    def waiting(self) -> int:
        """Passages that wait to be inspected."""
        return len(self._queue)

    def step(self) -> None:
        """Inspect and file one passage if one waits.

        :raises Closed: after the last one.
        """
        self._file = self._file or self._make_file()
        passage = self._queue.take(WAIT_S)
        if passage is not None:
            self.under_way = str(uuid.uuid4())
            self._file(passage, self.under_way)
            self.done = Done(inspection_id=self.under_way, at_ns=self._now_ns())
            self.under_way = None
            self.filed += 1
