"""The whole live driver against a real broker: what a dashboard sees from the birth to the farewell."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import jsonschema

from edge.app.exporting import public_key
from edge.config.camera import Camera
from edge.config.telling import Mqtt
from edge.domain.errors import SourceError
from edge.wire.event import event_hash, event_json
from edge.wire.schemas import shipped
from tests.broker.listener import Listener, until
from tests.broker.mosquitto import Mosquitto
from tests.unit.app.parts import Script, config, parts, running

LANE = Camera(role="lane", source="/dev/video0", stall_s=0.3)


def told(listener: Listener, tail: str) -> list[dict[str, object]]:
    return [json.loads(payload) for payload in listener.payloads(tail) if payload]


def states(listener: Listener) -> list[object]:
    return [state["state"] for state in told(listener, "state")]


def test_a_gate_is_born_works_and_takes_leave(broker: Mosquitto, tmp_path: Path) -> None:
    mqtt = Mqtt(host="127.0.0.1", port=broker.port)
    with Listener(broker.port) as listener:
        until(lambda: "listener" in broker.log())
        with running(config(tmp_path / "state", LANE, mqtt=mqtt), parts(Script("lane", [6]), few=3)) as gate:
            until(lambda: len(listener.events()) >= 3)
            until(lambda: "ready" in states(listener))
            until(lambda: bool(told(listener, "health")) and bool(told(listener, "info")))
            until(lambda: any(notice["state"] == "leaving" for notice in told(listener, "lane")))
        until(lambda: states(listener)[-1] == "stopped")
    assert gate.failure is None
    assert [event.sequence for event in listener.events()][:3] == ["1", "2", "3"]
    for before, after in pairwise(listener.events()[:3]):
        assert after.previous == event_hash(event_json(replace(before, replayed=False)))
    assert told(listener, "info")[-1]["public_key"] == public_key(tmp_path / "state")
    left = {notice["passage"] for notice in told(listener, "lane") if notice["state"] == "leaving"}
    assert left <= {event.subject for event in listener.events()}
    for tail in ("state", "info", "health", "lane"):
        for notice in told(listener, tail):
            jsonschema.Draft202012Validator(shipped(f"{tail}.v1.json")).validate(notice)
    assert "lost" not in states(listener)


def test_a_stalled_camera_is_told_and_its_return_too(broker: Mosquitto, tmp_path: Path) -> None:
    mqtt = Mqtt(host="127.0.0.1", port=broker.port)
    script = Script("lane", [3, SourceError("pulled out"), 3])
    with Listener(broker.port) as listener:
        until(lambda: "listener" in broker.log())
        with running(config(tmp_path / "state", LANE, mqtt=mqtt), parts(script)):
            until(lambda: states(listener)[-2:] == ["degraded", "ready"] or len(states(listener)) > 4)
            until(lambda: len(listener.payloads("alert/camera-stalled-lane")) >= 2)
    alerts = listener.payloads("alert/camera-stalled-lane")
    assert any(json.loads(alert)["text"] == "pulled out" for alert in alerts if alert)
    assert alerts[-1] == b"", "the alert was not cleared"
    degraded = next(state for state in told(listener, "state") if state["state"] == "degraded")
    assert degraded["reasons"] == ["camera:lane:stalled"]
