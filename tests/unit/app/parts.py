"""Simple real parts with which the live driver runs without any network."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread
from time import monotonic

import numpy as np

from edge.app.building import Parts
from edge.app.health import Service
from edge.app.live import run
from edge.app.overload import Turnstile
from edge.config.camera import Camera
from edge.config.evidence import Evidence
from edge.config.gate import GateConfig
from edge.config.storing import Storage
from edge.config.telling import Mqtt
from edge.domain.frame import Frame
from edge.domain.geometry import Box
from edge.domain.observation import Observation
from edge.domain.passage import Direction, Passage, View
from edge.flow.clock import SystemClock
from edge.storage.store import Store
from edge.wire.event import Event as Filed
from edge.wire.event import event_from_json

CLOCK = SystemClock()
SOURCE = "/test/live"
KEY = b"a key for tests"
PAUSE = Event()
"""Never set."""


class EveryFew:
    """A watch that calls every ``few`` frames one passage, and what is left at the end another.

    A frame that newest-wins replaced counts as missed by the next, so every frame of a script is told.
    """

    def __init__(self, few: int) -> None:
        self.few = few
        self.frames: list[Frame] = []
        self.number = 0

    def step(self, frame: Frame) -> list[Passage]:
        self.frames.append(frame)
        return self.finish() if len(self.frames) == self.few else []

    @property
    def busy(self) -> bool:
        return bool(self.frames)

    @property
    def since_ns(self) -> tuple[int, ...]:
        return tuple(frame.time_ns for frame in self.frames[:1])

    def finish(self) -> list[Passage]:
        frames, self.frames = self.frames, []
        self.number += bool(frames)
        return [passage(self.number, frames)] if frames else []


class Dawdler(Turnstile):
    """An inspector that does not finish before it is told to."""

    def __init__(self) -> None:
        self.begun = Event()
        self.released = Event()

    def inspect(self, passage: Passage) -> Observation:
        self.begun.set()
        self.released.wait(20)
        return super().inspect(passage)


class Script:
    """A camera that does what its lines say: a number of frames, or an error; then it has been played."""

    live = True

    def __init__(self, role: str, lines: list[int | Exception]) -> None:
        self.role, self.lines = role, lines
        self.opened = 0

    def open(self, camera: Camera) -> Script:
        self.opened += 1
        return self

    def __iter__(self) -> Iterator[Frame]:
        while self.lines:
            line = self.lines.pop(0)
            if isinstance(line, Exception):
                raise line
            for number in range(line):
                PAUSE.wait(0.01)
                yield picture(self.role, number)

    def close(self) -> None:
        """Nothing to let go of."""


def picture(role: str, number: int) -> Frame:
    image = np.full((48, 64, 3), 60 + number % 100, np.uint8)
    return Frame(role=role, sequence=number, time_ns=CLOCK.now_ns(), image=image)


def passage(number: int, frames: list[Frame]) -> Passage:
    box = Box(left=8, top=8, right=56, bottom=40)
    views = tuple(View(frame=frame, box=box, quality=0.5, whole=True) for frame in frames[:3])
    return Passage(
        roles=(frames[0].role,),
        number=number,
        entered_ns=frames[0].time_ns,
        left_ns=frames[-1].time_ns,
        direction=Direction.UP,
        views=views,
        frames_seen=len(frames),
        frames_missed=sum(frame.missed for frame in frames),
    )


def config(
    folder: Path, *cameras: Camera, mqtt: Mqtt | None = None, evidence: Evidence | None = None
) -> GateConfig:
    """Of a gate whose store is there already, so that a test may look into it at once."""
    Store.open(folder, source=SOURCE).close()
    return GateConfig(
        site="test",
        gate="live",
        camera=cameras,
        storage=Storage(folder=folder),
        mqtt=mqtt or Mqtt(enabled=False),
        evidence=evidence or Evidence(),
    )


def parts(script: Script, few: int = 4, inspector: Turnstile | None = None) -> Parts:
    return Parts(
        open_source=script.open,
        make_watcher=lambda role: EveryFew(few),
        make_inspector=lambda: inspector or Turnstile(),
        models=(),
        key=KEY,
    )


class Running:
    """The gate in a thread of its own; what ends it is kept."""

    def __init__(self, config: GateConfig, parts: Parts, service: Service | None = None) -> None:
        self.stop = Event()
        self.failure: BaseException | None = None
        self._thread = Thread(target=self._run, args=(config, parts, service or Service(None)))
        self._thread.start()

    def _run(self, config: GateConfig, parts: Parts, service: Service) -> None:
        try:
            run(config, parts, clock=CLOCK, service=service, stop=self.stop, round_s=0.02)
        except BaseException as failure:  # noqa: BLE001 - handed to the test
            self.failure = failure

    @property
    def alive(self) -> bool:
        return self._thread.is_alive()

    def end(self) -> None:
        self.stop.set()
        self._thread.join(30)
        assert not self.alive


@contextmanager
def running(config: GateConfig, parts: Parts, service: Service | None = None) -> Iterator[Running]:
    gate = Running(config, parts, service)
    try:
        yield gate
    finally:
        gate.end()


def until(condition: Callable[[], bool], within_s: float = 10.0) -> None:
    end = monotonic() + within_s
    pause = Event()
    while not condition():
        assert monotonic() < end, "waited in vain"
        pause.wait(0.01)


def events(folder: Path) -> list[Filed]:
    """Everything that the gate has filed."""
    with Store.open(folder, source=SOURCE) as store:
        return [event_from_json(row.body) for row in store.outbox.pending(1000)]
