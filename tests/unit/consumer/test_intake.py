from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest

from deploy.consumer.aside import kept, tally
from deploy.consumer.database import Database, reading
from deploy.consumer.format import ASIDE_BYTES, ASIDE_KEPT
from deploy.consumer.intake import Intake
from deploy.consumer.ledger import holes
from deploy.consumer.reading import Choice, counts, inspection, inspections
from deploy.consumer.verdict import Aside, Delivery, Duplicate, Hole, Stored
from edge.domain.errors import StorageError
from edge.domain.inspection import Decision
from tests.examples import NOON, SOURCE, blind
from tests.examples import inspection as example
from tests.unit.consumer.bodies import OTHER_STORE, STORE, body, changed, event


def stored_ids(database: Database) -> list[str]:
    with reading(database.path) as db:
        return [row["id"] for row in db.execute("SELECT id FROM event ORDER BY store, sequence")]


def test_an_event_is_stored_once_and_a_duplicate_is_known(intake: Intake, database: Database) -> None:
    first = intake.take(body(1), SOURCE)
    again = intake.take(changed(body(1), replayed=True), SOURCE)
    assert first == Stored(id=event(1).id, source=SOURCE)
    assert again == Duplicate(id=event(1).id, source=SOURCE)
    assert stored_ids(database) == [event(1).id]


def test_a_hole_is_told_when_it_opens_and_gone_when_it_is_filled(intake: Intake, database: Database) -> None:
    intake.take(body(1))
    verdict = intake.take(body(5))
    hole = Hole(source=SOURCE, store=STORE, first=2, last=4)
    assert isinstance(verdict, Stored)
    assert verdict.hole == hole
    with reading(database.path) as db:
        assert holes(db) == (hole,)
    for number in (3, 2, 4):
        intake.take(body(number))
    with reading(database.path) as db:
        assert holes(db) == ()


def test_a_new_store_is_a_new_count(intake: Intake, database: Database) -> None:
    intake.take(body(1))
    intake.take(body(2, store=OTHER_STORE))
    with reading(database.path) as db:
        assert holes(db) == (Hole(source=SOURCE, store=OTHER_STORE, first=1, last=1),)


@pytest.mark.parametrize(
    ("sent", "why"),
    [
        (changed(body(1), subject="another"), "contradiction"),
        (changed(body(1), id="00000000-0000-4000-8000-00000000dead"), "sequence_reused"),
        (body(2, source="/depot-7/gate-9"), "store_of_another_gate"),
    ],
)
def test_what_contradicts_is_kept_aside(intake: Intake, database: Database, sent: bytes, why: str) -> None:
    intake.take(body(1))
    verdict = intake.take(sent)
    assert isinstance(verdict, Aside)
    assert verdict.reason == why
    assert stored_ids(database) == [event(1).id]
    with reading(database.path) as db:
        assert [one.reason for one in kept(db, 10)] == [why]


def test_an_event_deleted_since_is_still_known(intake: Intake, database: Database) -> None:
    intake.take(body(1, data=blind()))
    with database.transaction() as db:
        db.execute("DELETE FROM event")
    assert isinstance(intake.take(body(1, data=blind())), Duplicate)
    with reading(database.path) as db:
        assert holes(db) == ()


def test_the_greatest_revision_is_shown_whatever_comes_first(intake: Intake, database: Database) -> None:
    first = example(1, decision=Decision.NEEDS_REVIEW)
    last = replace(first, revision=2, decision=Decision.NO_NEW_DAMAGE)
    middle = replace(first, revision=1, decision=Decision.NEW_DAMAGE)
    for number, data in ((7, last), (1, first), (4, middle)):
        intake.take(body(number, data=data))
    with reading(database.path) as db:
        shown = inspection(db, first.inspection_id)
        assert shown is not None
        assert shown.inspection == last
        assert counts(db) == {Decision.NO_NEW_DAMAGE: 1}


def test_the_list_goes_on_where_it_stopped(intake: Intake, database: Database) -> None:
    intake.take_all([Delivery(body=body(number)) for number in range(1, 8)])
    with reading(database.path) as db:
        seen, after = list[str](), None
        while found := inspections(db, Choice(limit=3, after=after)):
            seen += [filed.event.sequence for filed in found]
            after = found[-1].place
        assert seen == list("7654321")
        assert len(inspections(db, Choice(after="nonsense"))) == 7


def test_a_clock_that_was_not_set_does_not_sink_an_inspection(database: Database) -> None:
    intake = Intake(database, now=lambda: NOON)
    old = example(2)
    unset = replace(old, clock=replace(old.clock, synchronized=False))
    in_1970 = replace(
        unset,
        passage=replace(unset.passage, entered_at=NOON.replace(year=1970), left_at=NOON.replace(year=1970)),
    )
    intake.take(body(1))
    intake.take(body(2, data=in_1970))
    with reading(database.path) as db:
        assert [filed.event.sequence for filed in inspections(db, Choice())] == ["2", "1"]


def test_nonsense_is_counted_and_does_not_fill_the_disk(intake: Intake, database: Database) -> None:
    junk = b"x" * (ASIDE_BYTES + 10)
    intake.take_all([Delivery(body=junk, sender=SOURCE)] + [Delivery(body=b"{}")] * (ASIDE_KEPT + 5))
    with reading(database.path) as db:
        assert tally(db) == {"no_json": 1, "schema": ASIDE_KEPT + 5}
        assert len(kept(db, 2 * ASIDE_KEPT)) == ASIDE_KEPT


def test_a_disk_that_fails_takes_nothing_at_all(intake: Intake, database: Database) -> None:
    intake.take(body(1))
    with closing(sqlite3.connect(database.path)) as saboteur:
        saboteur.execute(
            "CREATE TRIGGER full BEFORE INSERT ON event WHEN NEW.sequence = 3"
            " BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END"
        )
    with pytest.raises(StorageError, match="disk is full"):
        intake.take_all([Delivery(body=body(2)), Delivery(body=body(3))])
    assert stored_ids(database) == [event(1).id]
    assert isinstance(intake.take(body(2)), Stored)
