from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from edge.config.storing import Retention, Storage
from edge.domain.inspection import Decision
from edge.storage.evidence import Picture
from edge.storage.retention import Pruned, prune
from edge.storage.store import Store
from edge.wire.event import EventType
from tests.examples import KEY, SOURCE, blind, inspection

NOW = datetime.now(UTC)
FREE = 10**12
OTHER = "0f" * 16
NOBODY = 65534
RULES = Storage(retention=Retention(no_new_damage_days=90, first_seen_days=180, new_damage_days=730))
NONE = Pruned(expired=0, pictures=0, lost=0)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path, source=SOURCE) as opened:
        yield opened


def file(store: Store, number: int, decision: Decision, days_ago: int, key: str | None = KEY) -> None:
    picture = Picture(
        image_id="i1", role="view", view="top", jpeg=bytes([number]) * 1000, width=10, height=10
    )
    record = inspection(number, key=key, decision=decision)
    store.file(EventType.COMPLETED, record, [picture], NOW - timedelta(days=days_ago))


def kept(store: Store) -> list[int]:
    return [row[0] for row in store.database.rows("SELECT sequence FROM event ORDER BY sequence")]


def pictures(store: Store) -> list[int]:
    return [
        row[0]
        for row in store.database.rows("SELECT sequence FROM picture WHERE NOT pruned ORDER BY sequence")
        if store.picture(store.database.rows("SELECT sha256 FROM picture WHERE sequence = ?", row[0])[0][0])
    ]


def losses(store: Store) -> list[tuple[str, str]]:
    return [(row["kind"], row["reason"]) for row in store.database.rows("SELECT kind, reason FROM loss")]


def test_inspections_go_by_what_they_said_and_the_baseline_stays(store: Store) -> None:
    file(store, 1, Decision.NO_NEW_DAMAGE, 100)
    file(store, 2, Decision.NEW_DAMAGE, 100)
    file(store, 3, Decision.NO_NEW_DAMAGE, 99)
    store.outbox.acknowledged(1, 2, 3)
    assert prune(store, RULES, NOW, FREE) == Pruned(expired=1, pictures=0, lost=0)
    assert kept(store) == [2, 3]
    past = store.baseline(KEY)
    assert past is not None
    assert past.sequence == 3


def test_an_inspection_without_a_plate_is_nobody_s_baseline(store: Store) -> None:
    file(store, 1, Decision.NO_NEW_DAMAGE, 100, key=None)
    store.outbox.acknowledged(1)
    assert prune(store, RULES, NOW, FREE).expired == 1
    prune(store, RULES, NOW + timedelta(hours=2), FREE)
    assert list(store.evidence.paths()) == []


def test_what_was_not_sent_stays_whatever_its_age(store: Store) -> None:
    file(store, 1, Decision.FIRST_SEEN, 5000)
    store.file(EventType.BLIND, blind(), [], NOW - timedelta(days=5000))
    assert prune(store, RULES, NOW, FREE) == NONE
    store.outbox.acknowledged(1, 2)
    assert prune(store, RULES, NOW, FREE).expired == 2


def test_the_cap_takes_ordinary_pictures_first_and_records_the_others(store: Store) -> None:
    file(store, 1, Decision.NEW_DAMAGE, 5)
    file(store, 2, Decision.NO_NEW_DAMAGE, 4)
    file(store, 3, Decision.NO_NEW_DAMAGE, 3)
    cap = RULES.model_copy(update={"evidence_max_bytes": 2500})
    assert prune(store, cap, NOW, FREE).pictures == 1
    assert pictures(store) == [1, 3]
    assert losses(store) == []
    assert prune(store, cap.model_copy(update={"evidence_max_bytes": 0}), NOW, FREE).pictures == 2
    assert losses(store) == [("picture", "disk_cap")] * 2
    assert len(store.outbox.pending(10)) == 3


def test_what_the_centre_has_goes_before_its_kind_and_is_no_loss(store: Store) -> None:
    for number in (1, 2, 3):
        file(store, number, Decision.NEW_DAMAGE, 4 - number)
    store.outbox.acknowledged(1, 2, 3)
    for bring in (store.uploads.put_off, store.uploads.put_off, partial(store.uploads.stored, at=NOW)):
        parcel = store.uploads.next()
        assert parcel is not None
        bring(parcel)
    cap = RULES.model_copy(update={"evidence_max_bytes": 2000})
    assert prune(store, cap, NOW, FREE).pictures == 1
    assert pictures(store) == [1, 2]
    assert losses(store) == []


