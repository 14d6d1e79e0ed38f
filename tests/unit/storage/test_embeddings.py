from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from edge.config.storing import Storage
from edge.domain.inspection import Inspection
from edge.inspection.likeness import Embedded
from edge.storage import opening
from edge.storage.evidence import Picture
from edge.storage.filing import Filed
from edge.storage.format import MIGRATIONS
from edge.storage.retention import prune
from edge.storage.store import Store
from edge.wire.event import EventType
from tests.examples import NOON, SOURCE, inspection

JPEG = b"no picture, but bytes"
SHA256 = sha256(JPEG).hexdigest()
MADE = Embedded.of((0.5, -1.0, 0.25), "ef" * 32)
ANEW = Embedded.of((1.0, 0.0, 0.0), "cd" * 32)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path, source=SOURCE) as opened:
        yield opened


def filed(store: Store, record: Inspection, embedded: Embedded | None = None) -> Filed:
    picture = Picture(
        image_id="i1", role="view", view="lane", jpeg=JPEG, width=64, height=36, embedded=embedded
    )
    return store.file(EventType.COMPLETED, record, [picture], NOON)


def test_what_a_network_made_of_a_picture_is_kept_and_not_told(store: Store) -> None:
    body = filed(store, inspection(), MADE).body
    assert store.embedded([SHA256, "0" * 64]) == {SHA256: MADE}
    assert MADE.network.encode() not in body
    assert b"embedd" not in body


def test_a_picture_that_no_network_saw_has_nothing(store: Store) -> None:
    filed(store, inspection())
    assert store.embedded([SHA256]) == {}


def test_the_same_picture_again_has_what_the_newest_network_made_of_it(store: Store) -> None:
    filed(store, inspection(1), MADE)
    filed(store, inspection(2), ANEW)
    assert store.embedded([SHA256]) == {SHA256: ANEW}


def test_it_outlives_the_first_revision_and_goes_with_the_last(store: Store) -> None:
    first = filed(store, inspection(), MADE).event.data
    assert isinstance(first, Inspection)
    store.file(EventType.REVISED, replace(first, revision=1), (), NOON + timedelta(days=1))
    store.outbox.acknowledged(1, 2)
    store.database.run("DELETE FROM event WHERE sequence = 1")
    assert store.embedded([SHA256]) == {SHA256: MADE}
    prune(store, Storage(), NOON + timedelta(days=10_000), 10**12)
    assert store.embedded([SHA256]) == {}


def test_a_store_from_before_has_none_and_takes_some(tmp_path: Path) -> None:
    with pytest.MonkeyPatch.context() as old:
        old.setattr(opening, "MIGRATIONS", MIGRATIONS[:4])
        Store.open(tmp_path, source=SOURCE).close()
    with Store.open(tmp_path, source=SOURCE) as store:
        filed(store, inspection(), MADE)
        assert store.embedded([SHA256]) == {SHA256: MADE}
