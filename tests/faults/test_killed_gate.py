"""The whole daemon: the broker is away, three cars pass, the gate is killed, and nothing is lost."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import cv2
import pytest

from edge.domain.frame import Frame
from edge.domain.passage import Direction
from edge.storage.store import Store
from edge.wire.event import EventType
from tests.broker.listener import Listener, until
from tests.broker.mosquitto import PROGRAM, Mosquitto
from tests.replay.scenes import BLACK, FPS, HEIGHT, RED, WIDTH, Car, Scene, across

pytestmark = [
    pytest.mark.broker,
    pytest.mark.skipif(PROGRAM is None, reason="mosquitto is not installed"),
    pytest.mark.timeout(180),
]

CARS = 3


def write_clip(path: Path, frames: Iterable[Frame]) -> Path:
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"mp4v"), FPS, (WIDTH, HEIGHT))
    for frame in frames:
        writer.write(frame.image)
    writer.release()
    return path


def three_cars() -> Scene:
    headings, colors = (Direction.RIGHT, Direction.LEFT, Direction.DOWN), ((225, 228, 226), BLACK, RED)
    return Scene(
        things=tuple(
            Car(path=across(heading, begin_s=1 + 3 * n, seconds=2), heading=heading, color=color)
            for n, (heading, color) in enumerate(zip(headings, colors, strict=True))
        )
    )


@contextmanager
def running_gate(folder: Path, clip: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    config = folder / "gate.toml"
    config.write_text(
        f'site = "depot"\ngate = "lane-1"\n[[camera]]\nrole = "lane"\nsource = "{clip}"\n'
        f'[storage]\nfolder = "{folder / "state"}"\n[mqtt]\nhost = "127.0.0.1"\nport = {port}\n'
    )
    with (folder / "gate.log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "edge", "run", "-c", str(config)], stderr=log, stdout=log
        )
    try:
        yield process
    finally:
        process.kill()
        process.wait(10)


def waiting(folder: Path) -> int:
    if not (folder / "state" / "gate.db").exists():
        return 0
    with Store.open(folder / "state", source="/depot/lane-1") as store:
        return store.outbox.depth().waiting


def test_what_was_filed_without_a_broker_arrives_after_a_kill(tmp_path: Path) -> None:
    cars = write_clip(tmp_path / "cars.mp4", three_cars().frames(11))
    empty = write_clip(tmp_path / "empty.mp4", Scene().frames(2))
    broker = Mosquitto(tmp_path / "broker")  # not started: the broker is away

    with running_gate(tmp_path, cars, broker.port) as gate:
        until(lambda: waiting(tmp_path) == 1 + CARS, within_s=90)
        os.kill(gate.pid, signal.SIGKILL)
        gate.wait(10)

    with broker, Listener(broker.port) as listener:
        until(lambda: "listener" in broker.log(), within_s=10)
        with running_gate(tmp_path, empty, broker.port):
            until(lambda: len(listener.events()) >= 2 + CARS, within_s=60)
            until(lambda: waiting(tmp_path) == 0, within_s=30)
        events = listener.events()

    by_sequence = {int(event.sequence): event for event in events}
    assert sorted(by_sequence) == list(range(1, 3 + CARS))
    assert [by_sequence[n].type for n in sorted(by_sequence)] == [
        EventType.BLIND,
        *[EventType.COMPLETED] * CARS,
        EventType.BLIND,
    ]
    assert all(by_sequence[n].replayed for n in range(1, 2 + CARS))
    assert {(event.sequence, event.id) for event in events} == {
        (event.sequence, event.id) for event in by_sequence.values()
    }, "an event arrived twice with different ids"
    assert [getattr(by_sequence[n].data, "reason", None) for n in (1, 2 + CARS)] == ["start", "crash"]
