"""A baseline goes to another gate in a file, and counts there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from itertools import product
from pathlib import Path
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_LZMA, ZIP_STORED, ZipFile

import pytest

from edge.app import baseline_file
from edge.app.baseline_file import BaselineFile, of_store, unpacked
from edge.config.storing import Storage
from edge.domain.errors import DataError
from edge.domain.inspection import Decision, Inspection, Interval, Provenance, Purpose, Status
from edge.storage.retention import prune
from edge.storage.store import Store
from tests.examples import NOON, SOURCE
from tests.passages import observation
from tests.unit.app.test_baselines import ANOTHER, KEY, SCRATCH, Yard, statuses
from tests.unit.app.test_desk import desk, store_in

FREE = 10**12


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Store]:
    with store_in(tmp_path / "here") as store:
        yield store


def yard(store: Store, *, day: float = 0) -> Yard:
    made = Yard(desk(store, observation()))
    made.days = day
    return made


def from_elsewhere(folder: Path) -> tuple[Inspection, Inspection, bytes]:
    """A checkout and a later visit at another gate, and the file that it gives of them."""
    with store_in(folder / "elsewhere") as store:
        other = yard(store)
        out = other.visit(SCRATCH, purpose=Purpose.CHECKOUT, rental="R-1")
        moved = other.visit(SCRATCH, purpose=Purpose.MOVE)
        found = of_store(store, KEY)
        assert of_store(store, "ff" * 16) is None
    assert found is not None
    assert found.missing == 0
    return out, moved, found.packed()


def take(store: Store, data: bytes, day: float = 0) -> BaselineFile:
    found = unpacked(data)
    store.imports.put(found.baseline, found.pictures, NOON + timedelta(days=day))
    return found


def test_the_next_visit_is_compared_with_what_was_brought(here: Store, tmp_path: Path) -> None:
    out, moved, data = from_elsewhere(tmp_path)
    take(here, data)
    back = yard(here, day=5).visit(SCRATCH, ANOTHER, rental="R-1")
    assert back.baseline is not None
    assert (back.baseline.inspection_id, back.baseline.interval) == (out.inspection_id, Interval.RENTAL)
    assert back.baseline.provenance is Provenance.IMPORTED
    assert back.baseline.source == SOURCE
    assert (back.decision, statuses(back)) == (Decision.NEW_DAMAGE, [Status.PRE_EXISTING, Status.NEW])
    with store_in(tmp_path / "third") as store:
        take(store, data)
        between = yard(store, day=5).visit(SCRATCH)
    assert between.baseline is not None
    assert between.baseline.inspection_id == moved.inspection_id


def test_what_is_newer_here_counts_more(here: Store, tmp_path: Path) -> None:
    _, _, data = from_elsewhere(tmp_path)
    own = yard(here, day=5).visit(SCRATCH)
    take(here, data)
    told = yard(here, day=6).visit(SCRATCH)
    assert told.baseline is not None
    assert (told.baseline.inspection_id, told.baseline.provenance) == (own.inspection_id, Provenance.OWN)


def test_its_pictures_are_kept_and_go_with_it(here: Store, tmp_path: Path) -> None:
    _, _, data = from_elsewhere(tmp_path)
    pictures = {f"{sha256[:2]}/{sha256}.jpg" for sha256 in take(here, data).pictures}
    take(here, data)
    later = NOON + timedelta(days=100_000)
    prune(here, Storage(), NOON + timedelta(hours=2), FREE)
    assert {path for path, _ in here.evidence.paths()} == pictures
    prune(here, Storage(), later, FREE)
    assert here.imports.of(KEY) is None
    assert list(here.evidence.paths()) == []


def test_a_picture_that_is_gone_is_counted(here: Store) -> None:
    told = yard(here).visit(SCRATCH)
    here.evidence.drop(told.evidence[0].path)
    found = of_store(here, KEY)
    assert found is not None
    assert (found.missing, len(found.pictures)) == (1, 0)
    assert unpacked(found.packed()).missing == 1


def rewritten(data: bytes, change: dict[str, bytes]) -> bytes:
    made = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(made, "w") as new:
        for name in old.namelist():
            new.writestr(name, change.get(name, old.read(name)))
    return made.getvalue()


@pytest.mark.parametrize(
    ("record", "fault"),
    [(b"", "has no key"), (b"[]", "has no key"), (b'{"key": "K"}', "key: "), (b'{"key": 1}', "key: ")],
)
def test_a_record_that_is_none_is_refused(tmp_path: Path, record: bytes, fault: str) -> None:
    _, _, data = from_elsewhere(tmp_path)
    with pytest.raises(DataError, match=fault):
        unpacked(rewritten(data, {"baseline.json": record}))


@pytest.mark.parametrize("packed", [ZIP_STORED, ZIP_DEFLATED, ZIP_BZIP2, ZIP_LZMA])
def test_any_byte_may_be_damaged(packed: int) -> None:
    made = BytesIO()
    with ZipFile(made, "w", packed) as file:
        file.writestr("baseline.json", b'{"key": "' + bytes(range(97, 123)) * 8 + b'"}')
        file.writestr("pictures/größe.jpg", b"no picture")
    data = made.getvalue()
    for place, byte in product(range(len(data)), (0x01, 0x55, 0xFF)):
        damaged = bytearray(data)
        damaged[place] ^= byte
        with pytest.raises(DataError, match=r"^no baseline: ."):
            unpacked(bytes(damaged))


def test_what_was_altered_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _, _, data = from_elsewhere(tmp_path)
    with ZipFile(BytesIO(data)) as file:
        picture = next(name for name in file.namelist() if name.startswith("pictures/"))
    with pytest.raises(DataError, match="is not the picture that was filed"):
        unpacked(rewritten(data, {picture: b"another"}))
    for wrong in (b"no zip", b"", data[: len(data) // 2], rewritten(data, {})[:-9]):
        with pytest.raises(DataError, match="no baseline"):
            unpacked(wrong)
    monkeypatch.setattr(baseline_file, "_MOST_BYTES", 100)
    with pytest.raises(DataError, match="larger than 100 bytes"):
        unpacked(data)
