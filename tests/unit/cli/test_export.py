"""``gate export``, ``gate verify`` and ``gate key`` on a state folder that a store has made."""

from __future__ import annotations

import json
import os
import sqlite3
import stat
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from edge.cli.main import gate
from edge.domain.errors import StorageError
from edge.domain.inspection import Inspection
from edge.storage.store import Store
from edge.wire.event import EventType
from tests.dossiers import visits
from tests.examples import NOON, SOURCE, blind


@pytest.fixture
def after(tmp_path: Path) -> Inspection:
    """The second visit; its store lies in ``state``."""
    with Store.open(tmp_path / "state", source=SOURCE) as store:
        _, second = visits(store)
        store.file(EventType.BLIND, blind(), [], NOON)
    return second


def run(*arguments: object) -> Result:
    return CliRunner().invoke(gate, [str(a) for a in arguments])


def exported(folder: Path, inspection: Inspection, *more: object) -> Path:
    page = folder / "page.html"
    done = run("export", inspection.inspection_id, "--state", folder / "state", "-o", page, *more)
    assert done.exit_code == 0, done.output
    return page


def test_what_was_exported_is_verified_with_the_key_that_the_gate_tells(
    tmp_path: Path, after: Inspection
) -> None:
    page = exported(tmp_path, after)
    key = run("key", "--state", tmp_path / "state").stdout.strip()
    (tmp_path / "gate.pub").write_text(f"{key}\n")
    for given in (key, key.upper(), tmp_path / "gate.pub"):
        done = run("verify", page, "--key", given)
        assert done.exit_code == 0, done.output
        assert "the key is the one that was given" in done.stdout


