"""The chain of everything filed: what is altered or taken away since does not fit any more."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from edge.config.storing import Storage
from edge.domain.errors import StorageError
from edge.domain.inspection import Decision
from edge.storage import opening
from edge.storage.format import MIGRATIONS
from edge.storage.retention import prune
from edge.storage.store import Store
from edge.wire.event import FIRST, EventType, event_from_json, event_hash
from tests.examples import KEY, NOON, SOURCE, blind, inspection

PLENTY = 10**12


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An inspection, its revision, a blind interval, another inspection."""
    with Store.open(tmp_path, source=SOURCE) as opened:
        opened.file(EventType.COMPLETED, inspection(1), [], NOON)
        opened.file(EventType.REVISED, replace(inspection(1), revision=1), [], NOON)
        opened.file(EventType.BLIND, blind(), [], NOON)
        opened.file(EventType.COMPLETED, inspection(2), [], NOON)
        yield opened


def faults(store: Store) -> list[str]:
    return list(store.chain.faults())


def test_each_event_names_the_hash_of_the_one_before_it(store: Store) -> None:
    bodies = [row.body for row in store.outbox.pending(8)]
    named = [event_from_json(body).previous for body in bodies]
    assert named == [FIRST, *(event_hash(body) for body in bodies[:-1])]
    assert faults(store) == []


def test_what_could_not_be_filed_leaves_no_link(store: Store) -> None:
    bad = replace(inspection(3), timing_ms={"total": float("nan")})
    with pytest.raises(ValueError, match="JSON"):
        store.file(EventType.COMPLETED, bad, [], NOON)
    store.file(EventType.COMPLETED, inspection(3), [], NOON)
    assert faults(store) == []
    assert store.database.rows("SELECT count(*) FROM link")[0][0] == 5


def test_an_altered_event_is_told(store: Store) -> None:
    change(store, "UPDATE event SET body = replace(body, 'first_seen', 'no_new_damage') WHERE sequence = 1")
    assert faults(store) == ["event 1 is not what was filed"]


def test_the_newest_event_of_an_inspection_is_proved_before_it_is_handed_out(store: Store) -> None:
    (_, revised, *_) = (row.body for row in store.outbox.pending(8))
    wanted = inspection(1).inspection_id
    assert store.chain.proved(wanted) == revised
    assert store.chain.proved("ffff") is None
    change(store, "UPDATE event SET body = '{}' WHERE sequence = 2")
    with pytest.raises(StorageError, match="event 2 is not what was filed"):
        store.chain.proved(wanted)


def test_an_event_altered_with_its_hash_no_longer_precedes_the_next(store: Store) -> None:
    change(store, "UPDATE event SET body = CAST(replace(body, 'first_seen', 'x') AS BLOB) WHERE sequence = 2")
    body = store.database.rows("SELECT body FROM event WHERE sequence = 2")[0][0]
    change(store, f"UPDATE link SET sha256 = '{event_hash(body)}' WHERE sequence = 2")
    assert faults(store) == ["event 3 does not follow the event before it"]


def test_an_event_removed_with_its_hash_is_told(store: Store) -> None:
    change(store, "DELETE FROM event WHERE sequence = 2", "DELETE FROM link WHERE sequence = 2")
    assert faults(store) == ["event 2 was removed with its hash"]


def test_what_expires_leaves_its_hash_and_the_others_hold(store: Store) -> None:
    store.outbox.acknowledged(1, 2, 3, 4)
    rules = Storage()
    later = NOON + timedelta(days=rules.retention.first_seen_days + 1)
    store.file(EventType.COMPLETED, inspection(3, key=KEY), [], later)
    prune(store, rules, later, PLENTY)
    assert store.chain.gone() >= 3
    assert faults(store) == []
    filed = store.file(EventType.COMPLETED, inspection(4), [], later)
    assert filed.event.previous is not None
    assert faults(store) == []


def test_many_events_are_read_in_parts(tmp_path: Path) -> None:
    with Store.open(tmp_path, source=SOURCE) as store:
        store.database.run("PRAGMA synchronous=OFF")
        for number in range(300):
            store.file(EventType.COMPLETED, inspection(number, decision=Decision.FIRST_SEEN), [], NOON)
        assert faults(store) == []
        change(store, "UPDATE event SET body = '{}' WHERE sequence IN (256, 257, 300)")
        assert [fault.split()[1] for fault in faults(store)] == ["256", "257", "300"]


def test_an_older_store_is_chained_from_where_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as old:
        old.setattr(opening, "MIGRATIONS", MIGRATIONS[:2])
        Store.open(tmp_path, source=SOURCE).close()
    with closing(sqlite3.connect(tmp_path / "gate.db", isolation_level=None)) as db:
        db.execute("INSERT INTO event VALUES (2, 'e', 'inspection.completed.v1', 'i', 0, x'7b7d')")
        db.execute("UPDATE store SET last_sequence = 3")
    with Store.open(tmp_path, source=SOURCE) as store:
        assert faults(store) == []
        assert store.chain.gone() == 2
        first = store.file(EventType.COMPLETED, inspection(1), [], NOON)
        second = store.file(EventType.COMPLETED, inspection(2), [], NOON)
        assert (first.event.sequence, first.event.previous) == ("4", FIRST)
        assert second.event.previous == event_hash(first.body)
        change(store, "UPDATE event SET body = '{\"a\":1}' WHERE sequence = 2")
        assert faults(store) == ["event 2 is not what was filed"]


def change(store: Store, *statements: str) -> None:
    """As somebody would who has the database in their hands."""
    with closing(sqlite3.connect(store.folder / "gate.db", isolation_level=None)) as db:
        for statement in statements:
            db.execute(statement)
