"""``cmd/{verb}`` → ``response/{verb}`` with the whole live driver and a real broker."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from jsonschema import Draft202012Validator
from paho.mqtt import publish
from paho.mqtt.enums import MQTTProtocolVersion

from edge.app.wiring import make_trials
from edge.config.camera import Camera
from edge.config.telling import Mqtt
from edge.domain.errors import SourceError
from edge.domain.inspection import Blind
from edge.storage.store import Store
from edge.wire.command import Verb
from edge.wire.schemas import shipped
from tests.broker.listener import Listener, until
from tests.broker.mosquitto import Mosquitto
from tests.broker.test_live_gate import states
from tests.examples import KEY, SOURCE
from tests.unit.app.parts import PAUSE, Running, Script, config, events, parts, running

LANE = Camera(role="lane", source="/dev/video0", stall_s=0.5)
ROOT = "return-gate/v1/test/live"
NOBODY = "00000000-0000-4000-8000-000000000000"
WHO = {"transaction": "t", "by": "Kim", "why": "looked"}
PERSONS: dict[str, dict[str, object]] = {
    "review": {**WHO, "inspection": NOBODY, "rental": "R-1"},
    "baseline.accept": {**WHO, "inspection": NOBODY},
    "baseline.reset": {**WHO, "key": KEY},
}
"""Verbs of a person, each with a payload that its schema allows."""
RESPONSE = Draft202012Validator(shipped("response.json"), format_checker=Draft202012Validator.FORMAT_CHECKER)


class Centre:
    """Tells a gate and hears its answers."""

    def __init__(self, broker: Mosquitto, listener: Listener, gate: Running) -> None:
        self.broker, self.listener, self.gate = broker, listener, gate

    def tell(self, verb: str, payload: bytes, *, retain: bool = False) -> None:
        self.broker.say(f"{ROOT}/cmd/{verb}", payload, retain=retain)

    def answers(self, verb: str) -> list[dict[str, Any]]:
        return [json.loads(payload) for payload in self.listener.payloads(f"response/{verb}")]

    def ask_raw(self, verb: str, payload: bytes, *, on: str | None = None) -> dict[str, Any]:
        """The answer, which must obey its schema."""
        before = len(self.answers(on or verb))
        self.tell(verb, payload)
        until(lambda: len(self.answers(on or verb)) > before, within_s=30)
        answer = self.answers(on or verb)[before]
        RESPONSE.validate(answer)
        return answer

    def ask(self, verb: str, transaction: object, **more: object) -> dict[str, Any]:
        data: dict[str, Any] = self.ask_raw(verb, json.dumps({"transaction": transaction, **more}).encode())[
            "data"
        ]
        assert data["transaction"] == transaction
        return data


@contextmanager
def centre(
    broker: Mosquitto, folder: Path, script: Script | None = None, *, tried: bool = False
) -> Iterator[Centre]:
    script = script or Script("lane", [1] * 100_000)
    made = config(folder, LANE, mqtt=Mqtt(host="127.0.0.1", port=broker.port))
    live = parts(script, few=3)
    live = replace(live, trials=make_trials(made)) if tried else live
    with Listener(broker.port) as listener, running(made, live) as gate:
        until(lambda: not {"ready", "degraded"}.isdisjoint(states(listener)) or not gate.alive)
        yield Centre(broker, listener, gate)


def blinds(central: Centre) -> list[Blind]:
    return [event.data for event in central.listener.events() if isinstance(event.data, Blind)]


def test_a_health_check_makes_every_part_work(broker: Mosquitto, tmp_path: Path) -> None:
    with centre(broker, tmp_path, tried=True) as central:
        said = central.ask("health_check", "t-1")
        assert said["outcome"] == "done", said
        topics = {check["topic"]: check for check in said["checks"]}
        names = ("vehicle-detector", "plate-detector", "damage", "condition", "vehicle")
        networks = {f"network {name}" for name in names}
        assert set(topics) == {"camera lane", "plate reader", "disk", "threads"} | networks
        assert topics["camera lane"]["finding"] == "gives 64x48"
        assert all(topics[name]["took_ms"] > 0 for name in networks)


def test_a_health_check_finds_what_is_broken(
    broker: Mosquitto, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_medium(*_: object) -> None:
        raise OSError(5, "Input/output error")

    script = Script("lane", [1] * 20 + [SourceError("pulled out")] * 10_000)
    with centre(broker, tmp_path, script) as central:
        until(lambda: "degraded" in states(central.listener))
        monkeypatch.setattr("edge.storage.probe.os.posix_fadvise", no_medium)
        said = central.ask("health_check", "t-1")
        assert (said["outcome"], said["reason"]) == ("failed", "unwell")
        found = {check["topic"]: (check["fine"], check["finding"]) for check in said["checks"]}
        assert found["camera lane"] == (False, "pulled out")
        assert not found["disk"][0]
        assert "Input/output error" in found["disk"][1]
        assert found["threads"][0]
        assert central.ask("snapshot", "t-2")["outcome"] == "failed"


def test_a_snapshot_shows_what_the_camera_sees_now(broker: Mosquitto, tmp_path: Path) -> None:
    with centre(broker, tmp_path) as central:
        (picture,) = central.ask("snapshot", "t-1")["pictures"]
        jpeg = np.frombuffer(base64.b64decode(picture["jpeg"]), np.uint8)
        assert cv2.imdecode(jpeg, cv2.IMREAD_COLOR).shape == (48, 64, 3)
        assert (picture["role"], picture["width"], picture["height"]) == ("lane", 64, 48)
        assert len(jpeg) <= 49_152


def test_a_paused_gate_says_so_sees_nothing_and_tells_the_interval(broker: Mosquitto, tmp_path: Path) -> None:
    with centre(broker, tmp_path) as central:
        heard = central.listener.events
        assert central.ask("pause", "t-1")["outcome"] == "done"
        until(lambda: states(central.listener)[-1] == "paused")
        central.ask("snapshot", "t-2")  # since then a frame has been looked away from
        PAUSE.wait(0.5)
        filed = len(heard())
        central.ask("snapshot", "t-3")
        assert central.ask("pause", "t-4")["text"] == "it was paused already"
        PAUSE.wait(0.5)
        assert len(heard()) == filed
        assert central.ask("resume", "t-5")["outcome"] == "done"
        until(lambda: states(central.listener)[-1] == "ready")
        until(lambda: len(heard()) > filed + 2)
        assert central.ask("resume", "t-6")["text"] == "it was not paused"
        start, pause = blinds(central)
        assert (start.reason, pause.reason) == ("start", "pause")
        assert pause.from_at is not None
        assert pause.from_at < pause.until_at
        central.ask("pause", "t-7")
    last = events(tmp_path)[-1].data
    assert isinstance(last, Blind)
    assert last.reason == "pause", "a gate that stops while paused has not watched until then"
    with Store.open(tmp_path, source=SOURCE) as store:
        after = store.begin_session(last.until_at + timedelta(minutes=1)).blind
    assert after.from_at is not None
    assert after.from_at >= last.until_at, "the pause is told twice"


def test_a_replay_sends_again_from_a_sequence(broker: Mosquitto, tmp_path: Path) -> None:
    with centre(broker, tmp_path, Script("lane", [1] * 9)) as central:
        until(lambda: len(central.listener.events()) == 4)
        said = central.ask("replay", "t-1", from_sequence=2)
        assert (said["outcome"], said["queued"]) == ("done", 3)
        until(lambda: len(central.listener.events()) == 7)
        again = central.listener.events()[4:]
        assert [event.sequence for event in again] == ["2", "3", "4"]
        assert all(event.replayed for event in again)
        refused = central.ask("replay", "t-2")
        assert (refused["outcome"], refused["reason"]) == ("refused", "malformed")


def test_a_restart_ends_the_gate_in_order_after_its_answer(broker: Mosquitto, tmp_path: Path) -> None:
    with centre(broker, tmp_path) as central:
        first = central.ask_raw("restart", b'{"transaction": "t-1"}')
        until(lambda: not central.gate.alive, within_s=20)
        assert central.gate.failure is None
        assert states(central.listener)[-1] == "stopped"
    with centre(broker, tmp_path) as central:
        # The centre did not hear and asks again: it is answered alike, and not done once more.
        assert central.ask_raw("restart", b'{"transaction": "t-1"}')["id"] == first["id"]
        central.ask("snapshot", "t-2")
        assert central.gate.alive


@pytest.mark.parametrize(
    ("verb", "payload", "on", "reason"),
    [
        ("pause", b"", None, "malformed"),
        ("pause", b"\xff\x00", None, "malformed"),
        ("pause", b"[]", None, "malformed"),
        ("pause", b"{}", None, "malformed"),
        ("pause", b'{"transaction": 7}', None, "malformed"),
        ("pause", b'{"transaction": ""}', None, "malformed"),
        ("pause", b"[" * 100_000, None, "malformed"),
        ("replay", b'{"transaction": "t", "from_sequence": 0}', None, "malformed"),
        ("replay", b'{"transaction": "t", "from_sequence": 1e400}', None, "malformed"),
        ("replay", b'{"transaction": "t"}', None, "malformed"),
        *((verb, b'{"transaction": "t"}', None, "malformed") for verb in PERSONS),
        *(
            (verb, json.dumps(said | {"by": ""}).encode(), None, "malformed")
            for verb, said in PERSONS.items()
        ),
        *(
            (verb, json.dumps(said | {"whom": 1}).encode(), None, "malformed")
            for verb, said in PERSONS.items()
        ),
        ("review", json.dumps(PERSONS["review"] | {"inspection": "1"}).encode(), None, "malformed"),
        ("review", json.dumps(PERSONS["review"] | {"purpose": "sale"}).encode(), None, "malformed"),
        ("review", json.dumps(PERSONS["review"] | {"findings": [{"id": "f"}]}).encode(), None, "malformed"),
        ("review", json.dumps(PERSONS["review"]).encode(), None, "unknown_inspection"),
        ("baseline.accept", json.dumps(PERSONS["baseline.accept"]).encode(), None, "unknown_inspection"),
        (
            "baseline.reset",
            json.dumps(PERSONS["baseline.reset"] | {"key": "AB1"}).encode(),
            None,
            "malformed",
        ),
        ("baseline", b'{"transaction": "t"}', None, "unknown_verb"),
        ("dance", b'{"transaction": "t"}', None, "unknown_verb"),
        ("PAUSE", b'{"transaction": "t"}', "unknown", "unknown_verb"),
        ("x" * 2000, b"", "unknown", "unknown_verb"),
    ],
)
def test_whatever_comes_is_answered(
    broker: Mosquitto, tmp_path: Path, verb: str, payload: bytes, on: str | None, reason: str
) -> None:
    with centre(broker, tmp_path) as central:
        said = central.ask_raw(verb, payload, on=on)
        assert (said["data"]["outcome"], said["data"]["reason"]) == ("refused", reason)
        assert int(said["sequence"]) >= 1
        assert central.ask("snapshot", "after")["outcome"] == "done"
        assert "paused" not in states(central.listener)


def test_the_same_transaction_is_done_once(broker: Mosquitto, tmp_path: Path) -> None:
    with centre(broker, tmp_path) as central:
        first = central.ask_raw("pause", b'{"transaction": "t-1"}')
        central.ask("resume", "t-2")
        assert central.ask_raw("pause", b'{"transaction": "t-1"}') == first
        central.ask("snapshot", "t-3")
        assert states(central.listener)[-1] == "ready"
        reused = central.ask("resume", "t-1")
        assert (reused["outcome"], reused["reason"]) == ("refused", "transaction_reused")


def test_a_retained_command_is_refused_at_once_and_at_every_connect(
    broker: Mosquitto, tmp_path: Path
) -> None:
    with centre(broker, tmp_path) as central:
        central.tell("pause", b'{"transaction": "t-1"}', retain=True)
        until(lambda: len(central.answers("pause")) == 1)
        assert central.answers("pause")[0]["data"]["reason"] == "retained"
    with centre(broker, tmp_path) as central:
        until(lambda: len(central.answers("pause")) == 1)
        assert central.answers("pause")[0]["data"]["reason"] == "retained"
        assert "paused" not in states(central.listener)
        central.tell("pause", b"", retain=True)
        central.ask("snapshot", "t-2")
        assert len(central.answers("pause")) == 1, "clearing the topic is no command"


def test_more_than_can_wait_is_answered_too(broker: Mosquitto, tmp_path: Path) -> None:
    with centre(broker, tmp_path, Script("lane", [1] * 5 + [SourceError("away")] * 1000)) as central:
        until(lambda: "degraded" in states(central.listener))
        orders: list[Any] = [
            (f"{ROOT}/cmd/snapshot", json.dumps({"transaction": f"t-{n}"}), 1, False) for n in range(30)
        ]
        publish.multiple(
            orders,
            port=broker.port,
            hostname="127.0.0.1",
            protocol=MQTTProtocolVersion.MQTTv5,
        )
        until(lambda: len(central.answers("snapshot")) == 30, within_s=40)
        reasons = [answer["data"]["reason"] for answer in central.answers("snapshot")]
        assert set(reasons) == {"busy", "source"}
        transactions = {answer["data"]["transaction"] for answer in central.answers("snapshot")}
        assert len(transactions) == 30


def test_every_verb_has_its_deed(broker: Mosquitto, tmp_path: Path) -> None:
    with centre(broker, tmp_path) as central:
        until(lambda: len(central.listener.events()) > 1)
        filed = central.listener.events()[1].subject
        more: dict[str, dict[str, object]] = PERSONS | {
            "replay": {"from_sequence": 1},
            "review": {**PERSONS["review"], "inspection": filed},
        }
        for number, verb in enumerate(Verb):
            said = central.ask(verb, **(more.get(verb, {}) | {"transaction": f"t-{number}"}))
            refused = verb is Verb.ACCEPT  # there is no inspection with that id
            assert said["outcome"] == ("refused" if refused else "done"), said


def test_the_gate_subscribes_to_nothing_of_its_own(broker: Mosquitto, tmp_path: Path) -> None:
    with centre(broker, tmp_path):
        pass
    subscribed = [line.split()[1] for line in broker.log().splitlines() if "(QoS 1)" in line]
    assert set(subscribed) == {"#", f"{ROOT}/cmd/+", "return-gate/v1/test/expected"}
