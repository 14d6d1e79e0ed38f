"""A disk that is really full: a small tmpfs."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest

from edge.config.storing import Storage
from edge.domain.errors import StorageError
from edge.domain.inspection import Inspection
from edge.storage.evidence import Picture
from edge.storage.filing import Filed
from edge.storage.retention import prune
from edge.storage.store import Store
from edge.wire.event import EventType
from tests.examples import SOURCE, inspection

NOW = datetime.now(UTC)
pytestmark = pytest.mark.skipif(os.getuid() != 0, reason="mounting a small disk needs root")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", disk], check=False)
    if mounted.returncode != 0:
        pytest.skip("mounting is not allowed here")
    yield disk
    subprocess.run(["umount", disk], check=True)


def file(store: Store, number: int) -> Filed:
    picture = Picture(image_id="i1", role="view", view="top", jpeg=os.urandom(400_000), width=640, height=360)
    return store.file(EventType.COMPLETED, inspection(number), [picture], NOW)


def test_a_full_disk_costs_pictures_and_no_event_until_pruning_makes_room(small_disk: Path) -> None:
    with Store.open(small_disk, source=SOURCE) as store:
        filed = [file(store, number) for number in range(1, 101)]
        assert [f.event.sequence for f in filed] == [str(n) for n in range(1, 101)]
        records = [f.event.data for f in filed]
        kept = [isinstance(r, Inspection) and len(r.evidence) == 1 for r in records]
        assert any(kept)
        last = records[-1]
        assert isinstance(last, Inspection)
        assert (last.gaps[-1].stage, last.gaps[-1].reason) == ("evidence", "disk_full")
        rules = Storage(min_free_bytes=5_000_000)
        assert prune(store, rules, NOW, shutil.disk_usage(small_disk).free).pictures > 0
        after = file(store, 101).event.data
        assert isinstance(after, Inspection)
        assert len(after.evidence) == 1
        assert len(store.outbox.pending(1000)) == 101


def test_when_even_the_reserve_is_used_up_it_is_told_and_nothing_is_lost(small_disk: Path) -> None:
    with Store.open(small_disk, source=SOURCE) as store:
        file(store, 1)
        with pytest.raises(StorageError, match="disk_full"):
            file_until_full(store)
        last = store.outbox.last_sequence()
    with Store.open(small_disk, source=SOURCE) as store:
        assert store.damaged is None
        assert [row.sequence for row in store.outbox.pending(10**6)] == list(range(1, last + 1))


def test_a_gate_on_a_disk_that_others_filled_starts_and_makes_room(small_disk: Path) -> None:
    with Store.open(small_disk, source=SOURCE) as store:
        store.begin_session(NOW)
        kept = [file(store, number) for number in range(1, 11)]
        store.end_session(NOW, watching=True)
    fill(small_disk / "others")
    with Store.open(small_disk, source=SOURCE) as store:
        assert store.begin_session(NOW).number == 2
        store.watched(NOW)
        assert prune(store, Storage(min_free_bytes=2_000_000), NOW, 0).pictures > 0
        assert len(store.outbox.pending(100)) == len(kept)


def test_a_gate_goes_on_watching_when_others_fill_the_disk(small_disk: Path) -> None:
    with Store.open(small_disk, source=SOURCE) as store:
        store.begin_session(NOW)
        fill(small_disk / "others")
        store.watched(NOW)
        file(store, 1)


def fill(path: Path) -> None:
    with path.open("wb", buffering=0) as others, suppress(OSError):
        while True:
            others.write(bytes(4096))


def file_until_full(store: Store) -> None:
    for number in range(2, 10_000):
        file(store, number)
