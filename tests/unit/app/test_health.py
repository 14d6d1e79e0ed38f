"""When the watchdog is fed, and when it must starve."""

from __future__ import annotations

from pathlib import Path
from threading import Event

import pytest

from edge.app.feed import Feed
from edge.app.health import HEAL_S, sickness
from edge.capture.source import Source
from edge.config.camera import Camera
from edge.domain.errors import SourceError
from edge.domain.frame import Frame
from edge.flow.backoff import Backoff
from edge.flow.clock import SystemClock
from edge.flow.closed import Closed
from edge.flow.latest import Latest
from edge.flow.worker import Worker
from tests.unit.app.parts import Script


class HandClock(SystemClock):
    """A clock whose monotonic time is set by hand."""

    def __init__(self) -> None:
        super().__init__()
        self.s = 1000.0

    def now_ns(self) -> int:
        return int(self.s * 1e9)


def feed(script: Script, clock: HandClock) -> Feed:
    return Feed(
        camera=Camera(role=script.role, source="0", stall_s=5),
        open_source=script.open,
        slot=Latest(),
        clock=clock,
        backoff=Backoff(first_s=1, most_s=4),
    )


def told(lane: Feed) -> str | None:
    assert lane.delivering == (lane.trouble is None)
    return lane.trouble


def test_an_empty_lane_is_no_sickness() -> None:
    clock = HandClock()
    lane = feed(Script("lane", [100]), clock)
    for _ in range(50):
        clock.s += 10
        lane.step()
        assert sickness([lane], []) is None


def test_a_stall_is_told_at_once_and_starves_the_watchdog_only_when_opening_does_not_heal() -> None:
    clock = HandClock()
    lane = feed(Script("lane", [1, SourceError("pulled out"), SourceError("still out"), 5]), clock)
    for _ in range(3):
        lane.step()
    assert told(lane) == "pulled out"
    clock.s += HEAL_S
    assert sickness([lane], []) is None
    clock.s += 1
    assert sickness([lane], []) == "no camera delivers"
    for _ in range(4):
        clock.s += 4
        lane.step()
    assert told(lane) is None
    assert sickness([lane], []) is None


def test_a_silent_camera_is_not_delivering() -> None:
    clock = HandClock()
    lane = feed(Script("lane", [2]), clock)
    lane.step()
    lane.step()
    assert lane.delivering
    clock.s += 5.1
    assert not lane.delivering


def test_one_camera_of_two_is_enough() -> None:
    clock = HandClock()
    dead, well = feed(Script("front", [SourceError("out")]), clock), feed(Script("rear", [9]), clock)
    dead.step()
    clock.s += 2 * HEAL_S
    well.step()
    well.step()
    assert sickness([dead, well], []) is None


def test_an_ended_recording_is_well() -> None:
    clock = HandClock()
    lane = feed(Script("lane", [1]), clock)
    for _ in range(2):
        lane.step()
    with pytest.raises(Closed):
        lane.step()
    clock.s += 10 * HEAL_S
    assert lane.ended
    assert lane.delivering
    assert sickness([lane], []) is None


def test_a_thread_past_its_deadline_starves_the_watchdog() -> None:
    clock, begun, release = HandClock(), Event(), Event()

    def step() -> None:
        begun.set()
        release.wait(10)

    worker = Worker(name="inspect", step=step, clock=clock, deadline_s=3)
    worker.start()
    assert begun.wait(10)
    lane = feed(Script("lane", [1]), clock)
    assert sickness([lane], [worker]) is None
    clock.s += 4
    assert sickness([lane], [worker]) == "inspect past the deadline"
    worker.stop()
    release.set()
    assert worker.join(10)


def test_numbers_run_on_over_a_reopening_with_a_hole() -> None:
    clock = HandClock()
    script = Script("lane", [2, SourceError("out"), 2])
    slot: Latest[Frame] = Latest()
    lane = Feed(
        camera=Camera(role="lane", source="0"),
        open_source=script.open,
        slot=slot,
        clock=clock,
        backoff=Backoff(first_s=1, most_s=1),
    )
    numbers = []
    for _ in range(7):
        lane.step()
        clock.s += 1
        taken = slot.take(0)
        if taken:
            numbers.append(taken.value.sequence)
    assert numbers == [0, 1, 3, 4]


def test_a_source_is_any_that_keeps_the_protocol(tmp_path: Path) -> None:
    source: Source = Script("lane", [])
    assert list(source) == []
