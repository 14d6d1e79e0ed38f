from __future__ import annotations

import sqlite3
import stat
import uuid
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from edge.domain.errors import StorageError
from edge.storage.store import Store
from edge.wire.event import EventType
from tests.examples import NOON, SOURCE, inspection


def test_a_store_keeps_its_identity(tmp_path: Path) -> None:
    with Store.open(tmp_path, source=SOURCE) as store:
        first = store.id
    with Store.open(tmp_path, source=SOURCE) as store:
        assert store.id == first
        assert store.damaged is None


def test_a_folder_that_we_make_is_only_ours_to_read(tmp_path: Path) -> None:
    Store.open(tmp_path / "state", source=SOURCE).close()
    assert stat.S_IMODE((tmp_path / "state").stat().st_mode) == 0o700


def test_many_may_open_a_new_store_at_once(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        for turn in range(5):
            folder = tmp_path / str(turn)
            ids = list(pool.map(open_and_file, [folder] * 8))
            assert len(set(ids)) == 1
            with Store.open(folder, source=SOURCE) as store:
                assert [row.sequence for row in store.outbox.pending(100)] == list(range(1, 9))


def open_and_file(folder: Path) -> str:
    with Store.open(folder, source=SOURCE) as store:
        assert store.damaged is None
        record = replace(inspection(), inspection_id=str(uuid.uuid4()))
        store.file(EventType.COMPLETED, record, [], NOON)
        return store.id


def test_a_foreign_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "gate.db")) as other:
        other.execute("CREATE TABLE theirs(x)")
    before = (tmp_path / "gate.db").read_bytes()
    with pytest.raises(StorageError, match="another program"):
        Store.open(tmp_path, source=SOURCE)
    assert (tmp_path / "gate.db").read_bytes() == before


def test_a_newer_database_is_refused_with_its_number(tmp_path: Path) -> None:
    Store.open(tmp_path, source=SOURCE).close()
    with closing(sqlite3.connect(tmp_path / "gate.db")) as newer:
        newer.execute("PRAGMA user_version=99")
    with pytest.raises(StorageError, match="format 99"):
        Store.open(tmp_path, source=SOURCE)


@pytest.mark.parametrize("offset", [0, 4096 + 5])
def test_a_damaged_database_is_kept_and_a_fresh_store_begun(tmp_path: Path, offset: int) -> None:
    with Store.open(tmp_path, source=SOURCE) as store:
        first = store.id
        for number in range(1, 20):
            store.file(EventType.COMPLETED, inspection(number), [], NOON)
    data = bytearray((tmp_path / "gate.db").read_bytes())
    data[offset : offset + 8000] = b"\xa5" * 8000
    (tmp_path / "gate.db").write_bytes(data)
    with Store.open(tmp_path, source=SOURCE) as store:
        assert store.id != first
        assert store.damaged == tmp_path / "damaged-1"
        assert (tmp_path / "damaged-1" / "gate.db").read_bytes() == bytes(data)
        assert store.outbox.last_sequence() == 0


def test_a_look_at_a_store_makes_nothing_and_sets_nothing_aside(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="nothing was ever filed"):
        Store.existing(tmp_path, source=SOURCE)
    assert list(tmp_path.iterdir()) == []
    with Store.open(tmp_path, source=SOURCE) as store:
        store.file(EventType.COMPLETED, inspection(), [], NOON)
        with Store.existing(tmp_path, source=SOURCE) as look:
            assert look.id == store.id
            assert look.outbox.depth().waiting == 1
    (tmp_path / "gate.db").write_bytes(b"\xa5" * 8000)
    with pytest.raises(StorageError, match="damaged"):
        Store.existing(tmp_path, source=SOURCE)
    assert not (tmp_path / "damaged-1").exists()


def test_a_folder_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file")
    with pytest.raises(StorageError, match=r"opening .*gate\.db"):
        Store.open(tmp_path / "state", source=SOURCE)


def test_a_busy_database_is_told_as_busy(tmp_path: Path) -> None:
    with Store.open(tmp_path, source=SOURCE) as store:
        store.database.run("PRAGMA busy_timeout=10")
        with closing(sqlite3.connect(tmp_path / "gate.db", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(StorageError, match="busy"):
                store.file(EventType.COMPLETED, inspection(), [], NOON)
        assert store.file(EventType.COMPLETED, inspection(), [], NOON).event.sequence == "1"


def test_a_full_database_refuses_the_new_event_and_keeps_the_old(tmp_path: Path) -> None:
    with Store.open(tmp_path, source=SOURCE) as store:
        store.file(EventType.COMPLETED, inspection(1), [], NOON)
        pages = store.database.rows("PRAGMA page_count")[0][0]
        store.database.run(f"PRAGMA max_page_count={pages}")
        with pytest.raises(StorageError, match="disk_full"):
            file_many(store)
        store.database.run("PRAGMA max_page_count=100000")
        last = store.outbox.last_sequence()
        assert store.file(EventType.COMPLETED, inspection(60), [], NOON).event.sequence == str(last + 1)
        assert len(store.outbox.pending(100)) == last + 1


def file_many(store: Store) -> None:
    for number in range(2, 50):
        store.file(EventType.COMPLETED, inspection(number), [], NOON)
