from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from edge.domain.errors import StorageError
from edge.domain.inspection import Decision, Inspection
from edge.storage.evidence import Picture, path_of
from edge.storage.store import Store
from edge.wire.event import EventType, Record, event_from_json
from tests.examples import KEY, NOON, SOURCE, blind, inspection

JPEG = b"\xff\xd8 not really a picture \xff\xd9"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path, source=SOURCE) as opened:
        yield opened


def picture(image_id: str = "i1", jpeg: bytes = JPEG) -> Picture:
    return Picture(image_id=image_id, role="view", view="top", jpeg=jpeg, width=640, height=360)


def test_what_is_filed_waits_in_the_outbox_word_for_word(store: Store) -> None:
    filed = store.file(EventType.COMPLETED, inspection(), [picture()], NOON)
    (row,) = store.outbox.pending(8)
    assert (row.sequence, row.event_id, row.body) == (1, filed.event.id, filed.body)
    assert event_from_json(row.body) == filed.event
    assert filed.event.store == store.id
    assert not row.sent_before


def test_every_kind_of_event_shares_the_sequence(store: Store) -> None:
    kinds: list[tuple[EventType, Record]] = [(EventType.BLIND, blind()), (EventType.COMPLETED, inspection())]
    filed = [store.file(kind, record, [], NOON) for kind, record in kinds]
    revised = replace(inspection(), revision=1)
    filed.append(store.file(EventType.REVISED, revised, [], NOON))
    assert [f.event.sequence for f in filed] == ["1", "2", "3"]


def test_the_evidence_entry_names_bytes_that_can_be_read_back(store: Store) -> None:
    filed = store.file(EventType.COMPLETED, inspection(), [picture()], NOON)
    assert isinstance(filed.event.data, Inspection)
    (entry,) = filed.event.data.evidence
    assert store.picture(entry.sha256) == JPEG
    assert (store.folder / "evidence" / entry.path).read_bytes() == JPEG
    assert entry.bytes == len(JPEG)


def test_the_same_bytes_lie_on_the_disk_once(store: Store) -> None:
    store.file(EventType.COMPLETED, inspection(), [picture("i1"), picture("i2")], NOON)
    assert len(list(store.evidence.paths())) == 1


def test_a_picture_that_cannot_be_written_is_a_gap_and_the_rest_is_filed(store: Store) -> None:
    store.evidence.folder.write_text("a file stands where the folder should be")
    filed = store.file(EventType.COMPLETED, inspection(), [picture()], NOON)
    assert isinstance(filed.event.data, Inspection)
    assert filed.event.data.evidence == ()
    assert [(gap.stage, gap.reason) for gap in filed.event.data.gaps][-1] == ("evidence", "io_error")
    assert len(store.outbox.pending(8)) == 1


def test_a_full_disk_is_a_gap_that_says_so(store: Store) -> None:
    # /dev/full answers every write with "no space left on device".
    part = (store.evidence.folder / path_of(hashlib.sha256(JPEG).hexdigest())).with_suffix(".part")
    part.parent.mkdir(parents=True)
    part.symlink_to("/dev/full")
    filed = store.file(EventType.COMPLETED, inspection(), [picture("i1"), picture("i2", JPEG * 2)], NOON)
    assert isinstance(filed.event.data, Inspection)
    gap = filed.event.data.gaps[-1]
    assert (gap.stage, gap.reason, gap.detail) == ("evidence", "disk_full", "i1: No space left on device")
    assert [entry.image_id for entry in filed.event.data.evidence] == ["i2"]
    assert not part.is_symlink()


def test_damaged_evidence_is_told_not_shown(store: Store) -> None:
    filed = store.file(EventType.COMPLETED, inspection(), [picture()], NOON)
    assert isinstance(filed.event.data, Inspection)
    entry = filed.event.data.evidence[0]
    (store.folder / "evidence" / entry.path).write_bytes(b"x" * len(JPEG))
    with pytest.raises(StorageError, match="damaged"):
        store.picture(entry.sha256)


