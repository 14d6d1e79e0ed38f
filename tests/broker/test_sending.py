"""What a replay sends: all of it arrives, or it is said what did not."""

from __future__ import annotations

from pathlib import Path

import pytest

from edge.app.sending import send_all
from edge.config.camera import Camera
from edge.config.gate import GateConfig
from edge.config.telling import Mqtt
from edge.domain.errors import BrokerError
from edge.storage.store import Store
from edge.wire.event import EventType
from tests.broker.listener import Listener, until
from tests.broker.mosquitto import Mosquitto
from tests.examples import NOON, inspection
from tests.unit.app.parts import config


def towards(broker: Mosquitto, folder: Path) -> GateConfig:
    camera = Camera(role="lane", source="x.mp4")
    return config(folder, camera, mqtt=Mqtt(host="127.0.0.1", port=broker.port))


def test_all_that_waits_is_sent(tmp_path: Path, broker: Mosquitto, store: Store) -> None:
    for number in (1, 2):
        store.file(EventType.COMPLETED, inspection(number), [], NOON)
    with Listener(broker.port) as listener:
        assert send_all(towards(broker, tmp_path), store, patience_s=5) == 2
        until(lambda: len(listener.events()) == 2)


def test_what_the_broker_never_takes_is_told(tmp_path: Path, store: Store) -> None:
    for number in (1, 2, 3):
        store.file(EventType.COMPLETED, inspection(number), [], NOON)
    store.outbox.set_aside(1, "oversize")  # before, so that it is none of those to be sent now
    with (
        Mosquitto(tmp_path / "broker", "allow_anonymous true\nmax_packet_size 600\n") as broker,
        pytest.raises(BrokerError, match=r"^2 of 2 events were set aside: oversize: it is larger than"),
    ):
        send_all(towards(broker, tmp_path), store, patience_s=5)
