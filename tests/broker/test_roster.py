"""``{base}/v1/{site}/expected`` with the whole live driver and a real broker."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from edge.app.overload import Turnstile
from edge.config.camera import Camera
from edge.config.telling import Mqtt
from edge.domain.inspection import Decision, Inspection, Purpose
from edge.domain.observation import Observation
from edge.domain.passage import Passage
from edge.inspection.identity import vehicle_key
from edge.wire.plain import to_json
from tests.broker.listener import Listener, until
from tests.broker.mosquitto import Mosquitto
from tests.examples import expected
from tests.passages import observation
from tests.unit.app.parts import KEY, Script, config, parts, running

TOPIC = "return-gate/v1/test/expected"
MINE, ANOTHER, NEAR = (vehicle_key(plate, KEY) for plate in ("AB123CD", "XY987ZW", "A8123CD"))
WRONG = b'[{"key": "AB123CD"}]'


class Reads(Turnstile):
    """An inspector that reads the same plate on every car."""

    def inspect(self, passage: Passage) -> Observation:
        return replace(observation(), passage=passage)


def roster(*keys: str, rental: str = "R-7") -> bytes:
    return b"[" + b",".join(to_json(replace(expected(key), rental=rental)) for key in keys) + b"]"


class Lane:
    """What is said of the cars that drive through, one after the other."""

    def __init__(self, listener: Listener) -> None:
        self._listener = listener

    def cars(self) -> list[Inspection]:
        return [event.data for event in self._listener.events() if isinstance(event.data, Inspection)]

    def until(self, so: Callable[[Inspection], bool]) -> Inspection:
        """The last car, once that is so of it."""
        until(lambda: bool(self.cars()) and so(self.cars()[-1]))
        return self.cars()[-1]

    def until_rental(self, rental: str) -> Inspection:
        return self.until(lambda car: car.rental == rental)

    def until_told(self, *said: str) -> Inspection:
        """The roster has this to say, and nothing else."""
        return self.until(lambda car: tuple(r for r in car.decision_reasons if "roster" in r) == said)

    def alerts(self) -> list[bytes]:
        return self._listener.payloads("alert/roster-malformed")


@contextmanager
def lane(broker: Mosquitto, folder: Path) -> Iterator[Lane]:
    """A gate that inspects one car after the other, and a subscriber."""
    camera = Camera(role="lane", source="/dev/video0")
    made = config(folder, camera, mqtt=Mqtt(host="127.0.0.1", port=broker.port, baselines=False))
    live = parts(Script("lane", [1] * 100_000), few=3, inspector=Reads())
    with Listener(broker.port) as listener, running(made, live) as gate:
        yield Lane(listener)
    assert gate.failure is None


def test_what_stands_there_is_read_on_connect_and_after_a_restart(broker: Mosquitto, tmp_path: Path) -> None:
    broker.say(TOPIC, roster(ANOTHER, MINE), retain=True)
    for _ in range(2):
        with lane(broker, tmp_path) as cars:
            assert cars.until_rental("R-7").purpose is Purpose.CHECKOUT
            cars.until_told()


def test_a_roster_that_comes_later_counts_from_then_on_until_it_is_cleared(
    broker: Mosquitto, tmp_path: Path
) -> None:
    with lane(broker, tmp_path) as cars:
        assert cars.until_told().purpose is Purpose.RETURN
        broker.say(TOPIC, roster(MINE), retain=True)
        cars.until_rental("R-7")
        broker.say(TOPIC, roster(ANOTHER), retain=True)
        assert cars.until_told("roster:not_expected").rental is None
        broker.say(TOPIC, roster(NEAR), retain=True)
        doubted = cars.until_told(f"roster:plate_near_expected:{NEAR}", "roster:not_expected")
        assert doubted.vehicle.key == MINE
        assert doubted.decision is Decision.NEEDS_REVIEW
        broker.say(TOPIC, b"", retain=True)
        assert cars.until_told().purpose is Purpose.RETURN


def test_a_wrong_roster_is_told_and_changes_nothing(
    broker: Mosquitto, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with lane(broker, tmp_path) as cars:
        broker.say(TOPIC, roster(MINE), retain=True)
        cars.until_rental("R-7")
        broker.say(TOPIC, WRONG, retain=True)
        until(lambda: bool(cars.alerts()) and cars.alerts()[-1] != b"")
        assert "0.key: " in json.loads(cars.alerts()[-1])["text"]
        assert "code=roster-malformed 0.key: " in caplog.text
        assert "AB123CD" not in caplog.text
        seen = len(cars.cars())
        until(lambda: len(cars.cars()) > seen + 1)
        cars.until_rental("R-7")
        broker.say(TOPIC, roster(MINE, rental="R-8"), retain=True)
        cars.until_rental("R-8")
        until(lambda: cars.alerts()[-1] == b"")


def test_the_last_roster_outlives_a_broker_that_forgot_it_and_the_next_is_heard(
    broker: Mosquitto, tmp_path: Path
) -> None:
    with lane(broker, tmp_path) as cars:
        broker.say(TOPIC, roster(MINE), retain=True)
        cars.until_rental("R-7")
        broker.kill()
        broker.start()
        with Listener(broker.port) as again:
            back = Lane(again)
            back.until_rental("R-7")
            broker.say(TOPIC, roster(MINE, rental="R-8"), retain=True)
            back.until_rental("R-8")


def test_a_roster_of_many_thousand_cars_is_heard(broker: Mosquitto, tmp_path: Path) -> None:
    many = [f"{number:032x}" for number in range(20_000)]
    broker.say(TOPIC, roster(*many, MINE), retain=True)
    with lane(broker, tmp_path) as cars:
        assert cars.until_rental("R-7").purpose is Purpose.CHECKOUT
