"""The replay driver from frames to filed events: twice the same, and every camera has a watch of its own."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from edge.app.filing import Desk
from edge.app.inspector import Inspector
from edge.app.replay import passages, replay
from edge.app.vehicles import nobody_looked
from edge.app.watcher import Watcher
from edge.domain.frame import Frame
from edge.domain.inspection import Gap, Inspection, Purpose
from edge.domain.observation import Damage
from edge.domain.passage import Direction, Passage
from edge.flow.clock import ReplayClock
from edge.inspection.purpose import Purposes
from edge.storage.store import Store
from edge.tracking.fusion import Fusion
from edge.tracking.judgement import VehicleRules
from edge.wire.event import event_from_json
from tests.examples import NOON, SOURCE, judge
from tests.replay.scenes import RED, Car, Scene, across
from tests.replay.watching import sees_nothing

UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


def sees_no_plate(seen: Passage) -> Gap:
    return Gap(stage="plate", reason="no_plate_visible")


def finds_one(seen: Passage) -> tuple[Damage, ...]:
    return (Damage(kind="dent", view=0, box=seen.views[0].box, confidence=0.9),)


def two_cars() -> Iterable[Frame]:
    things = (
        Car(path=across(Direction.RIGHT, begin_s=1, seconds=3), heading=Direction.RIGHT),
        Car(path=across(Direction.UP, begin_s=6, seconds=3), heading=Direction.UP, color=RED),
    )
    return Scene(things=things).frames(10, fps=10)


def watcher(role: str) -> Watcher:
    return Watcher(detect=sees_nothing, rules=VehicleRules())


def events(frames: Iterable[Frame], state: Path, roles: tuple[str, ...] = ("lane",)) -> list[str]:
    ticks = count()
    clock = ReplayClock(NOON)
    inspector = Inspector(
        plate=sees_no_plate,
        vehicle=nobody_looked,
        damage=finds_one,
        models=(),
        now_ns=lambda: next(ticks),
    )
    with Store.open(state, source=SOURCE) as store:
        desk = Desk(
            inspector=inspector,
            store=store,
            key=b"k",
            clock=clock,
            purposes=Purposes(usual=Purpose.RETURN),
            now_ns=lambda: next(ticks),
            judge=judge(),
            cameras=frozenset(roles),
        )
        found = passages(frames, watcher, Fusion(roles, join_s=2), clock)
        return [filed.body.decode() for filed in replay(found, desk)]


def without_ids(event: str) -> Any:
    """Ids are made anew each time, and so are hashes over them; a finding's begins with its inspection's."""
    plain = json.loads(UUID.sub("UUID", event))
    del plain["previous"]
    for finding in plain["data"]["findings"]:
        finding["id"] = finding["id"].partition("-")[2]
    return plain


def test_twice_gives_the_same_but_for_the_ids(tmp_path: Path) -> None:
    first, second = (events(two_cars(), tmp_path / name) for name in ("a", "b"))
    assert len(first) == 2
    assert first != second
    assert [without_ids(event) for event in first] == [without_ids(event) for event in second]


def test_the_events_are_numbered_without_a_hole_and_stamped_by_the_recording(tmp_path: Path) -> None:
    told = [json.loads(event) for event in events(two_cars(), tmp_path)]
    assert [each["sequence"] for each in told] == ["1", "2"]
    assert all(each["time"].startswith("2026-11-21T12:00:") for each in told)
    assert [each["data"]["passage"]["direction"] for each in told] == ["right", "up"]


def test_every_camera_has_a_watch_of_its_own_and_one_car_is_one_inspection(tmp_path: Path) -> None:
    both = (replace(frame, role=role) for frame in two_cars() for role in ("front", "rear"))
    clock = ReplayClock(NOON)
    found = list(passages(both, watcher, Fusion(("front", "rear"), join_s=2), clock))
    assert [set(each.roles) for each in found] == [{"front", "rear"}] * 2
    assert clock.now_ns() == 9_900_000_000


def test_an_empty_recording_has_no_events(tmp_path: Path) -> None:
    assert events([], tmp_path) == []


def test_what_is_filed_is_a_whole_inspection(tmp_path: Path) -> None:
    (first, _) = events(two_cars(), tmp_path)
    data = event_from_json(first).data
    assert isinstance(data, Inspection)
    assert data.findings[0].vehicle_box == pytest.approx((0, 0, 1, 1))
    assert len(data.evidence) == data.passage.frames_used > 1