@pytest.mark.parametrize(("brought", "lost"), [(0, []), (1, [("picture", "retention")] * 2)])
def test_pictures_still_wanted_that_go_by_age_before_the_centre_has_them_are_recorded(
    store: Store, brought: int, lost: list[tuple[str, str]]
) -> None:
    for number in (1, 2):
        file(store, number, Decision.NEW_DAMAGE, 800)
    file(store, 3, Decision.FIRST_SEEN, 800)
    store.outbox.acknowledged(1, 2, 3)
    for _ in range(brought):
        parcel = store.uploads.next()
        assert parcel is not None
        store.uploads.stored(parcel, NOW)
    assert prune(store, RULES, NOW, FREE).expired == 3
    assert losses(store) == lost


def revise(store: Store, number: int, decision: Decision, days_ago: int, key: str) -> None:
    record = replace(inspection(number, key=key, decision=decision), revision=1)
    store.file(EventType.REVISED, record, [], NOW - timedelta(days=days_ago))


def test_an_inspection_goes_by_its_last_revision_and_whole(store: Store) -> None:
    file(store, 1, Decision.NEW_DAMAGE, 100)
    revise(store, 1, Decision.NO_NEW_DAMAGE, 99, key=OTHER)
    file(store, 2, Decision.NO_NEW_DAMAGE, 50, key=OTHER)
    store.outbox.acknowledged(1, 2, 3)
    assert prune(store, RULES, NOW, FREE) == Pruned(expired=2, pictures=0, lost=0)
    assert kept(store) == [3]
    assert store.baseline(KEY) is None, "the car that a desk said it was not has the visit again"


def test_an_inspection_of_which_one_revision_waits_stays_whole(store: Store) -> None:
    file(store, 1, Decision.NEW_DAMAGE, 2000)
    revise(store, 1, Decision.NO_NEW_DAMAGE, 1999, key=OTHER)
    store.outbox.acknowledged(1)
    assert prune(store, RULES, NOW, FREE) == NONE


def test_where_nobody_is_told_nothing_waits(store: Store) -> None:
    for number in (1, 2):
        file(store, number, Decision.NO_NEW_DAMAGE, 1000, key=None)
    none = RULES.model_copy(update={"outbox_max_bytes": 0})
    assert prune(store, none, NOW, FREE, tells=False) == Pruned(expired=2, pictures=0, lost=0)


def test_more_than_goes_at_once_goes_and_the_file_grows_smaller(store: Store) -> None:
    for number in range(1, 6):
        file(store, number, Decision.FIRST_SEEN, 5000)
    numbers = store.outbox.last_sequence() + 1
    with store.database.transaction() as db:
        for n in range(numbers, numbers + 1200):
            values = (n, f"id{n}", EventType.BLIND.value, f"b{n}", 0, bytes(2000))
            db.execute("INSERT INTO event VALUES (?, ?, ?, ?, ?, ?)", values)
        db.execute("DELETE FROM outbox")
    pages = store.database.rows("PRAGMA page_count")[0][0]
    assert prune(store, RULES, NOW, FREE).expired == 1205
    assert store.database.rows("PRAGMA freelist_count")[0][0] == 0
    assert store.database.rows("PRAGMA page_count")[0][0] < pages / 5


def test_a_short_disk_takes_pictures(store: Store) -> None:
    file(store, 1, Decision.NO_NEW_DAMAGE, 4, key=None)
    short = RULES.min_free_bytes - 1
    assert prune(store, RULES, NOW, short).pictures == 1
    assert prune(store, RULES, NOW, short) == NONE


