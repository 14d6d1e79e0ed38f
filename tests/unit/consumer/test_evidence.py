from __future__ import annotations

import hashlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from deploy.consumer.evidence import EvidenceFolder, Put
from edge.domain.errors import StorageError
from tests.unit.consumer.bodies import JPEG, SHA256


def folder(tmp_path: Path, min_free_bytes: int = 0) -> EvidenceFolder:
    return EvidenceFolder(tmp_path / "evidence", max_bytes=1000, min_free_bytes=min_free_bytes)


def test_a_picture_is_put_once(tmp_path: Path) -> None:
    pictures = folder(tmp_path)
    assert not pictures.has(SHA256)
    assert pictures.put(SHA256, JPEG) is Put.STORED
    assert pictures.put(SHA256, JPEG) is Put.THERE
    assert pictures.path(SHA256).read_bytes() == JPEG


@pytest.mark.parametrize("name", ["0" * 64, SHA256.upper(), "../" + SHA256, "", "x"])
def test_a_wrong_name_is_refused(tmp_path: Path, name: str) -> None:
    assert folder(tmp_path).put(name, JPEG) is Put.WRONG_NAME
    assert not (tmp_path / "evidence").exists()


def test_too_much_and_no_picture_are_refused(tmp_path: Path) -> None:
    page = b"<html>"
    assert folder(tmp_path).put(SHA256, JPEG + bytes(1000)) is Put.OVERSIZE
    assert folder(tmp_path).put(hashlib.sha256(page).hexdigest(), page) is Put.NO_JPEG


def test_the_last_free_space_is_left_to_the_database(tmp_path: Path) -> None:
    assert folder(tmp_path, min_free_bytes=2**62).put(SHA256, JPEG) is Put.FULL


def test_a_folder_that_cannot_be_is_told(tmp_path: Path) -> None:
    (tmp_path / "evidence").write_text("a file")
    with pytest.raises(StorageError, match="writing"):
        folder(tmp_path).put(SHA256, JPEG)


def test_many_at_once_leave_one_whole_picture(tmp_path: Path) -> None:
    pictures = folder(tmp_path)
    with ThreadPoolExecutor(8) as pool:
        done = list(pool.map(lambda _: pictures.put(SHA256, JPEG), range(40)))
    assert set(done) <= {Put.STORED, Put.THERE}
    assert [file.name for file in (tmp_path / "evidence").glob("*/*")] == [f"{SHA256}.jpg"]
