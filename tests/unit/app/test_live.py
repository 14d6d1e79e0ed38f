"""The live driver with real threads, a real store and simple parts."""

from __future__ import annotations

import os
import socket
from dataclasses import replace
from pathlib import Path

from edge.app.health import Service
from edge.config.camera import Camera
from edge.domain.errors import SourceError
from edge.domain.inspection import Blind, Inspection
from edge.wire.event import EventType
from tests.unit.app.parts import Dawdler, Script, config, events, parts, running, until

LANE = Camera(role="lane", source="/dev/video0", stall_s=0.2)


def inspections(folder: Path) -> list[Inspection]:
    return [event.data for event in events(folder) if isinstance(event.data, Inspection)]


def frames_told(folder: Path) -> int:
    """Frames that the filed passages tell of, seen or missed."""
    passages = [inspection.passage for inspection in inspections(folder)]
    return sum(passage.frames_seen + passage.frames_missed for passage in passages)


def reasons(inspection: Inspection) -> set[str]:
    return {f"{gap.stage}:{gap.reason}" for gap in inspection.gaps}


def test_every_passage_is_filed_behind_the_blind_interval(tmp_path: Path) -> None:
    with running(config(tmp_path, LANE), parts(Script("lane", [10]))) as gate:
        until(lambda: frames_told(tmp_path) == 10)
    assert gate.failure is None
    filed = events(tmp_path)
    assert [event.sequence for event in filed] == [str(n) for n in range(1, len(filed) + 1)]
    assert filed[0].type is EventType.BLIND
    assert {event.type for event in filed[1:]} == {EventType.COMPLETED}
    assert len({event.id for event in filed}) == len(filed)


def test_each_start_tells_since_when_nobody_watched(tmp_path: Path) -> None:
    for run in (1, 2):
        with running(config(tmp_path, LANE), parts(Script("lane", [1]))):
            until(lambda run=run: len(inspections(tmp_path)) == run)  # type: ignore[misc]
    blinds = [event.data for event in events(tmp_path) if isinstance(event.data, Blind)]
    assert [blind.reason for blind in blinds] == ["start", "restart"]
    assert blinds[0].from_at is None
    assert blinds[1].from_at is not None


def test_what_is_in_view_when_the_gate_stops_is_filed(tmp_path: Path) -> None:
    script = Script("lane", [3, *[1] * 1000])
    with running(config(tmp_path, LANE), parts(script, few=100_000)):
        until(lambda: len(script.lines) < 1000)
    assert len(inspections(tmp_path)) == 1
    assert script.lines


def test_the_cameras_of_a_gate_make_one_inspection_of_a_vehicle(tmp_path: Path) -> None:
    scripts = {role: Script(role, [5]) for role in ("front", "rear")}
    both = [Camera(role=role, source="/dev/video0") for role in scripts]
    live = replace(parts(scripts["front"], few=1000), open_source=lambda camera: scripts[camera.role])
    with running(config(tmp_path, *both), live):
        until(lambda: frames_told(tmp_path) == 10)
    (inspection,) = inspections(tmp_path)
    assert {evidence.view for evidence in inspection.evidence} == {"front", "rear"}


def test_a_frozen_camera_is_filed_with_its_one_picture(tmp_path: Path) -> None:
    with running(config(tmp_path, LANE), parts(Script("lane", [1, 1, 1]), few=3)):
        until(lambda: frames_told(tmp_path) == 3)
    (inspection,) = inspections(tmp_path)
    assert len(inspection.evidence) == 1


def test_an_overload_is_an_event(tmp_path: Path) -> None:
    inspector = Dawdler()
    with running(config(tmp_path, LANE), parts(Script("lane", [60]), few=1, inspector=inspector)):
        assert inspector.begun.wait(10)
        until(lambda: len(inspections(tmp_path)) > 0)
        refused = inspections(tmp_path)
        inspector.released.set()
        until(lambda: frames_told(tmp_path) == 60)
    assert all("inspect:overload" in reasons(inspection) for inspection in refused)
    assert all(len(inspection.evidence) == 1 for inspection in refused)
    sequences = [int(event.sequence) for event in events(tmp_path)]
    assert sequences == list(range(1, len(sequences) + 1))


def test_a_camera_that_fails_is_opened_again(tmp_path: Path) -> None:
    script = Script("lane", [2, SourceError("pulled out"), 2])
    with running(config(tmp_path, LANE), parts(script, few=1)) as gate:
        until(lambda: frames_told(tmp_path) == 4)
    assert gate.failure is None
    assert script.opened == 2


def test_a_bug_in_a_thread_ends_the_gate_with_its_traceback(tmp_path: Path) -> None:
    script = Script("lane", [1, ZeroDivisionError("a bug")])
    with running(config(tmp_path, LANE), parts(script)) as gate:
        until(lambda: not gate.alive)
    assert isinstance(gate.failure, ZeroDivisionError)
    with running(config(tmp_path, LANE), parts(Script("lane", [1]))):
        until(lambda: len(events(tmp_path)) >= 3)
    blinds = [event.data.reason for event in events(tmp_path) if isinstance(event.data, Blind)]
    assert blinds == ["start", "crash"]


def test_the_service_manager_hears_how_the_gate_is(tmp_path: Path) -> None:
    address = str(tmp_path / "notify")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(address)
        manager.settimeout(10)
        service = Service.of({"NOTIFY_SOCKET": address})
        heard: list[str] = []
        with running(config(tmp_path, LANE), parts(Script("lane", [4])), service) as gate:
            while not any("WATCHDOG=1" in line for line in heard):
                heard.append(manager.recv(4096).decode())
            gate.stop.set()
            while "STOPPING=1" not in heard:
                heard.append(manager.recv(4096).decode())
    assert heard[0] == "READY=1"
    assert any(line.startswith("STATUS=ready: ") for line in heard)


def test_without_a_service_manager_nothing_is_said() -> None:
    Service.of({}).tell("READY=1")


def test_the_abstract_address_of_a_container(tmp_path: Path) -> None:
    name = f"@return-gate-test-{os.getpid()}"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind("\0" + name[1:])
        Service(name).tell("READY=1", "STATUS=well")
        assert manager.recv(100) == b"READY=1\nSTATUS=well"