def test_unsent_events_over_their_cap_are_lost_oldest_first_and_recorded(store: Store) -> None:
    for number in range(1, 6):
        file(store, number, Decision.FIRST_SEEN, 1)
    store.outbox.set_aside(4, "oversize")
    size = len(store.outbox.pending(1)[0].body)
    cap = RULES.model_copy(update={"outbox_max_bytes": size * 3 + 10})
    assert prune(store, cap, NOW, FREE).lost == 2
    assert [row.sequence for row in store.outbox.pending(10)] == [2, 3, 5]
    assert store.outbox.depth().lost == 2
    assert losses(store) == [("event", "disk_cap")] * 2
    file(store, 6, Decision.FIRST_SEEN, 0)
    assert store.outbox.last_sequence() == 6


def test_a_revision_that_is_lost_takes_the_earlier_ones_with_it(store: Store) -> None:
    file(store, 1, Decision.NEW_DAMAGE, 3)
    revise(store, 1, Decision.NO_NEW_DAMAGE, 2, key=OTHER)
    file(store, 2, Decision.FIRST_SEEN, 1, key=OTHER)
    store.outbox.acknowledged(1)
    size = len(store.outbox.pending(2)[1].body)
    assert prune(store, RULES.model_copy(update={"outbox_max_bytes": size + 10}), NOW, FREE).lost == 1
    assert kept(store) == [3]
    assert store.baseline(KEY) is None


def test_an_earlier_revision_that_goes_with_a_lost_one_is_recorded_if_it_waited(store: Store) -> None:
    file(store, 1, Decision.NEW_DAMAGE, 3)
    revise(store, 1, Decision.NO_NEW_DAMAGE, 2, key=OTHER)
    store.outbox.set_aside(2, "oversize")
    size = len(store.outbox.pending(1)[0].body)
    assert prune(store, RULES.model_copy(update={"outbox_max_bytes": size + 10}), NOW, FREE).lost == 2
    assert losses(store) == [("event", "disk_cap")] * 2


def test_the_rest_of_a_crash_is_swept_once_it_is_old(store: Store) -> None:
    store.evidence.put(b"nobody names me")
    prune(store, RULES, NOW, FREE)
    assert len(list(store.evidence.paths())) == 1
    prune(store, RULES, NOW + timedelta(hours=2), FREE)
    assert list(store.evidence.paths()) == []


def test_what_cannot_be_deleted_is_told_and_ends_nothing(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    for number in (1, 2, 3):
        file(store, number, Decision.FIRST_SEEN, 10 - number)
    first, second, _ = [row[0] for row in store.database.rows("SELECT path FROM picture ORDER BY sequence")]
    store.evidence.drop(first)
    (store.evidence.folder / first).mkdir()
    (store.evidence.folder / second).with_suffix(".part").mkdir()
    cap = RULES.model_copy(update={"evidence_max_bytes": 1000})
    assert prune(store, cap, NOW + timedelta(hours=2), FREE).pictures == 2
    assert pictures(store) == [3]
    (told,) = [record.getMessage() for record in caplog.records]
    assert told.startswith("code=evidence-undeletable files=3 such as deleting ")


def test_a_file_that_went_meanwhile_is_swept_already(store: Store) -> None:
    (store.evidence.folder / "ab").mkdir(parents=True)
    (store.evidence.folder / "ab" / "abcd.part").symlink_to("gone")
    assert prune(store, RULES, NOW, FREE) == NONE


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
def test_a_picture_that_is_not_ours_to_delete_is_not_said_to_be_gone(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with tempfile.TemporaryDirectory() as made:
        os.chown(made, NOBODY, NOBODY)
        with as_nobody(), Store.open(Path(made), source=SOURCE) as store:
            for number in (1, 2):
                file(store, number, Decision.FIRST_SEEN, 1)
            foreign = store.evidence.folder / store.database.rows("SELECT path FROM picture")[0][0]
            with as_root():
                os.chown(foreign.parent, 0, 0)
            assert prune(store, RULES.model_copy(update={"evidence_max_bytes": 0}), NOW, FREE).pictures == 1
            assert pictures(store) == [1]
    assert "no_access" in caplog.text


@contextmanager
def as_nobody() -> Iterator[None]:
    os.setresuid(NOBODY, NOBODY, 0)
    try:
        yield
    finally:
        os.setresuid(0, 0, 0)


@contextmanager
def as_root() -> Iterator[None]:
    os.setresuid(0, 0, 0)
    try:
        yield
    finally:
        os.setresuid(NOBODY, NOBODY, 0)
