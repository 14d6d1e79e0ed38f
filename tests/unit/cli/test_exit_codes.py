"""The program as a shell sees it: exit codes, and which stream carries what."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.unit.capture.clips import write_clip


def gate(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "edge", *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("sing",), "No such command"),
        (("replay",), "Missing argument"),
        (("replay", "a.mp4", "--jsn"), "No such option"),
        (("replay", "front=a.mp4", "b.mp4"), "either plain sources"),
        (("replay", "front=a.mp4", "front=b.mp4"), "two sources have the same role"),
        (("replay", "a.mp4", "--started-at", "yesterday"), "no ISO 8601 time"),
        (("replay", "a.mp4", "--started-at", "9999-12-31T23:59:59Z"), "too near the end of all years"),
        (("replay", "a.mp4", "--started-at", "0001-01-01T00:00:00+05:00"), "too near the end of all years"),
        (("outbox", "resend", "--from", "999999999999999999999"), "is not in the range"),
        (("verify", "/dev/null", "--key", "k" * 300), "a public key is 64 hex digits"),
        (("replay", "a.mp4", "--roster", "none.json"), "'none.json' does not exist"),
        (("evaluate", "passages", "a.mp4"), "--truth"),
        (("evaluate", "passages", "a.mp4", "--truth", "none.json"), "none.json: No such file"),
        (("evaluate", "plate-boxes"), "give either --coco FILE with --images DIR, or --voc DIR"),
        (("evaluate", "plate-boxes", "--voc", "a", "--coco", "b"), "give either"),
        (("evaluate", "plate-boxes", "--voc", "none"), "none: no XML files"),
        (("evaluate", "plate-boxes", "--coco", "none.json", "--images", "a"), "none.json: No such file"),
        (("evaluate", "plate-boxes", "--voc", "a", "--map", "number=dent"), "'dent' is no kind"),
        (("evaluate", "plate-boxes", "--voc", "a", "--map", "plate"), "is not NAME=KIND"),
        (("evaluate", "condition", "--folder", "none", "--damaged", "a", "--clean", "b"), "none/a: No such"),
    ],
)
def test_a_wrong_call_exits_with_2(arguments: tuple[str, ...], told: str) -> None:
    done = gate(*arguments)
    assert done.returncode == 2, done.stderr
    assert told in done.stderr
    assert done.stdout == ""
    assert "Traceback" not in done.stderr


def test_a_wrong_roster_exits_with_2_and_its_faults(tmp_path: Path) -> None:
    file = tmp_path / "roster.json"
    file.write_text('[{"key": "AB123CD", "colour": "red"}]')
    done = gate("replay", "x.mp4", "--roster", file)
    assert done.returncode == 2, done.stderr
    assert f"{file}: 0.key: " in done.stderr
    assert "0.colour: " in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize("name", ["none.mp4", "lane=" + 300 * "x"])
def test_a_missing_clip_exits_with_69_and_is_named(name: str) -> None:
    done = gate("replay", name, "--json")
    assert done.returncode == 69, done.stderr
    assert name.rpartition("=")[2] in done.stderr
    assert done.stdout == ""
    assert "Traceback" not in done.stderr


def test_a_broken_configuration_exits_with_78_and_every_fault(tmp_path: Path) -> None:
    file = tmp_path / "gate.toml"
    file.write_text('site = "NO"\ngate = "g"\nsmall = 1\n[[camera]]\nrole = "lane"\nsource = "x.mp4"\n')
    for verb in (("config", "check"), ("replay", "x.mp4"), ("doctor",)):
        done = gate(*verb, "-c", file)
        assert done.returncode == 78, done.stderr
        assert f"{file}:1: site" in done.stderr
        assert f"{file}:3: small" in done.stderr
        assert done.stdout == ""


def test_a_missing_configuration_exits_with_78(tmp_path: Path) -> None:
    done = gate("config", "check", "-c", tmp_path / "none.toml")
    assert (done.returncode, done.stdout) == (78, "")
    assert "none.toml" in done.stderr


def test_damaged_networks_exit_with_1_when_verified_and_each_is_named(tmp_path: Path) -> None:
    done = gate("models", "verify", "--folder", tmp_path)
    assert done.returncode == 1
    for name in ("condition", "plate-detector", "vehicle-detector"):
        assert name in done.stderr
    assert done.stdout == ""


def test_a_folder_without_a_network_exits_with_69_when_listed(tmp_path: Path) -> None:
    done = gate("models", "list", "--folder", tmp_path, "--json")
    assert (done.returncode, done.stdout) == (69, "")
    assert f"{tmp_path}: holds no network of the gate" in done.stderr


def test_the_doctor_tells_one_json_object_a_line_and_exits_with_1(tmp_path: Path) -> None:
    file = tmp_path / "gate.toml"
    clip = write_clip(tmp_path / "lane.avi", 2)
    camera = f'[[camera]]\nrole = "lane"\nsource = "{clip}"\n[[camera]]\nrole = "rear"\nsource = "none.mp4"\n'
    file.write_text(f'site = "s"\ngate = "g"\n{camera}[mqtt]\nenabled = false\n')
    done = gate("doctor", "-c", file, "--json")
    found = {each["topic"]: each for each in map(json.loads, done.stdout.splitlines())}
    assert done.returncode == 1
    assert found["camera lane"]["fine"]
    assert not found["camera rear"]["fine"]
    assert set(found["broker"]) == {"topic", "fine", "finding", "remedy"}


def test_the_schema_of_the_configuration_is_json() -> None:
    done = gate("config", "schema")
    assert done.returncode == 0
    assert json.loads(done.stdout)["type"] == "object"


def test_every_verb_has_help() -> None:
    done = gate("--help")
    assert done.returncode == 0
    for verb in ("run", "replay", "evaluate", "config", "models", "doctor", "watch"):
        assert f"\n  {verb} " in done.stdout
