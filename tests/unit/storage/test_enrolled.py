from __future__ import annotations

import logging
from pathlib import Path

import numpy as np
import pytest

from edge.domain.errors import StorageError
from edge.inspection.gallery import Gallery, Known
from edge.storage.enrolled import NAME, Enrolled

NETWORK, OTHER = "ab" * 32, "cd" * 32


def gallery(*labels: str) -> Gallery:
    return Gallery(Known.of(label, [np.array([0.6, 0.8], np.float32)]) for label in labels)


def test_nothing_is_enrolled_where_nothing_was(tmp_path: Path) -> None:
    assert Enrolled(tmp_path / "none", NETWORK).read().known == {}


def test_what_was_written_is_read(tmp_path: Path) -> None:
    Enrolled(tmp_path / "state", NETWORK).write(gallery("polo"))
    assert Enrolled(tmp_path / "state", NETWORK).read().known == gallery("polo").known
    assert [path.name for path in (tmp_path / "state").iterdir()] == [NAME]


def test_means_of_another_network_are_refused(tmp_path: Path) -> None:
    Enrolled(tmp_path, OTHER).write(gallery("polo"))
    with pytest.raises(StorageError, match=r"enrolled\.json: stale: enrolled with network cdcdcdcdcdcd"):
        Enrolled(tmp_path, NETWORK).read()


@pytest.mark.parametrize("body", [b"", b"{", gallery("polo").to_json(NETWORK)[:40]])
def test_a_damaged_file_is_refused(tmp_path: Path, body: bytes) -> None:
    (tmp_path / NAME).write_bytes(body)
    with pytest.raises(StorageError, match=r"enrolled\.json: damaged"):
        Enrolled(tmp_path, NETWORK).read()


def test_a_running_gate_sees_what_is_enrolled_meanwhile(tmp_path: Path) -> None:
    running, operator = Enrolled(tmp_path, NETWORK), Enrolled(tmp_path, NETWORK)
    assert list(running.now().known) == []
    operator.write(gallery("polo"))
    assert list(running.now().known) == ["polo"]
    operator.write(gallery("polo", "golf"))
    assert list(running.now().known) == ["polo", "golf"]
    operator.path.unlink()
    assert list(running.now().known) == []


def test_a_running_gate_goes_on_without_a_stale_file_and_says_so_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    Enrolled(tmp_path, OTHER).write(gallery("polo"))
    running = Enrolled(tmp_path, NETWORK)
    with caplog.at_level(logging.ERROR):
        assert [len(running.now()), len(running.now())] == [0, 0]
    (record,) = caplog.records
    assert "code=enrolled_unusable" in record.getMessage()
