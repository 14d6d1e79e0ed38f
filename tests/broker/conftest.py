from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from edge.storage.store import Store
from tests.broker.mosquitto import PROGRAM, Mosquitto
from tests.examples import SOURCE


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    absent = pytest.mark.skip(reason="mosquitto is not installed")
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.broker)
            if PROGRAM is None:
                item.add_marker(absent)


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[Mosquitto]:
    """A broker where everybody may do everything."""
    with Mosquitto(tmp_path / "broker") as running:
        yield running


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "state", source=SOURCE) as opened:
        yield opened
