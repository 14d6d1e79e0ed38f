"""Whether a gate's events follow one another, as the centre sees it."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations
from typing import Any

import pytest

from deploy.consumer.chain import breaks
from deploy.consumer.database import Database, reading
from deploy.consumer.intake import Intake
from deploy.consumer.verdict import Break, Duplicate, Stored
from deploy.consumer.words import break_in_words
from edge.wire.event import FIRST, event_hash, event_json, stamped
from tests.examples import SOURCE
from tests.unit.consumer.bodies import STORE, changed, event

ORDERS = list(permutations(range(4)))


def filed(count: int = 4, **altered: Any) -> list[bytes]:
    """Events 1 to ``count`` as a gate files them, each with the hash of the one before it.

    ``altered``: fields of number 2 that were written over after the third was filed.
    """
    bodies: list[bytes] = []
    for number in range(1, count + 1):
        previous = event_hash(bodies[-1]) if bodies else FIRST
        bodies.append(event_json(replace(event(number), previous=previous)))
    if altered:
        bodies[1] = changed(bodies[1], **altered)
    return bodies


def broken(database: Database) -> list[int]:
    with reading(database.path) as db:
        return [each.sequence for each in breaks(db)]


@pytest.mark.parametrize("order", ORDERS)
def test_a_whole_chain_holds_in_whatever_order_it_comes(
    intake: Intake, database: Database, order: tuple[int, ...]
) -> None:
    bodies = filed()
    for n in order:
        verdict = intake.take(stamped(bodies[n], replayed=bool(n % 2)))
        assert isinstance(verdict, Stored)
        assert verdict.breaks == ()
    assert broken(database) == []


@pytest.mark.parametrize("order", ORDERS)
def test_an_altered_event_is_told_once_its_neighbours_are_there(
    intake: Intake, database: Database, order: tuple[int, ...]
) -> None:
    bodies = filed(subject="another")
    for n in order:
        assert isinstance(intake.take(bodies[n]), Stored)
    assert broken(database) == [3]
    assert isinstance(intake.take(bodies[1]), Duplicate)
    assert broken(database) == [3]


def test_it_is_said_of_the_event_that_brought_it_to_light(intake: Intake) -> None:
    bodies = filed(subject="another")
    for n in (0, 2):
        intake.take(bodies[n])
    verdict = intake.take(bodies[1])
    assert isinstance(verdict, Stored)
    assert verdict.breaks == (Break(source=SOURCE, store=STORE, sequence=3),)


def test_an_event_that_no_gate_can_have_written_is_a_break_and_stops_nothing(
    intake: Intake, database: Database
) -> None:
    bodies = filed()
    bodies[1] = bodies[1][:-1] + b',"newer":1e999}'
    for sent in bodies:
        assert isinstance(intake.take(sent), Stored)
    assert broken(database) == [3]


def test_a_first_event_that_names_another_before_it_is_a_break(intake: Intake, database: Database) -> None:
    intake.take(event_json(replace(event(1), previous="ab" * 32)))
    assert broken(database) == [1]


def test_where_nobody_can_say_nothing_is_said(intake: Intake, database: Database) -> None:
    bodies = filed()
    intake.take(bodies[0])
    intake.take(bodies[3])  # a hole before it
    intake.take(event_json(event(2)))  # older than the chain
    assert broken(database) == []


def test_a_break_outlives_its_events(intake: Intake, database: Database) -> None:
    for sent in filed(subject="another"):
        intake.take(sent)
    with database.transaction() as db:
        db.execute("DELETE FROM inspection")
        db.execute("DELETE FROM event")
    assert broken(database) == [3]


def test_in_words() -> None:
    first, other = (Break(source=SOURCE, store=STORE, sequence=n) for n in (1, 3))
    assert "number 2 or number 3 of its store" in break_in_words(other)
    assert "number 1 of its store" in break_in_words(first)
