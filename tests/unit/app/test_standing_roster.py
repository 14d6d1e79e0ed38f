from __future__ import annotations

import json

from edge.app.standing_roster import StandingRoster
from edge.flow.clock import ReplayClock
from edge.messaging.board import NoticeBoard
from edge.messaging.facts import Arrived
from edge.wire.plain import to_json
from tests.examples import KEY, NOON, expected

GOOD = b"[" + to_json(expected()) + b"]"
ALERT = "alert/roster-malformed"


def hear(standing: StandingRoster, payload: bytes) -> list[str] | None:
    """The keys of the cars that are expected then."""
    standing.hear(Arrived(topic="expected", payload=payload, retained=True))
    roster = standing.now()
    return None if roster is None else list(roster.cars)


def test_the_newest_good_one_stands_until_it_is_cleared() -> None:
    standing = StandingRoster(NoticeBoard(), ReplayClock(NOON))
    assert standing.now() is None
    assert hear(standing, GOOD) == [KEY]
    assert hear(standing, b"[]") == []
    assert hear(standing, GOOD) == [KEY]
    assert hear(standing, b"") is None


def test_a_wrong_one_changes_nothing_and_is_an_alert_until_a_good_one_comes() -> None:
    board = NoticeBoard()
    standing = StandingRoster(board, ReplayClock(NOON))
    assert board.changes() == {ALERT: b""}, "what an earlier run may have left there"
    hear(standing, GOOD)
    assert hear(standing, b'[{"key": "x"}]') == [KEY]
    assert "0.key: " in json.loads(board.changes()[ALERT])["text"]
    hear(standing, GOOD)
    assert board.changes() == {ALERT: b""}
