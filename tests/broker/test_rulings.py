"""What a person says over MQTT, with the live driver, a real broker and the reference consumer's core."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

from deploy.consumer.database import Database, reading
from deploy.consumer.intake import Intake
from deploy.consumer.reading import inspection
from deploy.consumer.verdict import Duplicate, Stored
from edge.app.overload import Turnstile
from edge.config.telling import Mqtt
from edge.domain.inspection import Decision, Inspection, Purpose
from edge.domain.observation import Observation
from edge.domain.passage import Passage
from edge.inspection.identity import vehicle_key
from edge.wire.event import Event, EventType
from tests.broker.listener import Listener, until
from tests.broker.mosquitto import Mosquitto
from tests.broker.test_commands import LANE, Centre
from tests.passages import observation
from tests.unit.app.parts import KEY, Script, config, parts, running

MINE, TRUE = (vehicle_key(plate, KEY) for plate in ("AB123CD", "XY987ZW"))
WHO = {"by": "Kim at the desk", "why": "looked at the pictures"}


class Reads(Turnstile):
    def inspect(self, passage: Passage) -> Observation:
        return replace(observation(), passage=passage)


@contextmanager
def desk(broker: Mosquitto, folder: Path, cars: int) -> Iterator[Centre]:
    """A gate through which so many cars have come, all with one plate, and somebody who tells it."""
    made = config(folder, LANE, mqtt=Mqtt(host="127.0.0.1", port=broker.port, baselines=False))
    lines: list[int | Exception] = [3 * cars]
    live = parts(Script("lane", lines), few=3, inspector=Reads())
    with Listener(broker.port) as listener, running(made, live) as gate:
        central = Centre(broker, listener, gate)
        until(lambda: len(told(central)) == cars)
        yield central
    assert gate.failure is None


def told(central: Centre) -> list[Event]:
    return [event for event in central.listener.events() if isinstance(event.data, Inspection)]


def record(event: Event) -> Inspection:
    assert isinstance(event.data, Inspection)
    return event.data


def test_a_review_comes_as_a_revision_in_the_same_order_and_the_consumer_shows_it(
    broker: Mosquitto, tmp_path: Path
) -> None:
    with desk(broker, tmp_path / "gate", 2) as central:
        first = told(central)[0].subject
        said = central.ask("review", "t-1", inspection=first, plate="xy 987 zw", rental="R-1", **WHO)
        assert (said["outcome"], said["revision"]) == ("done", 1)
        assert told(central)[1].subject in said["text"], "which was compared with it"
        until(lambda: len(told(central)) == 3)
        again = central.ask("review", "t-1", inspection=first, plate="xy 987 zw", **WHO)
        assert again == said
        refused = central.ask("review", "t-2", inspection=first, revision=0, purpose="move", **WHO)
        assert (refused["outcome"], refused["reason"]) == ("refused", "outdated")
        bodies = central.listener.payloads("inspection")
        events = central.listener.events()
    revision = record(events[-1])
    assert (events[-1].type, events[-1].subject) == (EventType.REVISED, first)
    assert [int(event.sequence) for event in events] == list(range(1, len(events) + 1))
    assert (revision.revision, revision.vehicle.key, revision.rental) == (1, TRUE, "R-1")
    assert revision.review is not None
    assert (revision.review.by, revision.review.corrected) == (WHO["by"], ("plate", "rental"))
    with closing(Database(tmp_path / "centre" / "fleet.db")) as database:
        intake = Intake(database)
        assert {type(intake.take(body)) for body in reversed(bodies)} == {Stored}
        assert {type(intake.take(body)) for body in bodies} == {Duplicate}
    with reading(tmp_path / "centre" / "fleet.db") as db:
        shown = inspection(db, first)
    assert shown is not None
    assert shown.inspection == revision


def test_a_reset_and_an_accepted_baseline_count_for_the_next_car(broker: Mosquitto, tmp_path: Path) -> None:
    with desk(broker, tmp_path, 2) as central:
        second = record(told(central)[1])
        assert second.baseline is not None
        said = central.ask("baseline.reset", "t-1", key=MINE, **WHO)
        assert (said["outcome"], said["text"]) == ("done", "2 visits count no more")
        late = central.ask("baseline.accept", "t-2", inspection=second.inspection_id, **WHO)
        assert (late["outcome"], late["reason"]) == ("refused", "reset_since")
    with desk(broker, tmp_path, 1) as central:
        fresh = record(told(central)[0])
        assert (fresh.decision, fresh.decision_reasons[1]) == (Decision.FIRST_SEEN, "baseline_reset")
        accepted = central.ask("baseline.accept", "t-3", inspection=fresh.inspection_id, **WHO)
        assert accepted["outcome"] == "done"
        assert (
            central.ask("review", "t-4", inspection=fresh.inspection_id, purpose="move", **WHO)["revision"]
            == 1
        )
    with desk(broker, tmp_path, 1) as central:
        baseline = record(told(central)[0]).baseline
        assert baseline is not None
        assert (baseline.inspection_id, baseline.purpose) == (fresh.inspection_id, Purpose.MOVE)
