"""The file for the node exporter: its names are a contract, and a disk that refuses it stops nothing."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from edge.app.metrics import Textfile, text
from edge.domain.inspection import ClockState
from edge.wire.parcel import Parcels
from edge.wire.standing import Condition, Health, Queue
from tests.examples import NOON
from tests.unit.app.parts import Script, config, parts, running, until
from tests.unit.app.test_live import LANE

README = Path(__file__).resolve().parents[3] / "README.md"
HEALTH = Health(
    at=NOON,
    uptime_s=1.5,
    queue=Queue(waiting=3, set_aside=2, lost=1, oldest_at=NOON),
    clock=ClockState(synchronized=True),
    disk_free_bytes=10,
    rates={"frames": 25.0, "missed": 0.5},
    counts={"passages": 4, "inspections": 5, "overloads": 6},
    evidence=Parcels(waiting=7, refused=8),
    temperature_c=51.5,
    throttled=False,
)
OFTEN = {
    "return_gate_health_timestamp_seconds": NOON.timestamp(),
    "return_gate_uptime_seconds": 1.5,
    "return_gate_outbox_waiting": 3,
    "return_gate_outbox_set_aside": 2,
    "return_gate_outbox_lost_total": 1,
    "return_gate_outbox_oldest_timestamp_seconds": NOON.timestamp(),
    "return_gate_clock_synchronized": 1,
    "return_gate_disk_free_bytes": 10,
    "return_gate_frames_per_second": 25,
    "return_gate_frames_missed_per_second": 0.5,
    "return_gate_passages_total": 4,
    "return_gate_inspections_total": 5,
    "return_gate_overloads_total": 6,
    "return_gate_evidence_waiting": 7,
    "return_gate_evidence_refused": 8,
    "return_gate_temperature_celsius": 51.5,
    "return_gate_throttled": 0,
}


def figures(told: bytes) -> dict[str, float]:
    """By name, as a parser of the monitoring system reads them; a state by its name alone."""
    return {
        sample.labels.get("state", sample.name): sample.value
        for family in text_string_to_metric_families(told.decode())
        for sample in family.samples
    }


def test_every_figure_has_its_name_and_unit() -> None:
    states = {each.value: float(each is Condition.DEGRADED) for each in Condition}
    assert figures(text(Condition.DEGRADED, HEALTH)) == OFTEN | states


@pytest.mark.parametrize("name", [*OFTEN, "return_gate_state"])
def test_every_name_is_in_the_readme(name: str) -> None:
    assert f"`{name}" in README.read_text()


def test_a_live_gate_keeps_the_file_until_it_stops(tmp_path: Path) -> None:
    file = tmp_path / "gate.prom"
    settings = config(tmp_path / "state", LANE)
    settings = settings.model_copy(update={"metrics": settings.metrics.model_copy(update={"textfile": file})})
    with running(settings, parts(Script("lane", [1] * 100_000))):
        until(lambda: file.exists() and figures(file.read_bytes())["ready"] == 1)
        assert file.stat().st_mode & 0o777 == 0o644
    assert not file.exists()


def test_a_folder_that_is_not_there_is_told_and_stops_nothing(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        Textfile(tmp_path / "absent" / "gate.prom").write(Condition.READY, HEALTH)
    assert "code=metrics-not-written" in caplog.text
    assert "No such file" in caplog.text
