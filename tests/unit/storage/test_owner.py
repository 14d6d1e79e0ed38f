"""What root leaves in a state folder is its owner's, so that the gate's own user can go on with it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from edge.inspection.gallery import Gallery, Known
from edge.storage.enrolled import Enrolled
from edge.storage.evidence import Picture
from edge.storage.format import DATABASE, EVIDENCE, RESERVE
from edge.storage.store import Store
from edge.wire.event import EventType
from tests.examples import NOON, SOURCE, inspection

NOBODY = 65534
pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="only root makes files for others")


@pytest.fixture
def state(tmp_path: Path) -> Path:
    os.chown(tmp_path, NOBODY, NOBODY)
    return tmp_path


def picture(jpeg: bytes) -> Picture:
    return Picture(image_id="i1", role="view", view="top", jpeg=jpeg, width=640, height=360)


def strangers(state: Path) -> Iterator[str]:
    """What lies there and belongs to somebody else."""
    for path in sorted(state.rglob("*")):
        if (path.stat().st_uid, path.stat().st_gid) != (NOBODY, NOBODY):
            yield path.relative_to(state).as_posix()


def test_a_store_with_its_pictures(state: Path) -> None:
    with Store.open(state, source=SOURCE) as store:
        store.file(EventType.COMPLETED, inspection(), [picture(b"one")], NOON)
        names = {path.name for path in state.iterdir()}
        assert names == {DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm", EVIDENCE, RESERVE}
        assert list(strangers(state)) == []


def test_a_look_beside_the_gate(state: Path) -> None:
    Store.open(state, source=SOURCE).close()
    with Store.existing(state, source=SOURCE) as store:
        store.begin_session(NOON)
        assert (state / f"{DATABASE}-wal").exists()
        assert list(strangers(state)) == []


def test_folders_that_root_made_earlier_are_handed_over_with_the_next_picture(state: Path) -> None:
    with Store.open(state, source=SOURCE) as store:
        (state / EVIDENCE).mkdir()
        store.evidence.put(b"one")
        assert list(strangers(state)) == []


def test_a_damaged_database_that_is_set_aside(state: Path) -> None:
    (state / DATABASE).write_bytes(b"no database " * 1000)
    os.chown(state / DATABASE, NOBODY, NOBODY)
    with Store.open(state, source=SOURCE) as store:
        assert store.damaged == state / "damaged-1"
        assert list(strangers(state)) == []


def test_labels_that_were_enrolled(state: Path) -> None:
    Enrolled(state, "ab" * 32).write(Gallery([Known.of("polo", [np.ones(4, np.float32)])]))
    assert list(strangers(state)) == []