def test_the_last_inspection_needs_no_id_and_names_its_file(
    tmp_path: Path, after: Inspection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("export", "last", "--state", "state").exit_code == 0
    page = Path(f"inspection-{after.inspection_id[:8]}.html")
    assert after.inspection_id in page.read_text()
    Store.open(tmp_path / "empty", source=SOURCE).close()
    assert run("export", "last", "--state", "empty").exit_code == 2


def test_without_a_key_only_integrity_is_shown(tmp_path: Path, after: Inspection) -> None:
    done = run("verify", exported(tmp_path, after))
    assert done.exit_code == 0
    assert "only integrity is shown" in done.stdout


def test_a_negative_answer_says_which_part_and_exits_with_1(tmp_path: Path, after: Inspection) -> None:
    page = exported(tmp_path, after)
    page.write_bytes(page.read_bytes().replace(b"New damage was found", b"Old damage was found"))
    done = run("verify", page)
    assert done.exit_code == 1
    assert "BAD" in done.stdout
    assert "the page shows something else than was signed" in done.stdout
    lines = [json.loads(line) for line in run("verify", page, "--json").stdout.splitlines()]
    assert [line["part"] for line in lines if not line["holds"]] == ["page"]


def test_what_comes_through_a_pipe_is_looked_at(tmp_path: Path, after: Inspection) -> None:
    page = exported(tmp_path, after).read_bytes()
    for content, code in ((page, 0), (page.replace(b"New damage", b"Old damage"), 1)):
        reader, writer = os.pipe()
        with ThreadPoolExecutor(1) as pool, open(reader, "rb"):
            pool.submit(_pour, writer, content)
            done = run("verify", f"/dev/fd/{reader}")
        assert done.exit_code == code
        assert "the signature holds" in done.stdout


def _pour(writer: int, content: bytes) -> None:
    with open(writer, "wb") as pipe:
        pipe.write(content)


def test_the_key_of_another_gate_is_a_negative_answer(tmp_path: Path, after: Inspection) -> None:
    Store.open(tmp_path / "other", source=SOURCE).close()
    other = run("key", "--state", tmp_path / "other").stdout.strip()
    assert run("verify", exported(tmp_path, after), "--key", other).exit_code == 1


@pytest.mark.parametrize("key", ["", "no key", "ab" * 31, "ab" * 33])
def test_a_key_that_is_none_is_a_wrong_call(tmp_path: Path, after: Inspection, key: str) -> None:
    assert run("verify", exported(tmp_path, after), "--key", key).exit_code == 2


def test_several_dossiers_and_the_store_itself_are_looked_at_together(
    tmp_path: Path, after: Inspection
) -> None:
    assert after.baseline is not None
    pages = [tmp_path / "1.html", tmp_path / "2.html"]
    for page, inspection_id in zip(pages, (after.baseline.inspection_id, after.inspection_id), strict=True):
        assert run("export", inspection_id, "--state", tmp_path / "state", "-o", page).exit_code == 0
    done = run("verify", *pages, tmp_path / "state")
    assert done.exit_code == 0
    assert "event 2 follows event 1" in done.stdout
    assert "the chain of 3 events holds" in done.stdout
    with closing(sqlite3.connect(tmp_path / "state/gate.db", isolation_level=None)) as db:
        db.execute("DELETE FROM event WHERE sequence = 2")
        db.execute("DELETE FROM link WHERE sequence = 2")
    done = run("verify", tmp_path / "state")
    assert done.exit_code == 1
    assert "event 2 was removed with its hash" in done.stdout


def test_an_event_that_was_altered_in_the_store_is_not_exported(tmp_path: Path, after: Inspection) -> None:
    with closing(sqlite3.connect(tmp_path / "state/gate.db", isolation_level=None)) as db:
        db.execute("UPDATE event SET body = CAST(replace(body, 'new_damage', 'x') AS BLOB)")
    done = run("export", after.inspection_id, "--state", tmp_path / "state", "-o", tmp_path / "page.html")
    assert isinstance(done.exception, StorageError)
    assert "not what was filed" in str(done.exception)
    assert not (tmp_path / "page.html").exists()


def test_the_json_alone_goes_to_stdout(tmp_path: Path, after: Inspection) -> None:
    done = run("export", after.inspection_id, "--state", tmp_path / "state", "--json")
    assert json.loads(done.stdout)["record"]["event"]["data"]["inspection_id"] == after.inspection_id
    (tmp_path / "alone.json").write_text(done.stdout)
    assert run("verify", tmp_path / "alone.json").exit_code == 0


@pytest.mark.parametrize("which", ["ffff", blind().inspection_id])
def test_what_is_no_inspection_is_a_wrong_call(tmp_path: Path, after: Inspection, which: str) -> None:
    done = run("export", which, "--state", tmp_path / "state", "-o", tmp_path / "page.html")
    assert done.exit_code == 2
    assert which in done.stderr
    assert not (tmp_path / "page.html").exists()


def test_a_full_disk_is_told_and_leaves_no_half_page(tmp_path: Path, after: Inspection) -> None:
    # /dev/full answers every write with "no space left on device".
    (tmp_path / "page.html.part").symlink_to("/dev/full")
    for target in (tmp_path / "page.html", Path("/dev/full")):
        done = run("export", after.inspection_id, "--state", tmp_path / "state", "-o", target)
        assert isinstance(done.exception, StorageError)
        assert "disk_full" in str(done.exception)
    assert not (tmp_path / "page.html").exists()
    assert not (tmp_path / "page.html.part").is_symlink()
    assert Path("/dev/full").is_char_device()


def test_the_signing_key_is_made_once_for_its_owner_alone(tmp_path: Path, after: Inspection) -> None:
    first = run("key", "--state", tmp_path / "state").stdout
    assert run("key", "--state", tmp_path / "state").stdout == first
    assert stat.S_IMODE((tmp_path / "state/signing.key").stat().st_mode) == 0o600


@pytest.mark.parametrize("text", ["", "no key", "ab" * 31])
def test_a_damaged_signing_key_is_told_and_nothing_is_signed(
    tmp_path: Path, after: Inspection, text: str
) -> None:
    (tmp_path / "state/signing.key").write_text(text)
    for verb in (["key"], ["export", after.inspection_id, "-o", tmp_path / "page.html"]):
        done = run(*verb, "--state", tmp_path / "state")
        assert isinstance(done.exception, StorageError)
        assert "signing.key: damaged" in str(done.exception)
    assert not (tmp_path / "page.html").exists()


def test_a_folder_without_a_store_gets_no_key(tmp_path: Path) -> None:
    done = run("key", "--state", tmp_path / "none")
    assert isinstance(done.exception, StorageError)
    assert not (tmp_path / "none").exists()
