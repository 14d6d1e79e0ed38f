from __future__ import annotations

from typing import cast

import pytest

from edge.flow.clock import ReplayClock
from edge.messaging.board import NoticeBoard
from edge.messaging.crier import Crier
from edge.messaging.facts import SILENCE
from edge.messaging.mqtt import Link
from edge.wire.standing import Condition, State
from edge.wire.topics import Topics
from tests.examples import NOON
from tests.unit.messaging.wire import Wire

HOUR_NS = 3_600_000_000_000
TOPICS = Topics(site="depot-7", gate="gate-2")
ROOM = 8
LOST = 0x80


class Told:
    """A crier that has two alerts and a state to tell, and a connection of a broker that cuts."""

    def __init__(self) -> None:
        self.clock = ReplayClock(NOON)
        board = NoticeBoard()
        board.unpin("clock")
        board.unpin("disk")
        board.pin(State(state=Condition.READY, session=1, since=NOON))
        self.crier = Crier(board=board, topics=TOPICS, clock=self.clock)

    def connection(self, *poison: str, code: int = LOST) -> list[str]:
        """What goes over one connection until it is lost over ``poison``, or has taken all."""
        wire = Wire()
        self.crier.begin()
        while not self.crier.done:
            before = len(wire.sent)
            self.crier.tell(cast(Link, wire), ROOM)
            for mid, tail in enumerate(tails(wire)[before:], start=before + 1):
                if tail in poison:
                    self.crier.lost(code)
                    return tails(wire)
                assert self.crier.acknowledged(mid, 0)
        return tails(wire)


def tails(wire: Wire) -> list[str]:
    return [topic.removeprefix(TOPICS.of("")) for topic in wire.topics]


def test_what_costs_the_connection_three_times_is_set_aside_with_its_kind(
    caplog: pytest.LogCaptureFixture,
) -> None:
    told = Told()
    assert told.connection("alert/disk") == ["alert/clock", "alert/disk", "state"]
    assert told.connection("alert/disk") == ["alert/clock", "alert/disk"], "a suspect goes alone"
    assert told.connection("alert/disk") == ["alert/clock", "alert/disk"]
    assert "code=notice-set-aside kind=alert topic=alert/disk: the connection was lost" in caplog.text
    assert told.connection("alert/disk") == ["state"]


def test_an_hour_later_it_has_one_more_try() -> None:
    told = Told()
    for _ in range(3):
        told.connection("alert/disk")
    told.clock.reach(HOUR_NS)
    assert told.connection("alert/disk")[-1] == "alert/disk"
    assert told.connection("alert/disk") == ["state"]
    told.clock.reach(2 * HOUR_NS)
    assert told.connection() == ["alert/clock", "alert/disk", "state"], "mended"
    assert told.connection("alert/disk")[-1] == "state", "it begins anew"


def test_what_goes_through_is_suspected_no_more() -> None:
    told = Told()
    for _ in range(5):
        told.connection("alert/disk")
        assert told.connection() == ["alert/clock", "alert/disk", "state"]


def test_a_network_that_went_away_blames_nothing() -> None:
    told = Told()
    for _ in range(5):
        assert told.connection("alert/disk", code=SILENCE) == ["alert/clock", "alert/disk", "state"]


def test_a_broker_that_is_away_after_the_cut_adds_nothing_to_it() -> None:
    told = Told()
    for _ in range(2):
        wire = Wire()
        told.crier.begin()
        told.crier.tell(cast(Link, wire), 1)
        told.crier.acknowledged(1, 0x87)
        for _ in range(5):
            told.crier.lost(LOST)
    assert told.connection() == ["alert/clock", "alert/disk", "state"]


def test_a_refusal_that_arrives_just_before_the_cut_counts_too() -> None:
    told = Told()
    for _ in range(3):
        wire = Wire()
        told.crier.begin()
        told.crier.tell(cast(Link, wire), 1)
        assert told.crier.acknowledged(1, 0x87)
        told.crier.lost(LOST)
    assert told.connection() == ["state"]
