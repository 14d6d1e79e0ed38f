"""``gate baseline export`` and ``import``, from one state folder to another."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner, Result

from edge.cli.main import gate
from edge.domain.errors import DataError
from edge.storage.store import Store
from edge.wire.event import EventType
from tests.examples import KEY, NOON, SOURCE, inspection


def ask(*words: object) -> Result:
    return CliRunner().invoke(gate, ["baseline", *map(str, words)])


def test_a_baseline_goes_from_one_gate_to_another(tmp_path: Path) -> None:
    for name in ("one", "other"):
        with Store.open(tmp_path / name, source=SOURCE) as store:
            if name == "one":
                store.file(EventType.COMPLETED, inspection(), [], NOON)
    file = tmp_path / "car.zip"
    written = ask("export", KEY, file, "--state", tmp_path / "one")
    assert (written.exit_code, written.stdout) == (0, "")
    assert "0 pictures, 0 missing" in written.stderr
    taken = ask("import", file, "--state", tmp_path / "other")
    assert (taken.exit_code, taken.stdout) == (0, "")
    with Store.existing(tmp_path / "other", source=SOURCE) as store:
        brought = store.imports.of(KEY)
    assert brought is not None
    assert brought.last is not None
    assert (brought.last.source, brought.last.inspection) == (SOURCE, inspection())


def test_what_is_not_there_is_told(tmp_path: Path) -> None:
    Store.open(tmp_path, source=SOURCE).close()
    unknown = ask("export", KEY, tmp_path / "car.zip", "--state", tmp_path)
    assert (unknown.exit_code, "no vehicle with the key" in unknown.stderr) == (2, True)
    assert not (tmp_path / "car.zip").exists()
    (tmp_path / "junk.zip").write_bytes(b"junk")
    refused = ask("import", tmp_path / "junk.zip", "--state", tmp_path)
    assert isinstance(refused.exception, DataError)
    assert "junk.zip: no baseline: " in str(refused.exception)
