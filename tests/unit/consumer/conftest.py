from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.consumer.database import Database
from deploy.consumer.intake import Intake
from deploy.consumer.judge import Judge
from deploy.consumer.notices import Notices


@pytest.fixture(scope="session")
def judge() -> Judge:
    return Judge()


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database(tmp_path / "fleet.db")
    yield opened
    opened.close()


@pytest.fixture
def intake(database: Database, judge: Judge) -> Intake:
    return Intake(database, judge)


@pytest.fixture
def notices(database: Database, judge: Judge) -> Notices:
    return Notices(database, judge)
