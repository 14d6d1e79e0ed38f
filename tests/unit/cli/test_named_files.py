"""Files that the configuration names, and that would keep the gate from starting."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from edge.app.doctor import Advice, examine
from edge.cli.main import gate
from edge.config.load import load
from edge.domain.errors import ConfigError
from edge.flow.clock import SystemClock

NOBODY = 65534
root = pytest.mark.skipif(os.geteuid() != 0, reason="only root asks for others")


@pytest.fixture
def folder() -> Iterator[Path]:
    """One that everybody may look into, unlike pytest's own."""
    with tempfile.TemporaryDirectory() as made:
        Path(made).chmod(0o755)
        (Path(made) / "state").mkdir()
        yield Path(made)


def configuration(folder: Path, key: str) -> Path:
    (folder / "fleet.key").write_text(key)
    file = folder / "gate.toml"
    file.write_text(
        'site = "s"\ngate = "g"\n[identity]\nkey_file = "fleet.key"\n[storage]\nfolder = "state"\n'
        '[mqtt]\nenabled = false\n[[camera]]\nrole = "lane"\nsource = "none.mp4"\n'
    )
    return file


def check(file: Path) -> Result:
    return CliRunner().invoke(gate, ["config", "check", "-c", str(file)], catch_exceptions=False)


def advice(file: Path, topic: str) -> list[Advice]:
    return [each for each in examine(load(file), SystemClock()) if each.topic == topic]


@pytest.mark.parametrize("key", ["", "no key", "ab" * 15])
def test_a_fleet_key_that_is_none_is_told_with_its_file_and_key(folder: Path, key: str) -> None:
    file = configuration(folder, key)
    with pytest.raises(ConfigError) as fault:
        check(file)
    (told,) = fault.value.faults
    assert told.startswith(f"{file}:4: identity.key_file: reading {folder / 'fleet.key'}: damaged: not a key")
    (found,) = advice(file, "fleet key")
    assert not found.fine
    assert str(folder / "fleet.key") in found.finding
    assert found.remedy


def test_a_fleet_key_that_is_one(folder: Path) -> None:
    file = configuration(folder, "ab" * 32)
    assert check(file).exit_code == 0
    assert [each.fine for each in advice(file, "fleet key")] == [True]


def test_a_key_of_the_gate_s_own_is_looked_at_too(folder: Path) -> None:
    file = configuration(folder, "ab" * 32)
    file.write_text(file.read_text().replace('key_file = "fleet.key"\n', ""))
    assert advice(file, "fleet key") == []
    (folder / "state" / "vehicle.key").write_text("no key")
    assert [each.fine for each in advice(file, "fleet key")] == [False]


@root
def test_a_file_that_the_gate_s_user_may_not_read_is_told_to_root(folder: Path) -> None:
    file = configuration(folder, "ab" * 32)
    (folder / "fleet.key").chmod(0o600)
    assert check(file).exit_code == 0, "nothing says who the gate's user is"
    os.chown(folder / "state", NOBODY, NOBODY)
    with pytest.raises(ConfigError) as fault:
        check(file)
    assert fault.value.faults == [
        f"{file}:4: identity.key_file: nobody, whom the gate runs as, may not read {folder / 'fleet.key'}"
    ]
    assert [each.fine for each in advice(file, "identity.key_file")] == [False]
    os.chown(folder / "fleet.key", 0, NOBODY)
    (folder / "fleet.key").chmod(0o640)
    assert check(file).exit_code == 0
    assert advice(file, "identity.key_file") == []
