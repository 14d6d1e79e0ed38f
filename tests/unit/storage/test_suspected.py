"""What was only suspected in a picture: kept beside it, told to nobody, and gone when it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from edge.config.storing import Storage
from edge.domain.inspection import Inspection
from edge.inspection.suspected import Suspected
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
DOUBT = Suspected(
    kind="dent",
    confidence=0.125,
    box=(0.5, 0.25, 0.125, 0.0625),
    vehicle_box=(0.25, 0.5, 0.25, 0.125),
    image_id="i1",
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path, source=SOURCE) as opened:
        yield opened


def filed(store: Store, record: Inspection, *suspected: Suspected) -> Filed:
    picture = Picture(
        image_id="i1", role="view", view="lane", jpeg=JPEG, width=64, height=36, suspected=suspected
    )
    return store.file(EventType.COMPLETED, record, [picture], NOON)


def test_what_was_suspected_is_kept_and_not_told(store: Store) -> None:
    body = filed(store, inspection(), DOUBT, replace(DOUBT, kind="scratch")).body
    assert store.suspected([SHA256, "0" * 64]) == {SHA256: (DOUBT, replace(DOUBT, kind="scratch"))}
    assert b"suspected" not in body


def test_a_picture_without_suspicions_has_none(store: Store) -> None:
    filed(store, inspection())
    assert store.suspected([SHA256]) == {}


def test_it_outlives_the_first_revision_and_goes_with_the_last(store: Store) -> None:
    first = filed(store, inspection(), DOUBT).event.data
    assert isinstance(first, Inspection)
    store.file(EventType.REVISED, replace(first, revision=1), (), NOON + timedelta(days=1))
    store.outbox.acknowledged(1, 2)
    store.database.run("DELETE FROM event WHERE sequence = 1")
    assert store.suspected([SHA256]) == {SHA256: (DOUBT,)}
    prune(store, Storage(), NOON + timedelta(days=10_000), 10**12)
    assert store.suspected([SHA256]) == {}


def test_a_store_from_before_has_none_and_takes_some(tmp_path: Path) -> None:
    with pytest.MonkeyPatch.context() as old:
        old.setattr(opening, "MIGRATIONS", MIGRATIONS[:6])
        Store.open(tmp_path, source=SOURCE).close()
    with Store.open(tmp_path, source=SOURCE) as store:
        filed(store, inspection(), DOUBT)
        assert store.suspected([SHA256]) == {SHA256: (DOUBT,)}
