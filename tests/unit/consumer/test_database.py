from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from deploy.consumer.database import Database, reading
from deploy.consumer.intake import Intake
from edge.domain.errors import StorageError
from tests.unit.consumer.bodies import body


def test_what_was_taken_is_there_after_a_restart(tmp_path: Path) -> None:
    first = Database(tmp_path / "new" / "fleet.db")
    Intake(first).take(body(1))
    first.close()
    second = Database(first.path)
    with reading(second.path) as db:
        assert db.execute("SELECT count(*) FROM event").fetchone()[0] == 1
    second.close()


def test_a_foreign_database_is_left_alone(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "fleet.db")) as foreign:
        foreign.execute("CREATE TABLE t(x)")
    with pytest.raises(StorageError, match="another program"):
        Database(tmp_path / "fleet.db")


def test_a_newer_database_is_left_alone(tmp_path: Path) -> None:
    Database(tmp_path / "fleet.db").close()
    with closing(sqlite3.connect(tmp_path / "fleet.db")) as newer:
        newer.execute("PRAGMA user_version=99")
    with pytest.raises(StorageError, match="newer version"):
        Database(tmp_path / "fleet.db")


def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    (tmp_path / "fleet.db").write_bytes(b"no database" * 1000)
    with pytest.raises(StorageError, match="not a database"):
        Database(tmp_path / "fleet.db")


def test_a_page_cannot_write(tmp_path: Path) -> None:
    Database(tmp_path / "fleet.db").close()
    with pytest.raises(StorageError, match="readonly"), reading(tmp_path / "fleet.db") as db:
        db.execute("DELETE FROM event")


def test_a_database_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="unable to open"), reading(tmp_path / "none.db"):
        pass
