from __future__ import annotations

from datetime import timedelta

import pytest

from deploy.consumer.aside import tally
from deploy.consumer.database import Database, reading
from deploy.consumer.intake import Intake
from deploy.consumer.judge import Judge
from deploy.consumer.notices import THUMBNAIL_BYTES, Gate, Notices, gates
from deploy.consumer.reading import thumbnail
from deploy.consumer.strip import presence, strip
from deploy.consumer.words import SILENT, UNKNOWN
from edge.domain.inspection import ClockState
from edge.wire.plain import to_json
from edge.wire.standing import Condition, Health, Queue, State
from tests.examples import NOON, SOURCE, blind
from tests.unit.consumer.bodies import JPEG, body


def state(condition: Condition, session: int = 1) -> bytes:
    return to_json(State(state=condition, session=session, since=NOON, reasons=("camera_stalled",)))


def only_gate(database: Database) -> Gate:
    with reading(database.path) as db:
        (gate,) = gates(db)
    return gate


def condition_of(database: Database) -> Condition | None:
    state = only_gate(database).state
    return state.state if state else None


def test_the_last_word_of_a_gate_counts(notices: Notices, database: Database) -> None:
    notices.state(state(Condition.INIT), SOURCE, retained=False)
    notices.state(state(Condition.READY), SOURCE, retained=False)
    assert condition_of(database) is Condition.READY


def test_a_late_will_of_an_older_session_means_nothing(notices: Notices, database: Database) -> None:
    notices.state(state(Condition.READY, 8), SOURCE, retained=False)
    notices.state(state(Condition.LOST, 7), SOURCE, retained=False)
    assert condition_of(database) is Condition.READY
    notices.state(state(Condition.LOST, 8), SOURCE, retained=False)
    assert condition_of(database) is Condition.LOST


@pytest.mark.parametrize("session", [2**63, -(2**63) - 1])
def test_a_session_that_no_database_holds_is_set_aside(
    notices: Notices, database: Database, session: int
) -> None:
    notices.state(state(Condition.READY, session), SOURCE, retained=True)
    with reading(database.path) as db:
        assert gates(db) == ()


def test_what_is_retained_is_no_heartbeat(notices: Notices, database: Database) -> None:
    notices.state(state(Condition.READY), SOURCE, retained=True)
    assert only_gate(database).heard_at is None
    notices.health(health(), SOURCE, retained=False)
    heard_at = only_gate(database).heard_at
    assert heard_at is not None
    notices.health(health(), SOURCE, retained=True)
    assert only_gate(database).heard_at == heard_at


def health() -> bytes:
    return to_json(
        Health(
            at=NOON,
            uptime_s=1.0,
            queue=Queue(waiting=3, set_aside=0, lost=1, oldest_at=NOON),
            clock=ClockState(synchronized=True),
            disk_free_bytes=1,
            rates={},
            counts={},
        )
    )


def test_three_heartbeats_missed_are_silence(database: Database, judge: Judge) -> None:
    notices = Notices(database, judge, now=lambda: NOON)
    notices.state(state(Condition.READY), SOURCE, retained=False)
    gate = only_gate(database)
    assert presence(gate, NOON + timedelta(seconds=180)).word == "ready"
    assert presence(gate, NOON + timedelta(seconds=181)) == SILENT


def test_the_strip_says_what_waits_and_what_was_not_watched(
    notices: Notices, intake: Intake, database: Database
) -> None:
    intake.take(body(1, data=blind()))
    notices.health(health(), SOURCE, retained=False)
    intake.take(body(3, source="/depot-7/gate-3", store="00000000-0000-4000-8000-000000000003"))
    with reading(database.path) as db:
        told = strip(db, NOON)
    assert [(gate.name, gate.waiting, gate.lost) for gate in told.gates] == [
        ("depot-7/gate-2", 3, 1),
        ("depot-7/gate-3", 0, 0),
    ]
    assert told.gates[0].blind == blind()
    assert told.gates[1].told == UNKNOWN
    assert told.holes == (
        "2 events of gate depot-7/gate-3, from before this dashboard first heard of it, are missing: "
        "numbers 1 to 2 of its store 00000000.",
    )


def test_a_thumbnail_is_kept_and_a_stranger_is_set_aside(notices: Notices, database: Database) -> None:
    notices.thumbnail(JPEG, SOURCE, "inspection-1", "0")
    notices.thumbnail(JPEG, SOURCE, "inspection-1", "../0")
    notices.thumbnail(JPEG + bytes(THUMBNAIL_BYTES), SOURCE, "inspection-1", "1")
    notices.thumbnail(b"<svg>", SOURCE, "inspection-1", "2")
    with reading(database.path) as db:
        assert thumbnail(db, SOURCE, "inspection-1", 0) == JPEG
        assert thumbnail(db, SOURCE, "inspection-1", 1) is None
        assert tally(db) == {"thumbnail": 3}


@pytest.mark.parametrize("sent", [b"", b"{}", b"\x00", state(Condition.READY, 2**64)])
def test_a_malformed_notice_is_set_aside(notices: Notices, database: Database, sent: bytes) -> None:
    notices.state(sent, SOURCE, retained=False)
    notices.health(sent, SOURCE, retained=False)
    notices.foreign(sent, "return-gate/v1/x")
    with reading(database.path) as db:
        assert gates(db) == ()
        assert sum(tally(db).values()) == 3
