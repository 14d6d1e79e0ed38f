"""What networks made of a picture: kept beside it, told to nobody, and gone when it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from edge.config.storing import Storage
from edge.domain.inspection import Inspection
from edge.inspection.likeness import Embedded
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
PLAIN = Picture(image_id="i1", role="view", view="lane", jpeg=JPEG, width=64, height=36)
MADE = Embedded.of((0.5, -1.0, 0.25), "ef" * 32)
ANEW = Embedded.of((1.0, 0.0, 0.0), "cd" * 32)
DOUBT = Suspected(
    kind="dent",
    confidence=0.125,
    box=(0.5, 0.25, 0.125, 0.0625),
    vehicle_box=(0.25, 0.5, 0.25, 0.125),
    image_id="i1",
)
DOUBTS = (DOUBT, replace(DOUBT, kind="scratch"))


@dataclass(frozen=True, kw_only=True)
class Kept:
    """One of the things that are kept beside pictures."""

    picture: Picture
    value: object
    read: Callable[[Store, list[str]], dict[str, Any]]
    migrations: int
    """Of a store from before it was kept."""
    untold: tuple[bytes, ...]
    """What the event says nothing of."""


EMBEDDED = Kept(
    picture=replace(PLAIN, embedded=MADE),
    value=MADE,
    read=lambda store, pictures: store.embedded(pictures),
    migrations=4,
    untold=(b"embedd", MADE.network.encode()),
)
SUSPECTED = Kept(
    picture=replace(PLAIN, suspected=DOUBTS),
    value=DOUBTS,
    read=lambda store, pictures: store.suspected(pictures),
    migrations=6,
    untold=(b"suspected",),
)
either = pytest.mark.parametrize("kept", [EMBEDDED, SUSPECTED], ids=["embedded", "suspected"])


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path, source=SOURCE) as opened:
        yield opened


def filed(store: Store, record: Inspection, picture: Picture) -> Filed:
    return store.file(EventType.COMPLETED, record, [picture], NOON)


@either
def test_what_a_network_made_of_a_picture_is_kept_and_not_told(store: Store, kept: Kept) -> None:
    body = filed(store, inspection(), kept.picture).body
    assert kept.read(store, [SHA256, "0" * 64]) == {SHA256: kept.value}
    assert not any(word in body for word in kept.untold)


@either
def test_a_picture_of_which_none_made_anything_has_nothing(store: Store, kept: Kept) -> None:
    filed(store, inspection(), PLAIN)
    assert kept.read(store, [SHA256]) == {}


def test_the_same_picture_again_has_what_the_newest_network_made_of_it(store: Store) -> None:
    filed(store, inspection(1), replace(PLAIN, embedded=MADE))
    filed(store, inspection(2), replace(PLAIN, embedded=ANEW))
    assert store.embedded([SHA256]) == {SHA256: ANEW}


@either
def test_it_outlives_the_first_revision_and_goes_with_the_last(store: Store, kept: Kept) -> None:
    first = filed(store, inspection(), kept.picture).event.data
    assert isinstance(first, Inspection)
    store.file(EventType.REVISED, replace(first, revision=1), (), NOON + timedelta(days=1))
    store.outbox.acknowledged(1, 2)
    store.database.run("DELETE FROM event WHERE sequence = 1")
    assert kept.read(store, [SHA256]) == {SHA256: kept.value}
    prune(store, Storage(), NOON + timedelta(days=10_000), 10**12)
    assert kept.read(store, [SHA256]) == {}


@either
def test_a_store_from_before_has_none_and_takes_some(tmp_path: Path, kept: Kept) -> None:
    with pytest.MonkeyPatch.context() as old:
        old.setattr(opening, "MIGRATIONS", MIGRATIONS[: kept.migrations])
        Store.open(tmp_path, source=SOURCE).close()
    with Store.open(tmp_path, source=SOURCE) as store:
        filed(store, inspection(), kept.picture)
        assert kept.read(store, [SHA256]) == {SHA256: kept.value}
