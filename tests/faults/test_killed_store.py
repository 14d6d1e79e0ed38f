from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from edge.domain.inspection import Inspection
from edge.storage.store import Store
from edge.wire.event import event_from_json
from tests.examples import SOURCE


def test_what_was_filed_survives_kill_9_at_any_moment(tmp_path: Path) -> None:
    said = 0
    for many in (1, 7, 20):
        said = file_and_kill(tmp_path, many)
        with Store.open(tmp_path, source=SOURCE) as store:
            assert store.damaged is None
            rows = store.outbox.pending(10_000)
            assert [row.sequence for row in rows] == list(range(1, store.outbox.last_sequence() + 1))
            assert len(rows) >= said
            assert list(store.chain.faults()) == []
            for row in rows:
                record = event_from_json(row.body).data
                assert isinstance(record, Inspection)
                assert len(store.picture(record.evidence[0].sha256)) == 50_000


def file_and_kill(folder: Path, many: int) -> int:
    command = [sys.executable, "-m", "tests.faults.filer", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as filer:
        assert filer.stdout is not None
        said = [int(filer.stdout.readline()) for _ in range(many)]
        filer.kill()
        said += [int(line) for line in filer.stdout]
    return said[-1]


@pytest.mark.parametrize("size", [0, 100, 5000])
def test_a_database_cut_short_is_set_aside(tmp_path: Path, size: int) -> None:
    Store.open(tmp_path, source=SOURCE).close()
    (tmp_path / "gate.db").write_bytes((tmp_path / "gate.db").read_bytes()[:size])
    with Store.open(tmp_path, source=SOURCE) as store:
        # An empty file is how a database begins; anything else that is too short is damage.
        assert (store.damaged is None) == (size == 0)
        assert store.outbox.last_sequence() == 0
