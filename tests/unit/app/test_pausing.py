"""Looking away on command, and what is filed of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from edge.app.pausing import Pause
from edge.app.verbs import end_pause
from edge.domain.errors import StorageError
from edge.storage.store import Store
from tests.examples import NOON, SOURCE
from tests.unit.app.parts import CLOCK


def test_a_pause_whose_interval_cannot_be_filed_goes_on(tmp_path: Path) -> None:
    pause = Pause()
    pause.begin(NOON)
    with Store.open(tmp_path, source=SOURCE) as store, store.sibling() as other:
        store.database.run("PRAGMA busy_timeout=10")
        with other.database.transaction(), pytest.raises(StorageError, match="busy"):
            end_pause(pause, store, CLOCK)
        assert pause.since == NOON
        assert end_pause(pause, store, CLOCK)
        assert not pause.on
        assert store.outbox.depth().waiting == 1
