"""A fleet's own networks, in every verb that loads one."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result

from edge.app.wiring import Networks, make_trials
from edge.cli.main import gate
from edge.cli.run import live_parts
from edge.config.gate import builtin
from edge.config.load import load
from edge.domain.errors import ConfigError, ModelError
from edge.flow.clock import SystemClock
from edge.inference.shelf import NAMES, VEHICLE
from edge.resources import bundled_clip, models_folder
from tests.fleet import break_network, configuration, own_network

BROKEN = r"own/{}/model\.tflite: sha256 is"


def run(*words: object) -> Result:
    return CliRunner().invoke(gate, list(map(str, words)), catch_exceptions=False)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return configuration(tmp_path / "gate.toml", "own")


def broken(file: Path, name: str) -> Path:
    own_network(name, file.parent / "own")
    break_network(name, file.parent / "own")
    return file


def test_a_gate_runs_its_fleets_own_and_the_others_that_ship(file: Path) -> None:
    sha256 = own_network("condition", file.parent / "own")
    found = {ref.name: ref.sha256 for ref in Networks.of(load(file)).refs}
    shipped = {ref.name: ref.sha256 for ref in Networks.of(builtin()).refs}
    assert shipped["condition"] != sha256
    assert found == shipped | {"condition": sha256}


@pytest.mark.parametrize("which", ["-c", "--folder"])
def test_what_is_in_force_is_listed_and_verified(file: Path, which: str) -> None:
    own = file.parent / "own"
    sha256 = own_network("condition", own)
    place = file if which == "-c" else own
    listed = json.loads(run("models", "list", which, place, "--json").stdout)["models"]
    found = {each["name"]: (each["path"], each["sha256"]) for each in listed}
    assert found["condition"] == (str(own / "condition"), sha256)
    assert found["damage"][0] == str(models_folder() / "damage")
    assert set(found) == {*NAMES, VEHICLE}
    verified = run("models", "verify", which, place)
    assert (verified.exit_code, verified.stdout) == (0, "")
    assert f"{own}, then {models_folder()}: 6 networks" in verified.stderr


def test_two_answers_to_which_networks_are_a_usage_error(file: Path) -> None:
    assert run("models", "verify", "-c", file, "--folder", file.parent).exit_code == 2


@pytest.mark.parametrize("which", ["-c", "--folder"])
def test_a_broken_one_is_not_verified_and_named(file: Path, which: str) -> None:
    place = broken(file, "damage") if which == "-c" else broken(file, "damage").parent / "own"
    verified = run("models", "verify", which, place)
    assert verified.exit_code == 1
    assert "own/damage/model.tflite: sha256 is" in verified.stderr


def test_a_configuration_is_checked_with_its_networks(file: Path) -> None:
    with pytest.raises(ConfigError) as none:
        run("config", "check", "-c", file)
    own = file.parent / "own"
    assert none.value.faults == [f"{file}:9: models.folder: {own}: No such file or directory"]
    own_network("damage", own)
    assert run("config", "check", "-c", file).exit_code == 0
    break_network("damage", own)
    with pytest.raises(ConfigError, match=rf"{file}:9: models\.folder: .*own/damage/model\.tflite: sha256"):
        run("config", "check", "-c", file)


@pytest.mark.parametrize("verb", ["replay", "bench"])
def test_a_broken_one_keeps_a_verb_with_a_configuration_from_starting(file: Path, verb: str) -> None:
    with pytest.raises(ModelError, match=BROKEN.format("damage")):
        run(verb, bundled_clip(), "-c", broken(file, "damage"))


def test_a_broken_one_keeps_the_passages_from_being_counted(file: Path) -> None:
    truth = file.parent / "truth.json"
    truth.write_text('{"passages": []}')
    with pytest.raises(ModelError, match=BROKEN.format("damage")):
        run("evaluate", "passages", bundled_clip(), "--truth", truth, "-c", broken(file, "damage"))


def test_a_broken_one_keeps_the_daemon_from_starting(file: Path) -> None:
    with pytest.raises(ModelError, match=BROKEN.format("damage")):
        live_parts(load(broken(file, "damage")), SystemClock())


def test_the_health_check_tries_the_fleets_own(file: Path) -> None:
    own_network("condition", file.parent / "own")
    trials = dict(make_trials(load(file)))
    break_network("condition", file.parent / "own")
    with pytest.raises(ModelError, match=BROKEN.format("condition")):
        trials["network condition"](np.zeros((64, 64, 3), np.uint8))


def test_the_doctor_says_which_are_whose_and_what_is_not_fitted(file: Path) -> None:
    own_network("damage", file.parent / "own")

    def told() -> dict[str, dict[str, str]]:
        lines = map(json.loads, run("doctor", "-c", file, "--json").stdout.splitlines())
        return {each["topic"]: each for each in lines}

    found = told()
    assert found["models"]["fine"]
    assert f"; damage from {file.parent / 'own'}" in found["models"]["finding"]
    assert not found["models' fit"]["fine"]
    assert "models.pairs.suspect" in found["models' fit"]["remedy"]
    break_network("damage", file.parent / "own")
    assert not told()["models"]["fine"]


@pytest.mark.parametrize("words", [("enrol", "x", "a.png"), ("enrolled",), ("forget", "x")])
def test_cars_are_enrolled_with_the_fleets_own(file: Path, words: tuple[str, ...]) -> None:
    with pytest.raises(ModelError, match=BROKEN.format(VEHICLE)):
        run("models", *words, "-c", broken(file, VEHICLE), "--state", file.parent / "state")


EVALUATED = [
    ("damage", ("damage", "--voc", "none")),
    ("plate-detector", ("plate-boxes", "--voc", "none")),
    ("condition", ("condition", "--folder", "none", "--damaged", "a", "--clean", "b")),
    (VEHICLE, ("vehicles", "--folder", "none")),
    (VEHICLE, ("views", "--coco", "none", "--images", "none")),
]


@pytest.mark.parametrize(("name", "words"), EVALUATED)
def test_what_is_measured_is_the_fleets_own(file: Path, name: str, words: tuple[str, ...]) -> None:
    with pytest.raises(ModelError, match=BROKEN.format(name)):
        run("evaluate", *words, "--models", broken(file, name).parent / "own")


def test_plates_are_measured_with_the_fleets_own(file: Path, tmp_path: Path) -> None:
    truth = tmp_path / "truth.csv"
    truth.write_text("file,text,x,y,width,height\na.png,A1,0,0,0,0\n")
    (tmp_path / "a.png").touch()
    own = broken(file, "plate-reader").parent / "own"
    with pytest.raises(ModelError, match=BROKEN.format("plate-reader")):
        run("evaluate", "plates", "--images", tmp_path, "--truth", truth, "--models", own)


def test_pairs_are_compared_with_the_fleets_own(file: Path, tmp_path: Path) -> None:
    (tmp_path / "images").mkdir()
    (tmp_path / "images/a.png").touch()
    nothing: dict[str, list[str]] = {"damages": [], "detections_before": [], "detections_after": []}
    (tmp_path / "pairs.json").write_text(json.dumps([{"before": "a.png", "after": "a.png", **nothing}]))
    own = broken(file, "damage").parent / "own"
    with pytest.raises(ModelError, match=BROKEN.format("damage")):
        run("evaluate", "compare", "--pairs", tmp_path, "--own-detector", "--models", own)
