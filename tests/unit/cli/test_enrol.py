"""``gate models enrol``, ``enrolled`` and ``forget`` with the networks that ship."""

from __future__ import annotations

import json
from pathlib import Path

import cv2
import numpy as np
import pytest
from click.testing import CliRunner, Result

from edge.cli.main import gate
from edge.domain.errors import DataError, StorageError
from edge.inspection.gallery import Gallery, Known
from edge.storage.enrolled import NAME, Enrolled


def models(*arguments: object) -> Result:
    return CliRunner().invoke(gate, ["models", *map(str, arguments)], catch_exceptions=False)


def pictures(folder: Path, *seeds: int) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    for seed in seeds:
        coarse = np.random.default_rng(seed).integers(0, 256, (9, 16, 3), dtype=np.uint8)
        cv2.imwrite(str(folder / f"{seed}.png"), cv2.resize(coarse, (320, 180)))
    return [folder / f"{seed}.png" for seed in seeds]


def enrolled(state: Path) -> dict[str, int]:
    done = models("enrolled", "--state", state, "--json")
    assert done.exit_code == 0
    told: dict[str, int] = json.loads(done.stdout)["enrolled"]
    return told


def test_a_label_is_enrolled_shown_more_and_forgotten(tmp_path: Path) -> None:
    state = tmp_path / "state"
    first = models("enrol", "our van", *pictures(tmp_path / "a", 1, 2), "--state", state)
    assert (first.exit_code, first.stdout) == (0, "")
    assert "known by 2 pictures" in first.stderr
    assert "no vehicle was found in 2 of the pictures" in first.stderr
    assert "fewer than 3 pictures" in first.stderr
    pictures(tmp_path / "b", 3, 4, 5)
    second = models("enrol", "our van", tmp_path / "b", "--state", state)
    assert "known by 5 pictures" in second.stderr
    assert "fewer" not in second.stderr
    assert enrolled(state) == {"our van": 5}
    assert models("forget", "our van", "--state", state).exit_code == 0
    assert enrolled(state) == {}


def test_what_was_enrolled_is_known_and_only_there(tmp_path: Path) -> None:
    """The same pictures measured as a folder of one class, before and after."""
    pictures(tmp_path / "set/our van", 1, 2, 3)
    state = tmp_path / "state"

    def accuracy(*more: object) -> float:
        words = ["evaluate", "vehicles", "--folder", tmp_path / "set", "--json", *more]
        done = CliRunner().invoke(gate, list(map(str, words)), catch_exceptions=False)
        return float(json.loads(done.stdout)["accuracy"])

    assert accuracy() == 0.0
    models("enrol", "our van", tmp_path / "set/our van", "--state", state)
    assert accuracy("--state", state) == 1.0
    assert accuracy() == 0.0


def test_forgetting_what_is_not_enrolled_names_what_is(tmp_path: Path) -> None:
    models("enrol", "our van", *pictures(tmp_path / "a", 1), "--state", tmp_path)
    done = models("forget", "our bus", "--state", tmp_path)
    assert done.exit_code == 2
    assert "'our bus' is not enrolled; enrolled: our van" in done.stderr


def test_means_of_another_network_are_refused_and_left_alone(tmp_path: Path) -> None:
    Enrolled(tmp_path, "ab" * 32).write(Gallery([Known.of("polo", [np.ones(4, np.float32)])]))
    before = (tmp_path / NAME).read_bytes()
    with pytest.raises(StorageError, match="stale"):
        models("enrol", "our van", *pictures(tmp_path / "a", 1), "--state", tmp_path)
    assert (tmp_path / NAME).read_bytes() == before


def test_a_picture_that_is_none_is_named_and_nothing_is_enrolled(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"none\.png: No such picture"):
        models(
            "enrol", "x", *pictures(tmp_path / "a", 1), tmp_path / "none.png", "--state", tmp_path / "state"
        )
    assert not (tmp_path / "state").exists()


@pytest.mark.parametrize(
    ("label", "told"),
    [
        (" ", "is empty"),
        ("unknown", "none of the known"),
        ("a\nb", "cannot be shown"),
        ("\udcff", "cannot be"),
    ],
)
def test_a_label_that_says_nothing_or_something_else_is_refused(
    tmp_path: Path, label: str, told: str
) -> None:
    answer = models("enrol", label, *pictures(tmp_path / "a", 1), "--state", tmp_path / "state")
    assert answer.exit_code == 2
    assert told in answer.stderr


@pytest.mark.parametrize("words", [("enrol", "x"), ("enrol", " ", "a.png"), ("forget",)])
def test_too_few_words_are_a_usage_error(words: tuple[str, ...], tmp_path: Path) -> None:
    assert models(*words, "--state", tmp_path).exit_code == 2
