from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from edge.domain.errors import StorageError
from edge.storage.keys import FLEET, SIGNING, fleet_key, key_from, signing_key

NOBODY = 65534
KINDS = pytest.mark.parametrize(("make", "name"), [(fleet_key, FLEET), (signing_key, SIGNING)])


@KINDS
def test_a_key_is_made_once_and_only_its_owner_reads_it(
    tmp_path: Path, make: Callable[[Path], bytes], name: str
) -> None:
    key = make(tmp_path)
    assert make(tmp_path) == key
    assert len(key) == 32
    assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [tmp_path / name]


def test_each_key_is_of_its_own(tmp_path: Path) -> None:
    assert fleet_key(tmp_path) != signing_key(tmp_path)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root makes files for others")
@KINDS
def test_a_key_that_root_makes_is_of_the_folder_s_owner(
    tmp_path: Path, make: Callable[[Path], bytes], name: str
) -> None:
    os.chown(tmp_path, NOBODY, NOBODY)
    make(tmp_path)
    assert (tmp_path / name).stat().st_uid == NOBODY


@pytest.mark.parametrize("text", ["", "no key", "00ff"])
def test_a_key_file_that_holds_no_key_is_told(tmp_path: Path, text: str) -> None:
    path = tmp_path / "fleet.key"
    path.write_text(text)
    with pytest.raises(StorageError, match="not a key"):
        key_from(path)


@pytest.mark.parametrize("text", ["", "no key", "ab" * 16, "ab" * 33])
def test_a_signing_key_of_another_length_is_told(tmp_path: Path, text: str) -> None:
    (tmp_path / SIGNING).write_text(text)
    with pytest.raises(StorageError, match="not a key"):
        signing_key(tmp_path)
