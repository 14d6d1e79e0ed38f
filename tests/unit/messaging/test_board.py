from __future__ import annotations

import json
from datetime import timedelta

from edge.domain.inspection import ClockState
from edge.messaging.board import NoticeBoard
from edge.wire.standing import Alert, Condition, Health, Lane, LaneState, Queue, State
from tests.examples import NOON

STATE = State(state=Condition.READY, session=1, since=NOON)
LANE = Lane(state=LaneState.IDLE, passage=None, since=NOON, expires_at=NOON + timedelta(minutes=1))
HEALTH = Health(
    at=NOON,
    uptime_s=1.0,
    queue=Queue(waiting=0, set_aside=0, lost=0, oldest_at=None),
    clock=ClockState(synchronized=True),
    disk_free_bytes=1,
    rates={},
    counts={},
)
ALERT = Alert(code="disk", since=NOON, text="full", remedy="clear it")


def test_only_what_changed_is_told_and_only_once() -> None:
    board = NoticeBoard()
    board.pin(STATE)
    board.pin(LANE)
    assert list(board.changes()) == ["lane", "state"]
    assert board.changes() == {}
    board.pin(LANE)
    assert list(board.changes()) == ["lane"]


def test_state_goes_with_every_health_as_a_heartbeat() -> None:
    board = NoticeBoard()
    board.pin(STATE)
    board.changes()
    board.pin(HEALTH)
    assert list(board.changes()) == ["health", "state"]


def test_a_fresh_connection_is_told_everything_state_last() -> None:
    board = NoticeBoard()
    for notice in (STATE, LANE, ALERT):
        board.pin(notice)
    board.changes()
    assert list(board.everything()) == ["lane", "alert/disk", "state"]
    assert board.changes() == {}


def test_an_alert_that_is_over_is_cleared_with_an_empty_payload() -> None:
    board = NoticeBoard()
    board.pin(ALERT)
    assert json.loads(board.changes()["alert/disk"])["remedy"] == "clear it"
    board.unpin("disk")
    assert board.changes() == {"alert/disk": b""}
    board.unpin("disk")
    assert board.changes() == {}
    # An earlier run may have left it on the broker.
    assert board.everything() == {"alert/disk": b""}
