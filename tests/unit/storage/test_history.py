"""Which visits a vehicle's baseline is made of."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from edge.config.storing import Retention, Storage
from edge.domain.inspection import Decision, Inspection, Purpose, Seen
from edge.storage.format import DATABASE
from edge.storage.retention import prune
from edge.storage.store import Store
from edge.wire.event import EventType
from tests.examples import KEY, NOON, SOURCE, inspection
from tests.passages import coverage


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path, source=SOURCE) as opened:
        yield opened


def visit(number: int, purpose: Purpose = Purpose.RETURN, rental: str | None = None) -> Inspection:
    return replace(inspection(number), purpose=purpose, rental=rental)


def file(store: Store, *records: Inspection, kind: EventType = EventType.COMPLETED) -> None:
    for record in records:
        store.file(kind, record, (), NOON)


def base(store: Store, rental: str | None = None, before: int | None = None) -> int | None:
    """The number of the visit at the beginning of the interval."""
    past = store.baseline(KEY, rental, before)
    return None if past is None else int(past.baseline.inspection.inspection_id[-12:])


def test_a_return_goes_back_to_the_checkout_of_its_rental(store: Store) -> None:
    file(store, visit(1, Purpose.CHECKOUT, "R-1"), visit(2, Purpose.MOVE), visit(3, rental="R-1"))
    assert base(store, "R-1") == 1
    assert (base(store), base(store, "R-2")) == (3, 3)
    assert base(store, "R-1", before=1) is None


def test_a_checkout_that_may_be_another_car_s_is_none(store: Store) -> None:
    doubtful = replace(
        visit(2, Purpose.CHECKOUT, "R-1"), decision_reasons=("identity:color_was_red_is_blue",)
    )
    file(store, visit(1), doubtful)
    assert base(store, "R-1") == 1


def test_the_state_at_the_checkout_knows_nothing_that_came_later(store: Store) -> None:
    dark = replace(visit(1, Purpose.CHECKOUT, "R-1"), coverage=(coverage(Seen.UNSEEN, view="top"),))
    file(store, dark, visit(2))
    past = store.baseline(KEY, "R-1")
    assert past is not None
    assert [side.status for side in past.baseline.inspection.coverage] == [Seen.UNSEEN]


def test_a_revision_can_make_it_the_checkout_of_another_rental(store: Store) -> None:
    file(store, visit(1, Purpose.CHECKOUT, "R-1"), visit(2))
    file(store, replace(visit(1, Purpose.CHECKOUT, "R-9"), revision=1), kind=EventType.REVISED)
    assert (base(store, "R-1"), base(store, "R-9")) == (2, 1)


def test_what_a_baseline_is_made_of_outlives_its_time(store: Store) -> None:
    rules = Storage(retention=Retention(no_new_damage_days=90))
    out = replace(visit(1, Purpose.CHECKOUT, "R-1"), coverage=(coverage(view="rear"),))
    dark = (coverage(view="left"), coverage(Seen.PARTLY, view="rear"))
    later = [replace(visit(number), coverage=dark) for number in (2, 3, 4)]
    file(store, *(replace(each, decision=Decision.NO_NEW_DAMAGE) for each in (out, *later)))
    store.outbox.acknowledged(1, 2, 3, 4)
    prune(store, rules, NOON + timedelta(days=1000), 10**12)
    kept = [row["sequence"] for row in store.database.rows("SELECT sequence FROM event")]
    assert kept == [1, 4], "the checkout, which alone saw the rear, and the last"


def test_the_vehicles_known_here_are_those_with_a_visit_to_be_compared_with(store: Store) -> None:
    doubted = replace(visit(2), decision_reasons=("identity:looks_unlike",))
    other = replace(doubted.vehicle, key="f" * 32)
    file(store, visit(1), replace(doubted, vehicle=other))
    assert store.history.known(["f" * 32, "0" * 32, KEY, KEY]) == (KEY,)
    assert store.history.known([]) == ()


def test_a_store_of_the_format_before_knows_its_baselines(tmp_path: Path) -> None:
    with Store.open(tmp_path, source=SOURCE) as store:
        file(store, visit(1, Purpose.CHECKOUT, "R-1"), visit(2))
        file(store, replace(visit(3), decision=Decision.NEEDS_REVIEW))
        expected = store.baseline(KEY, "R-1")
    with closing(sqlite3.connect(tmp_path / DATABASE)) as old:
        tables = ("imported_picture", "imported", "settled", "ruling", "side")
        for gone in ("VIEW visit", *(f"TABLE {name}" for name in tables)):
            old.execute(f"DROP {gone}")
        added = {"inspection": ("accepted", "checkout_of"), "picture": ("embedding", "network", "suspected")}
        for table, column in ((table, column) for table, columns in added.items() for column in columns):
            old.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
        old.execute("PRAGMA user_version=3")
        old.commit()
    with Store.open(tmp_path, source=SOURCE) as store:
        assert store.baseline(KEY, "R-1") == expected
        assert base(store) == 2, "before, one that somebody must review was none"