def test_the_baseline_is_the_last_accepted_inspection_of_the_key(store: Store) -> None:
    store.file(EventType.COMPLETED, inspection(1), [], NOON)
    store.file(EventType.COMPLETED, inspection(2, key="ff" * 16), [], NOON)
    # The clock went back: the order of filing decides.
    store.file(EventType.COMPLETED, inspection(3), [], NOON - timedelta(days=1))
    store.file(EventType.COMPLETED, another_car(4), [], NOON)
    past = store.baseline(KEY)
    assert past is not None
    assert (past.baseline.inspection, past.sequence) == (inspection(3), 3)
    earlier = store.baseline(KEY, before=3)
    assert earlier is not None
    assert earlier.baseline.inspection == inspection(1)
    assert store.baseline("ee" * 16) is None


def another_car(number: int) -> Inspection:
    """One with this plate that may be of another car altogether."""
    doubtful = inspection(number, decision=Decision.NEEDS_REVIEW)
    return replace(doubtful, decision_reasons=("identity:color_was_red_is_blue",))


def test_a_revision_moves_the_history_to_the_right_car(store: Store) -> None:
    store.file(EventType.COMPLETED, inspection(1), [], NOON)
    moved = replace(inspection(1, key="ff" * 16), revision=1)
    store.file(EventType.REVISED, moved, [], NOON)
    assert store.baseline(KEY) is None
    past = store.baseline("ff" * 16)
    assert past is not None
    assert (past.baseline.inspection, past.sequence) == (moved, 1)


def test_sessions_count_and_tell_the_blind_interval(tmp_path: Path) -> None:
    second = timedelta(seconds=1)
    with Store.open(tmp_path, source=SOURCE) as store:
        first = store.begin_session(NOON)
        store.watched(NOON + 60 * second)
        store.watched(NOON + 61 * second)
    with Store.open(tmp_path, source=SOURCE) as store:
        crashed = store.begin_session(NOON + 100 * second)
        store.end_session(NOON + 200 * second, watching=True)
        clean = store.begin_session(NOON + 300 * second)
    blinds = [s.blind for s in (first, crashed, clean)]
    assert [s.number for s in (first, crashed, clean)] == [1, 2, 3]
    assert [b.reason for b in blinds] == ["start", "crash", "restart"]
    assert [b.from_at for b in blinds] == [None, NOON + 60 * second, NOON + 200 * second]
    assert [b.until_at for b in blinds] == [NOON, NOON + 100 * second, NOON + 300 * second]


def test_a_clean_stop_of_a_gate_that_saw_nothing_hides_no_blind_interval(tmp_path: Path) -> None:
    hour = timedelta(hours=1)
    with Store.open(tmp_path, source=SOURCE) as store:
        store.begin_session(NOON)
        store.watched(NOON)
        store.end_session(NOON + 5 * hour, watching=False)
        after = store.begin_session(NOON + 6 * hour)
    assert (after.blind.from_at, after.blind.until_at) == (NOON, NOON + 6 * hour)


def test_a_start_that_dies_at_once_hides_no_blind_interval(tmp_path: Path) -> None:
    with Store.open(tmp_path, source=SOURCE) as store:
        store.begin_session(NOON)
        store.watched(NOON)
        store.begin_session(NOON + timedelta(hours=1))
        third = store.begin_session(NOON + timedelta(hours=2))
    assert third.blind.from_at == NOON


def test_a_clock_set_back_gives_no_negative_interval(tmp_path: Path) -> None:
    with Store.open(tmp_path, source=SOURCE) as store:
        store.begin_session(NOON)
        store.watched(NOON)
        session = store.begin_session(NOON - timedelta(days=9))
    assert session.blind.from_at == session.blind.until_at


def test_a_blind_interval_since_an_inspection_is_known(store: Store) -> None:
    store.file(EventType.COMPLETED, inspection(), [], NOON)
    assert not store.blind_since(1)
    store.file(EventType.BLIND, blind(), [], NOON)
    assert store.blind_since(1)
    assert not store.blind_since(2)


def test_a_second_thread_s_store_sees_what_was_filed(store: Store) -> None:
    with store.sibling() as other:
        store.file(EventType.COMPLETED, inspection(), [], NOON)
        assert [row.sequence for row in other.outbox.pending(8)] == [1]
        other.outbox.acknowledged(1)
    assert store.outbox.pending(8) == ()


def test_the_newest_event_of_an_inspection_is_found(store: Store) -> None:
    store.file(EventType.COMPLETED, inspection(1), [], NOON)
    revised = store.file(EventType.REVISED, replace(inspection(1), revision=1), [], NOON)
    assert store.history.find(inspection(1).inspection_id) == revised.event
    assert store.history.find("none") is None
