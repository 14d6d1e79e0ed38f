from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from edge.app import machine
from edge.app.ailments import CLOCK_PATIENCE_S, Ailment, Alerts, Examination
from edge.capture.fault import Fault, black, frozen, misshapen, stalled
from edge.config.camera import Camera
from edge.config.storing import Storage
from edge.messaging.board import NoticeBoard
from edge.storage.retention import prune
from edge.storage.store import Store
from edge.wire.event import EventType
from tests.examples import NOON, SOURCE, inspection
from tests.unit.app.clocks import NoonClock
from tests.unit.app.parts import config

LANE = Camera(role="lane", source="/dev/video0", stall_s=0.2)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path, source=SOURCE) as opened:
        yield opened


@pytest.fixture
def well(store: Store, tmp_path: Path) -> Examination:
    """Nothing is wrong."""
    feed = SimpleNamespace(fault=None, camera=LANE)
    made = config(tmp_path / "other", LANE)
    return Examination(
        feeds=cast(Any, [feed]),
        store=store,
        clock=NoonClock(),
        config=made.model_copy(update={"storage": Storage(folder=store.folder, min_free_bytes=0)}),
        began_ns=0,
        lost=0,
    )


def codes(examination: Examination) -> set[str]:
    found = {ailment.code for ailment in examination.ailments()}
    assert found <= set(examination.codes), "an alert of an earlier run would not be cleared"
    return found


def test_a_gate_that_is_well_has_no_ailment(well: Examination) -> None:
    assert codes(well) == set()


@pytest.mark.parametrize(
    "fault", [stalled("pulled out"), black(3), frozen(3), misshapen((640, 480), (1280, 720))]
)
def test_a_camera_with_a_fault_is_told_with_its_remedy(fault: Fault, well: Examination) -> None:
    sick = replace(well, feeds=cast(Any, [SimpleNamespace(fault=fault, camera=LANE)]))
    (ailment,) = sick.ailments()
    assert codes(sick) == {f"camera-{fault.code}-lane"}
    assert (ailment.text, ailment.remedy) == (fault.text, fault.remedy)


def test_a_short_disk_is_told(well: Examination) -> None:
    greedy = Storage(folder=well.store.folder, min_free_bytes=10**18)
    short = replace(well, config=well.config.model_copy(update={"storage": greedy}))
    assert codes(short) == {"disk"}


def test_a_clock_that_nobody_sets_is_told_after_a_while(well: Examination) -> None:
    clock = NoonClock(synchronized=False)
    unset = replace(well, clock=clock)
    assert codes(unset) == set()
    clock.pass_s(CLOCK_PATIENCE_S + 1)
    assert codes(unset) == {"clock"}
    clock.set = True
    assert codes(unset) == set()


def test_lost_events_and_those_set_aside_are_told(well: Examination) -> None:
    store = well.store
    for number in (1, 2, 3):
        store.file(EventType.COMPLETED, inspection(number), [], NOON)
    store.outbox.set_aside(3, "oversize")
    assert codes(well) == {"events-set-aside"}
    prune(store, Storage(outbox_max_bytes=0), NOON, 10**12)
    assert codes(well) == {"outbox-overflow"}
    assert codes(replace(well, lost=store.outbox.depth().lost)) == set(), "what an earlier session lost"


@pytest.mark.parametrize(
    ("bits", "slowed"), [("0", False), ("50000", False), ("1", True), ("50005", True), ("8", True)]
)
def test_a_pi_that_slows_down_is_told(
    well: Examination, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bits: str, slowed: bool
) -> None:
    file = tmp_path / "sys/devices/platform/soc/soc:firmware/get_throttled"
    file.parent.mkdir(parents=True)
    file.write_text(f"{bits}\n")
    assert machine.throttled(tmp_path / "sys") is slowed
    monkeypatch.setattr(machine, "throttled", lambda: slowed)
    assert codes(well) == ({"throttled"} if slowed else set())


def test_another_machine_does_not_tell(tmp_path: Path) -> None:
    assert machine.throttled(tmp_path) is None
    assert machine.temperature_c(tmp_path) is None


def test_an_alert_stands_while_it_lasts_and_is_cleared(well: Examination) -> None:
    board = NoticeBoard()
    alerts = Alerts(board, well.clock, ("disk", "clock"))
    assert board.changes() == {"alert/disk": b"", "alert/clock": b""}
    full = Ailment(code="disk", text="5 MB free", remedy="make room")
    assert alerts.show([full])
    assert json.loads(board.changes()["alert/disk"])["text"] == "5 MB free"
    assert not alerts.show([replace(full, text="4 MB free")])
    assert board.changes() == {}
    assert alerts.show([])
    assert board.changes() == {"alert/disk": b""}
