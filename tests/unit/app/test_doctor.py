from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from edge.app.doctor import Advice, examine
from edge.config.camera import Camera
from edge.config.gate import GateConfig
from edge.config.storing import Storage
from edge.config.telling import Mqtt
from edge.flow.clock import ReplayClock, SystemClock
from edge.inspection.gallery import Gallery, Known
from edge.storage.enrolled import Enrolled
from edge.storage.keys import SIGNING, signing_key
from tests.broker.scripted import ScriptedBroker
from tests.examples import NOON
from tests.unit.capture.clips import HEIGHT, WIDTH, write_clip


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server


def config(folder: Path, *, source: str = "none.mp4", mqtt: Mqtt | None = None) -> GateConfig:
    return GateConfig(
        site="s",
        gate="g",
        camera=(Camera(role="lane", source=source),),
        storage=Storage(folder=folder / "not" / "made" / "yet"),
        mqtt=mqtt or Mqtt(enabled=False),
    )


def advice(asked: GateConfig, topic: str) -> Advice:
    (found,) = [each for each in examine(asked, SystemClock()) if each.topic == topic]
    return found


def test_a_camera_that_gives_pictures(tmp_path: Path) -> None:
    clip = write_clip(tmp_path / "lane.avi", 3)
    found = advice(config(tmp_path, source=str(clip)), "camera lane")
    assert found.fine
    assert f"{WIDTH}x{HEIGHT}" in found.finding


def test_a_camera_that_is_not_there(tmp_path: Path) -> None:
    found = advice(config(tmp_path, source="/dev/video987"), "camera lane")
    assert not found.fine
    assert "/dev/video987" in found.finding
    assert found.remedy


@pytest.mark.parametrize(
    ("answer", "fine", "finding"),
    [
        (b"\x20\x03\x00\x00\x00", True, "lets this gate in"),
        (b"\x20\x03\x00\x87\x00", False, "does not let this user in"),
        (b"\x20\x00", False, "before the broker let us in"),
    ],
)
def test_the_broker_is_asked_to_let_the_gate_in(
    tmp_path: Path, answer: bytes, fine: bool, finding: str
) -> None:
    with ScriptedBroker([answer]) as broker:
        found = advice(config(tmp_path, mqtt=Mqtt(host="127.0.0.1", port=broker.port)), "broker")
    assert found.fine is fine
    assert finding in found.finding
    assert fine or found.remedy


def test_a_broker_that_is_away(tmp_path: Path, listener: socket.socket) -> None:
    port = listener.getsockname()[1]
    listener.close()
    found = advice(config(tmp_path, mqtt=Mqtt(host="127.0.0.1", port=port)), "broker")
    assert not found.fine
    assert f"127.0.0.1:{port}" in found.finding


def test_a_gate_without_a_broker_is_fine(tmp_path: Path) -> None:
    assert advice(config(tmp_path), "broker").fine


def test_the_disk_is_looked_at_before_the_folder_is_made(tmp_path: Path) -> None:
    found = advice(config(tmp_path), "disk")
    assert str(tmp_path) in found.finding
    assert not (tmp_path / "not").exists()


def test_a_state_folder_that_cannot_be_looked_into_hides_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "not").write_text("a file, which nobody can look into, root neither")
    said = {each.topic: each for each in examine(config(tmp_path), SystemClock())}
    assert not said["state folder"].fine
    assert "not/made/yet: Not a directory" in said["state folder"].finding
    assert {"disk", "clock", "broker"} <= said.keys()


def test_a_clock_that_nobody_set(tmp_path: Path) -> None:
    findings = examine(config(tmp_path), ReplayClock(NOON))
    (found,) = [each for each in findings if each.topic == "clock"]
    assert not found.fine
    assert "set-ntp" in found.remedy


def test_a_fault_of_one_hides_no_other(tmp_path: Path) -> None:
    topics = [each.topic for each in examine(config(tmp_path), SystemClock())]
    assert topics[:6] == ["models", "tesseract", "camera lane", "clock", "disk", "broker"]


def test_cars_that_were_enrolled_with_another_network(tmp_path: Path) -> None:
    asked = config(tmp_path)
    assert [each for each in examine(asked, SystemClock()) if each.topic == "enrolled"] == []
    known = Known.of("polo", [np.ones(4, np.float32)])
    Enrolled(asked.storage.folder, "ab" * 32).write(Gallery([known]))
    found = advice(asked, "enrolled")
    assert not found.fine
    assert "stale" in found.finding
    assert "gate models enrol" in found.remedy


def test_a_signing_key_that_cannot_be_used(tmp_path: Path) -> None:
    asked = config(tmp_path)
    assert [each for each in examine(asked, SystemClock()) if each.topic == "signing key"] == []
    assert not asked.storage.folder.exists()
    signing_key(asked.storage.folder)
    assert advice(asked, "signing key").fine
    (asked.storage.folder / SIGNING).write_text("no key")
    found = advice(asked, "signing key")
    assert not found.fine
    assert "damaged" in found.finding
