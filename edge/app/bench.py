"""What the pipeline adds to the bare networks, as a ratio within one run: these boards are noisy.

Counted are the inspections and the frames on which a network ran, without decoding the video and without
Tesseract; the floor is the bare ``invoke()`` of the same networks on the same inputs, each time directly
after what is counted: so both stand in the same weather. All is the processor's time, so that other work on
the board does not count.
"""

from __future__ import annotations

import resource
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import numpy as np

from edge.app.box_readers import ReadBox
from edge.app.inspector import Inspector
from edge.app.watcher import Watcher
from edge.domain.errors import DataError
from edge.domain.frame import Frame, Image
from edge.domain.geometry import Box
from edge.domain.observation import PlateReading
from edge.domain.passage import Passage
from edge.inference.runtime import Network

Given = TypeVar("Given")
Made = TypeVar("Made")


class Tape(Network):
    """A network that keeps what it was fed."""

    def __init__(self, path: Path, *, threads: int = 1) -> None:
        super().__init__(path, threads=threads)
        self._inputs: list[Image] = []

    def load(self, picture: Image) -> None:
        """Feed, and keep."""
        self._inputs.append(picture)
        super().load(picture)

    def bare_ms(self) -> float:
        """The bare ``invoke()`` over everything that was fed since the last time."""
        inputs, self._inputs = self._inputs, []
        spent_ns = 0
        for picture in inputs:
            super().load(picture)
            began = cpu_ns()
            self.invoke()
            spent_ns += cpu_ns() - began
        return spent_ns / 1e6


class Tapes:
    """Makes networks that keep what they were fed."""

    def __init__(self) -> None:
        self._made: list[Tape] = []

    def __call__(self, path: Path) -> Tape:
        """One more of them."""
        self._made.append(Tape(path))
        return self._made[-1]

    def bare_ms(self) -> float:
        """Of all of them, since the last time."""
        return sum(tape.bare_ms() for tape in self._made)


class Timed:
    """A reader with a stopwatch."""

    def __init__(self, read: ReadBox) -> None:
        self._read = read
        self.spent_ms: list[float] = []

    def __call__(self, image: Image, box: Box) -> PlateReading | None:
        """Read, and note how long it took."""
        began = cpu_ns()
        try:
            return self._read(image, box)
        finally:
            self.spent_ms.append((cpu_ns() - began) / 1e6)


@dataclass(frozen=True, slots=True, kw_only=True)
class Percentiles:
    """Of one stage, milliseconds of the processor."""

    p50_ms: float
    p95_ms: float


@dataclass(frozen=True, slots=True, kw_only=True)
class BenchResult:
    """``gate bench``: ``ratio`` is ``total_ms`` over ``floor_ms``, both the processor's."""

    stages: Mapping[str, Percentiles]
    fps: float
    """Frames of the whole clip per second that the processor watched and inspected."""
    floor_ms: float
    total_ms: float
    ratio: float
    ready_s: float
    """From the start of the process to the first frame watched."""
    rss_mb: float
    """Most memory that the process ever held."""


@dataclass(slots=True)
class _Spent:
    """Milliseconds of every call, by stage, and of the bare networks."""

    tapes: Tapes
    apart_ms: Sequence[float]
    quiet: list[float] = field(default_factory=list)
    busy: list[float] = field(default_factory=list)
    inspections: list[float] = field(default_factory=list)
    plates: list[float] = field(default_factory=list)
    floor_ms: float = 0.0

    def watch(self, watcher: Watcher, frame: Frame) -> list[Passage]:
        """Watch, and note what it took: a frame on which a network ran was a busy one."""
        took, passages = _timed(watcher.step, frame)
        bare_ms = self.tapes.bare_ms()
        (self.busy if bare_ms else self.quiet).append(took)
        self.floor_ms += bare_ms
        return passages

    def inspect(self, inspector: Inspector, passages: Sequence[Passage]) -> None:
        """Inspect, and note what it took, of it the plate, without what was spent apart."""
        for passage in passages:
            apart = len(self.apart_ms)
            took, observation = _timed(inspector.inspect, passage)
            elsewhere = sum(self.apart_ms[apart:])
            self.inspections.append(took - elsewhere)
            self.plates.append(observation.timing_ms["plate"] - elsewhere)
            self.floor_ms += self.tapes.bare_ms()

    def stages(self) -> Iterator[tuple[str, Percentiles]]:
        """By name, those that ran."""
        named = {
            "watch_quiet": self.quiet,
            "watch_with_detector": self.busy,
            "inspect": self.inspections,
            "plate": self.plates,
            "tesseract": self.apart_ms,
        }
        for name, ms in named.items():
            if ms:
                p50, p95 = np.percentile(ms, (50, 95))
                yield name, Percentiles(p50_ms=round(float(p50), 3), p95_ms=round(float(p95), 3))


def bench(
    frames: Iterable[Frame], watcher: Watcher, inspector: Inspector, tapes: Tapes, apart_ms: Sequence[float]
) -> BenchResult:
    """Watch and inspect a clip, and run the same networks bare on what they were fed.

    Args:
        frames: of one camera, with their small pictures as a gate's camera hands them on; taking them is not
            counted.
        watcher: its networks are among the tapes.
        inspector: its networks are among the tapes.
        tapes: made every network of both.
        apart_ms: grows by every time that the inspector spent with a program which is no network.

    Raises:
        DataError: no network ran, so that there is nothing to compare with.
    """
    spent = _Spent(tapes, apart_ms)
    ready_s = 0.0
    for frame in frames:
        passages = spent.watch(watcher, frame)
        ready_s = ready_s or _process_age_s()
        spent.inspect(inspector, passages)
    spent.inspect(inspector, watcher.finish())
    if not spent.floor_ms:
        raise DataError("nothing to measure: no network ran; give a clip in which a vehicle passes")
    total_ms = sum(spent.busy) + sum(spent.inspections)
    whole_s = (total_ms + sum(spent.quiet)) / 1e3
    return BenchResult(
        stages=dict(spent.stages()),
        fps=round((len(spent.quiet) + len(spent.busy)) / whole_s, 1),
        floor_ms=round(spent.floor_ms, 1),
        total_ms=round(total_ms, 1),
        ratio=round(total_ms / spent.floor_ms, 3),
        ready_s=round(ready_s, 2),
        rss_mb=round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
    )


def _timed(step: Callable[[Given], Made], given: Given) -> tuple[float, Made]:
    began = cpu_ns()
    made = step(given)
    return (cpu_ns() - began) / 1e6, made


def cpu_ns() -> int:
    """The processor's time for this thread, and for the programs that the process has run to their end."""
    programs = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.thread_time_ns() + round((programs.ru_utime + programs.ru_stime) * 1e9)


def _process_age_s() -> float:
    """Seconds since this process began: field 22 of its stat is that moment in ticks since the boot."""
    fields = Path("/proc/self/stat").read_text().rpartition(")")[2].split()
    up_s = float(Path("/proc/uptime").read_text().split()[0])
    ticks_per_s = 100  # USER_HZ, the same on every Linux that we run on
    return up_s - int(fields[19]) / ticks_per_s
