"""The same recording through the live driver and through the replay: the same inspections.

The recording waits until the live watch has taken a frame before it gives the next, so that none is dropped.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from edge.app.filing import Desk
from edge.app.overload import Turnstile
from edge.app.replay import passages
from edge.app.replay import replay as file_all
from edge.app.watcher import Watcher
from edge.config.camera import Camera
from edge.domain.frame import Frame
from edge.domain.inspection import Inspection, Purpose
from edge.domain.passage import Direction, Passage
from edge.flow.clock import ReplayClock
from edge.inspection.purpose import Purposes
from edge.storage.store import Store
from edge.tracking.fusion import Fusion
from edge.tracking.judgement import VehicleRules
from edge.wire.event import event_from_json
from tests.examples import NOON, judge
from tests.replay.scenes import RED, Car, Scene, across
from tests.replay.watching import sees_nothing
from tests.unit.app.parts import CLOCK, KEY, SOURCE, Script, config, events, parts, running, until

LANE = Camera(role="lane", source="/srv/lane.mp4")


def recording() -> list[Frame]:
    """Two cars that meet, and one that follows; a short while, so that three passages fit one queue."""
    things = (
        Car(path=across(Direction.RIGHT, begin_s=1, seconds=3, lane=-45), heading=Direction.RIGHT),
        Car(path=across(Direction.LEFT, begin_s=1.5, seconds=3, lane=40), heading=Direction.LEFT, color=RED),
        Car(path=across(Direction.RIGHT, begin_s=5, seconds=3, lane=-45), heading=Direction.RIGHT),
    )
    return list(Scene(things=things).frames(10))


class Eager(Watcher):
    """Tells how many frames it has taken."""

    taken = 0

    def step(self, frame: Frame) -> list[Passage]:
        found = super().step(frame)
        self.taken += 1
        return found


class Patient:
    """A recording that gives a frame when the watch has taken the one before it."""

    live = True

    def __init__(self, frames: list[Frame], watch: Eager) -> None:
        self._frames, self._watch = frames, watch

    def __iter__(self) -> Iterator[Frame]:
        begin_ns = CLOCK.now_ns()
        for number, frame in enumerate(self._frames):
            until(lambda number=number: self._watch.taken == number)  # type: ignore[misc]
            yield replace(frame, time_ns=begin_ns + frame.time_ns)

    def close(self) -> None:
        """Nothing to let go of."""


def watch(role: str = "lane") -> Eager:
    return Eager(detect=sees_nothing, rules=VehicleRules())


def replayed(folder: Path) -> list[Inspection]:
    clock = ReplayClock(NOON)
    with Store.open(folder, source=SOURCE) as store:
        desk = Desk(
            inspector=Turnstile(),
            store=store,
            key=KEY,
            clock=clock,
            purposes=Purposes(usual=Purpose.RETURN),
            now_ns=lambda: 0,
            judge=judge(),
            cameras=frozenset({"lane"}),
        )
        found = passages(recording(), watch, Fusion(("lane",), join_s=4), clock)
        told = [event_from_json(filed.body).data for filed in file_all(found, desk)]
    return [data for data in told if isinstance(data, Inspection)]


def lived(folder: Path) -> list[Inspection]:
    seen = watch()
    live = replace(
        parts(Script("lane", [])),
        open_source=lambda camera: Patient(recording(), seen),
        make_watcher=lambda role: seen,
    )

    def filed() -> list[Inspection]:
        return [event.data for event in events(folder) if isinstance(event.data, Inspection)]

    with running(config(folder, LANE), live):
        until(lambda: seen.taken == 100)
        until(lambda: len(filed()) == 3)
    return filed()


def essence(inspection: Inspection) -> dict[str, Any]:
    """What must be the same: all but ids, the wall clock and how long a stage took."""
    passage = inspection.passage
    return {
        "direction": passage.direction,
        "duration_ms": passage.duration_ms,
        "frames": (passage.frames_seen, passage.frames_used, passage.frames_missed),
        "decision": (inspection.decision, inspection.decision_reasons),
        "coverage": inspection.coverage,
        "pictures": [(picture.sha256, picture.role, picture.view) for picture in inspection.evidence],
        "gaps": inspection.gaps,
        "color": inspection.vehicle.color,
    }


def test_live_and_replay_give_the_same_inspections(tmp_path: Path) -> None:
    live, again = lived(tmp_path / "live"), replayed(tmp_path / "replay")
    assert len(live) == len(again) == 3
    assert all(inspection.passage.frames_missed == 0 for inspection in live)
    by_time = [sorted(told, key=lambda each: each.passage.entered_at) for told in (live, again)]
    assert [essence(each) for each in by_time[0]] == [essence(each) for each in by_time[1]]
    begins = [told[0].passage.entered_at for told in by_time]
    for one, other in zip(*by_time, strict=True):
        late_s = (one.passage.entered_at - begins[0] - (other.passage.entered_at - begins[1])).total_seconds()
        assert late_s == pytest.approx(0, abs=0.01)
