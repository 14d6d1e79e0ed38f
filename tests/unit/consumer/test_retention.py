from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

from deploy.consumer.aside import kept, tally
from deploy.consumer.database import Database, reading
from deploy.consumer.evidence import EvidenceFolder, Put
from deploy.consumer.intake import Intake
from deploy.consumer.judge import Judge
from deploy.consumer.ledger import holes
from deploy.consumer.notices import Notices
from deploy.consumer.reading import Choice, inspections, thumbnail
from deploy.consumer.retention import Retention
from deploy.consumer.verdict import Duplicate
from tests.examples import NOON, SOURCE, blind
from tests.unit.consumer.bodies import JPEG, SHA256, body

YEAR = timedelta(days=365)


def test_what_is_old_goes_and_makes_no_hole(database: Database, judge: Judge, tmp_path: Path) -> None:
    then = Intake(database, judge, now=lambda: NOON - YEAR)
    for sent in (body(1), body(2, data=blind()), b"junk"):
        then.take(sent)
    Notices(database, judge, now=lambda: NOON - YEAR).thumbnail(JPEG, SOURCE, "x", "0")
    Intake(database, judge, now=lambda: NOON).take(body(3))
    retention = Retention(database, folder(tmp_path), timedelta(days=30), now=lambda: NOON)
    assert retention.prune() == (2, 0)
    with reading(database.path) as db:
        assert [filed.event.sequence for filed in inspections(db, Choice())] == ["3"]
        assert (kept(db, 9), tally(db)) == ((), {"no_json": 1})
        assert thumbnail(db, SOURCE, "x", 0) is None
        assert holes(db) == ()
    assert isinstance(then.take(body(1)), Duplicate)


def test_a_picture_goes_with_its_age_and_stays_while_it_is_wanted(database: Database, tmp_path: Path) -> None:
    pictures = folder(tmp_path)
    retention = Retention(database, pictures, timedelta(days=30))
    pictures.put(SHA256, JPEG)
    grow_old(pictures.path(SHA256))
    assert pictures.put(SHA256, JPEG) is Put.THERE
    assert retention.prune() == (0, 0)
    grow_old(pictures.path(SHA256))
    assert retention.prune() == (0, 1)
    assert not pictures.has(SHA256)


def test_a_disk_that_fails_is_told_and_does_not_stop_it(database: Database, tmp_path: Path) -> None:
    retention = Retention(database, folder(tmp_path), timedelta(days=30))
    database.close()
    retention.step()
    retention.step()


def folder(tmp_path: Path) -> EvidenceFolder:
    return EvidenceFolder(tmp_path / "evidence", max_bytes=1000, min_free_bytes=0)


def grow_old(file: Path) -> None:
    os.utime(file, (0, 0))
