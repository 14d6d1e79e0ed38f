"""In any order, however often, in any batches: the same is stored, and holes are exactly what is missing."""

from __future__ import annotations

import tempfile
from contextlib import closing
from dataclasses import replace
from itertools import groupby
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from deploy.consumer.database import Database, reading
from deploy.consumer.intake import Intake
from deploy.consumer.judge import Judge
from deploy.consumer.ledger import holes
from deploy.consumer.verdict import Delivery, Duplicate, Stored, Verdict
from tests.examples import SOURCE, inspection
from tests.unit.consumer.bodies import OTHER_STORE, STORE, body, changed, event

JUDGE = Judge()
KINDS = 3
"""The events of one store share so many inspections, as revisions do."""

sent_events = st.lists(
    st.tuples(st.sampled_from([STORE, OTHER_STORE]), st.integers(1, 15), st.booleans()),
    min_size=1,
    max_size=40,
)


def sent(store: str, number: int, replayed: bool) -> bytes:
    first = 0 if store == STORE else KINDS  # no inspection is of two stores
    data = replace(inspection(first + number % KINDS), revision=number // KINDS)
    return changed(body(number, data=data, store=store), replayed=replayed)


def shown(path: Path) -> list[tuple[object, ...]]:
    question = (
        "SELECT e.id, e.store, e.sequence, e.content, i.inspection_id, i.revision FROM event e"
        " LEFT JOIN inspection i ON i.event = e.number ORDER BY e.store, e.sequence"
    )
    with reading(path) as db:
        return [tuple(row) for row in db.execute(question)]


def take(folder: Path, events: list[tuple[str, int, bool]], batch: int) -> tuple[Path, list[Verdict]]:
    deliveries = [Delivery(body=sent(*one), sender=SOURCE) for one in events]
    with closing(Database(folder / "fleet.db")) as database:
        intake = Intake(database, JUDGE)
        said = [
            verdict
            for start in range(0, len(deliveries), batch)
            for verdict in intake.take_all(deliveries[start : start + batch])
        ]
    return folder / "fleet.db", said


@settings(max_examples=25, deadline=None)
@given(events=sent_events, batch=st.integers(1, 10))
def test_the_same_is_stored_as_if_each_came_once_and_in_order(
    events: list[tuple[str, int, bool]], batch: int
) -> None:
    once = sorted({(store, number, False) for store, number, _ in events})
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as two:
        mixed, said = take(Path(one), events, batch)
        orderly, _ = take(Path(two), once, 100)
        assert shown(mixed) == shown(orderly)
    firsts = [(v.id, isinstance(v, Stored)) for v in said if isinstance(v, Stored | Duplicate)]
    ids = [event(number, store=store).id for store, number, _ in events]
    assert firsts == [(name, name not in ids[:at]) for at, name in enumerate(ids)]


@settings(max_examples=25, deadline=None)
@given(events=sent_events)
def test_the_holes_are_exactly_the_numbers_that_are_missing(events: list[tuple[str, int, bool]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path, _ = take(Path(folder), events, 7)
        with reading(path) as db:
            told = {(hole.store, hole.first, hole.last) for hole in holes(db)}
            runs = db.execute("SELECT count(*) FROM span").fetchone()[0]
    wanted = set[tuple[str, int, int]]()
    for store in {store for store, _, _ in events}:
        came = {number for one, number, _ in events if one == store}
        wanted |= {(store, first, last) for first, last in missing(came)}
    assert told == wanted
    assert runs <= len(wanted) + 2


def missing(came: set[int]) -> list[tuple[int, int]]:
    """Runs of the numbers from 1 to the greatest that did not come, counted the slow way."""
    gone = [number for number in range(1, max(came)) if number not in came]
    runs = [[n for _, n in run] for _, run in groupby(enumerate(gone), key=lambda pair: pair[1] - pair[0])]
    return [(run[0], run[-1]) for run in runs]
