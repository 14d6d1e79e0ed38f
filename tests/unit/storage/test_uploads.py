from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from edge.storage import opening
from edge.storage.evidence import Picture
from edge.storage.format import MIGRATIONS
from edge.storage.store import Store
from edge.wire.event import EventType
from tests.examples import NOON, SOURCE, inspection


def file(store: Store, number: int) -> None:
    picture = Picture(
        image_id=f"i{number}", role="view", view="top", jpeg=bytes([number]) * 9, width=1, height=1
    )
    store.file(EventType.COMPLETED, inspection(number), [picture], NOON)


def test_a_picture_waits_for_its_event_and_all_before_it(tmp_path: Path) -> None:
    with Store.open(tmp_path, source=SOURCE) as store:
        for number in (1, 2, 3):
            file(store, number)
        store.outbox.acknowledged(2)
        assert store.uploads.next() is None
        store.outbox.set_aside(1, "oversize")
        first = store.uploads.next()
        assert first is not None
        assert store.uploads.jpeg(first) == b"\x01" * 9, "an event that stands aside waits for nothing"
        store.uploads.put_off(first)
        second = store.uploads.next()
        assert second is not None
        assert store.uploads.jpeg(second) == b"\x02" * 9
        store.uploads.stored(second, NOON)
        again = store.uploads.next()
        assert again is not None
        assert (again.sha256, again.tries) == (first.sha256, 1)
        store.uploads.refuse(again, "oversize")
        assert store.uploads.next() is None
        assert (store.uploads.depth().waiting, store.uploads.depth().refused) == (1, 1)


def test_a_store_of_the_first_format_is_brought_forward_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as old:
        old.setattr(opening, "MIGRATIONS", MIGRATIONS[:1])
        Store.open(tmp_path, source=SOURCE).close()
    with closing(sqlite3.connect(tmp_path / "gate.db", isolation_level=None)) as db:
        db.execute("INSERT INTO event VALUES (1, 'e', 'inspection.completed.v1', 'i', 0, x'7b7d')")
        db.execute(
            "INSERT INTO picture (sequence, image_id, sha256, bytes, path) VALUES (1, 'i', 'ab', 9, 'p')"
        )
        db.execute("UPDATE store SET last_sequence = 1")
    with Store.open(tmp_path, source=SOURCE) as store:
        assert store.damaged is None
        assert store.outbox.last_sequence() == 1
        parcel = store.uploads.next()
        assert parcel is not None
        assert (parcel.sha256, parcel.bytes, parcel.tries) == ("ab", 9, 0)
        assert store.answers.find("t-1") is None
        assert store.database.rows("PRAGMA user_version")[0][0] == len(MIGRATIONS)
