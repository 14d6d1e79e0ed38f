"""``{base}/v1/fleet/vehicle/{key}`` with the whole live driver, a real broker and pictures over HTTP."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest

from edge.app.filing import Desk
from edge.app.overload import Turnstile
from edge.config.evidence import Evidence
from edge.config.gate import GateConfig
from edge.config.telling import Mqtt
from edge.domain.frame import Frame
from edge.domain.inspection import Decision, Inspection, Interval, Provenance, Purpose, Status
from edge.domain.observation import Observation
from edge.domain.passage import Passage
from edge.flow.clock import ReplayClock
from edge.inspection.identity import vehicle_key
from edge.inspection.purpose import Purposes
from edge.inspection.roster import Roster
from edge.storage.store import Store
from edge.wire.expected import Expected
from edge.wire.handed import Handed, HandedOver
from edge.wire.plain import to_json
from tests.broker.centre import ScriptedCentre
from tests.broker.listener import Listener, until
from tests.broker.mosquitto import Mosquitto
from tests.broker.test_commands import LANE
from tests.broker.test_live_gate import states
from tests.carside import drives_by
from tests.examples import NOON, judge
from tests.passages import damage, observation
from tests.unit.app.parts import KEY, EveryFew, Script, config, events, parts, running

CAR = vehicle_key("AB123CD", KEY)
TOPIC, EXPECTED = f"return-gate/v1/fleet/vehicle/{CAR}", "return-gate/v1/test/expected"
COMES_BACK = Expected(key=CAR, rental="R-7", purpose=Purpose.RETURN)
SCRATCH, NEW = 90, 200
UNREACHABLE = "baseline:baseline_unreachable"


class Sees(Turnstile):
    """An inspector that finds what is marked on :func:`drives_by`."""

    def __init__(self, *lefts: float) -> None:
        self.lefts = lefts

    def inspect(self, passage: Passage) -> Observation:
        return replace(observation(*(damage(left=left) for left in self.lefts)), passage=passage)


class DrivesBy(EveryFew):
    """A watch to which, each time the barrier opens, one car with these scratches comes."""

    def __init__(self, barrier: Event, *lefts: float) -> None:
        super().__init__(3)
        self.barrier, self.lefts = barrier, lefts

    def step(self, frame: Frame) -> list[Passage]:
        found = super().step(frame) if self.barrier.is_set() else []
        if found:
            self.barrier.clear()
        return [replace(drives_by(*self.lefts), number=each.number) for each in found]

    def finish(self) -> list[Passage]:
        return super().finish() if len(self.frames) == self.few else []


def checkout(folder: Path) -> tuple[HandedOver, dict[str, bytes]]:
    """The car goes out at another gate: what the centre has of that, and its pictures."""
    with Store.open(folder, source="/elsewhere/gate-1") as store:
        desk = Desk(
            inspector=Sees(SCRATCH),
            store=store,
            key=KEY,
            clock=ReplayClock(NOON),
            purposes=Purposes(usual=Purpose.CHECKOUT),
            now_ns=lambda: 0,
            judge=judge(),
            cameras=frozenset({"lane"}),
            roster=lambda: Roster.of([replace(COMES_BACK, purpose=Purpose.CHECKOUT)]),
        )
        told = desk.file(drives_by(SCRATCH)).event.data
        assert isinstance(told, Inspection)
        pictures = {each.sha256: store.picture(each.sha256) for each in told.evidence}
    handed = Handed(source="/elsewhere/gate-1", inspection=told)
    return HandedOver(key=CAR, checkout=handed, last=handed), pictures


def made(broker: Mosquitto, folder: Path, url: str | None = None, *, baselines: bool = True) -> GateConfig:
    mqtt = Mqtt(host="127.0.0.1", port=broker.port, baselines=baselines)
    evidence = Evidence(download_url=url, download_timeout_s=1)
    return config(folder, LANE, mqtt=mqtt, evidence=evidence)


class Lane:
    """A gate with a connection, a barrier before it, and what it says."""

    def __init__(self, listener: Listener, barrier: Event) -> None:
        self.listener, self._barrier = listener, barrier

    def open(self) -> None:
        """Let the car come."""
        self._barrier.set()

    def cars(self) -> list[Inspection]:
        """What has been said of it until now."""
        return [event.data for event in self.listener.events() if isinstance(event.data, Inspection)]

    def comes(self) -> Inspection:
        """Let the car come; what is said of it."""
        before = len(self.cars())
        self.open()
        until(lambda: len(self.cars()) > before, within_s=20)
        return self.cars()[-1]

    def alerts(self) -> list[bytes]:
        return self.listener.payloads("alert/baseline-malformed")


@contextmanager
def lane(settings: GateConfig, *lefts: float) -> Iterator[Lane]:
    """A gate that has never seen the car."""
    barrier = Event()
    live = parts(Script("lane", [1] * 100_000), inspector=Sees(*lefts))
    live = replace(live, make_watcher=lambda role: DrivesBy(barrier, *lefts))
    with Listener(settings.mqtt.port) as listener, running(settings, live) as gate:
        until(lambda: "ready" in states(listener))
        yield Lane(listener, barrier)
    assert gate.failure is None


def test_a_gate_that_sees_a_car_for_the_first_time_has_its_checkout(
    broker: Mosquitto, tmp_path: Path
) -> None:
    told, pictures = checkout(tmp_path / "elsewhere")
    broker.say(TOPIC, to_json(told), retain=True)
    broker.say(EXPECTED, b"[" + to_json(COMES_BACK) + b"]", retain=True)
    with ScriptedCentre() as centre:
        centre.kept |= pictures
        with lane(made(broker, tmp_path / "gate", centre.url), SCRATCH, NEW) as gate:
            car = gate.comes()
    assert told.checkout is not None
    assert car.baseline is not None
    assert car.baseline.inspection_id == told.checkout.inspection.inspection_id
    assert (car.baseline.provenance, car.baseline.interval) == (Provenance.CENTRE, Interval.RENTAL)
    assert car.baseline.source == "/elsewhere/gate-1"
    assert car.decision is Decision.NEW_DAMAGE
    assert [each.status for each in car.findings] == [Status.PRE_EXISTING, Status.NEW]
    assert car.findings[1].status_reason == "changed_at_place", "the pictures were compared"
    assert set(centre.asked) == set(pictures)


def test_without_its_pictures_nothing_is_called_new(broker: Mosquitto, tmp_path: Path) -> None:
    told, _ = checkout(tmp_path / "elsewhere")
    broker.say(TOPIC, to_json(told), retain=True)
    with (
        ScriptedCentre() as centre,
        lane(made(broker, tmp_path / "gate", centre.url), SCRATCH, NEW) as gate,
    ):
        car = gate.comes()
    assert car.decision is Decision.NEEDS_REVIEW
    assert [each.status for each in car.findings] == [Status.PRE_EXISTING, Status.NOT_COMPARABLE]
    (gap,) = (gap for gap in car.gaps if gap.stage == "baseline")
    assert gap.reason == "picture_unreachable"
    assert "HTTP 404" in gap.detail


def test_a_car_that_the_centre_does_not_know_is_first_seen_once_it_has_spoken(
    broker: Mosquitto, tmp_path: Path
) -> None:
    broker.say(EXPECTED, b"[]", retain=True)
    with lane(made(broker, tmp_path), SCRATCH) as gate:
        assert gate.comes().decision is Decision.FIRST_SEEN
    assert f"{TOPIC} (QoS 1)" in broker.log()
    assert broker.log().count(f"\t{TOPIC}") >= 2, "subscribed, and left again"


def test_a_baseline_that_cannot_be_reached_is_never_first_seen(broker: Mosquitto, tmp_path: Path) -> None:
    with lane(made(broker, tmp_path), SCRATCH) as gate:
        car, again = gate.comes(), gate.comes()
    assert (car.decision, car.decision_reasons) == (Decision.NEEDS_REVIEW, (UNREACHABLE,))
    assert car.baseline is None
    assert [gap.reason for gap in car.gaps if gap.stage == "baseline"] == ["baseline_unreachable"]
    assert again.baseline is not None, "what this gate itself has seen counts all the same"
    assert again.baseline.provenance is Provenance.OWN
    assert again.decision_reasons == ("every_view_compared", "centre_unreachable")


def test_a_broker_that_hangs_is_not_waited_for_for_ever(broker: Mosquitto, tmp_path: Path) -> None:
    with lane(made(broker, tmp_path), SCRATCH) as gate:
        broker.pause()
        try:
            gate.open()
            until(lambda: bool(unsent(tmp_path)), within_s=20)
        finally:
            broker.resume()
        until(lambda: bool(gate.cars()))
        assert gate.cars()[0].decision_reasons == (UNREACHABLE,)


def test_no_broker_is_no_first_visit_either(broker: Mosquitto, tmp_path: Path) -> None:
    with lane(made(broker, tmp_path), SCRATCH) as gate:
        broker.stop()
        gate.open()
        until(lambda: bool(unsent(tmp_path)), within_s=20)
    assert unsent(tmp_path)[0].decision_reasons == (UNREACHABLE,)


def unsent(folder: Path) -> list[Inspection]:
    return [event.data for event in events(folder) if isinstance(event.data, Inspection)]


def test_what_cannot_be_read_is_named_and_refused(
    broker: Mosquitto, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    told, _ = checkout(tmp_path / "elsewhere")
    wrong = json.loads(to_json(told))
    wrong["last"]["inspection"]["vehicle"]["key"] = "ff" * 16
    broker.say(EXPECTED, b"[]", retain=True)
    broker.say(TOPIC, json.dumps(wrong).encode(), retain=True)
    with lane(made(broker, tmp_path / "gate"), SCRATCH) as gate:
        car = gate.comes()
        until(lambda: any(gate.alerts()))
        alert = json.loads(gate.alerts()[-1])
        broker.say(TOPIC, to_json(told), retain=True)
        assert gate.comes().baseline is not None
        until(lambda: gate.alerts()[-1] == b"")
    fault = "last.inspection.vehicle.key: is another vehicle's"
    assert (car.decision, car.decision_reasons[0]) == (Decision.NEEDS_REVIEW, "baseline:baseline_malformed")
    assert fault in alert["text"]
    assert f"code=baseline-malformed key={CAR} {fault}" in caplog.text


def test_where_no_centre_hands_anything_over_nobody_is_asked(broker: Mosquitto, tmp_path: Path) -> None:
    with lane(made(broker, tmp_path, baselines=False), SCRATCH) as gate:
        car = gate.comes()
    assert car.decision is Decision.FIRST_SEEN
    assert TOPIC not in broker.log()
