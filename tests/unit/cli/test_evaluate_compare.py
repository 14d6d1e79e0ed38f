"""``gate evaluate compare``: from a folder of pairs to one line of JSON, or a word about what is wrong."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import cv2
import pytest
from click.testing import CliRunner, Result

from edge.cli.main import gate
from edge.domain.errors import DataError
from edge.domain.frame import Image
from edge.domain.geometry import Box
from tests.carside import HERE, THERE, car_side, seen_again


def plain(box: Box) -> list[float]:
    return [box.left, box.top, box.width, box.height]


def detections(*boxes: Box) -> list[dict[str, Any]]:
    return [{"kind": "scratch", "box": plain(box), "score": 0.7} for box in boxes]


def damage(state: str, box: Box) -> dict[str, Any]:
    return {
        "kind": "scratch",
        "state": state,
        "before_box": None if state == "new" else plain(box),
        "after_box": None if state == "repaired" else plain(box),
    }


def folder(at: Path) -> Path:
    """A pair with a new scratch beside an old one, and one where nothing changed and two boxes are false."""
    (at / "images").mkdir(parents=True)
    both = car_side(HERE)
    pictures: dict[str, Image] = {
        "0-before.png": both,
        "0-after.png": seen_again(car_side(HERE, THERE)),
        "1-before.png": both,
        "1-after.png": seen_again(both, seed=1),
    }
    for name, picture in pictures.items():
        cv2.imwrite(str(at / "images" / name), picture)
    pairs = [
        {
            "before": "0-before.png",
            "after": "0-after.png",
            "damages": [damage("pre_existing", HERE), damage("new", THERE)],
            "detections_before": detections(HERE),
            "detections_after": detections(HERE.moved(6, 3), THERE),
        },
        {
            "before": "1-before.png",
            "after": "1-after.png",
            "damages": [damage("pre_existing", HERE)],
            "detections_before": [],
            "detections_after": detections(HERE, THERE),
        },
    ]
    (at / "pairs.json").write_text(json.dumps(pairs))
    return at


def run(*arguments: object) -> Result:
    return CliRunner().invoke(gate, ["evaluate", "compare", *map(str, arguments)], catch_exceptions=False)


def test_the_figures_are_one_object_on_one_line(tmp_path: Path) -> None:
    done = run("--pairs", folder(tmp_path), "--json")
    assert done.exit_code == 0
    (line,) = done.stdout.splitlines()
    score = json.loads(line)
    assert {
        *("pairs", "clean_pairs", "new", "repaired", "pre_existing", "false_new"),
        *("false_new_per_clean_pair", "false_new_per_clean_pair_ci"),
        *("not_comparable_rate", "not_comparable_rate_ci", "ms_p50"),
    } == set(score)
    assert (score["pairs"], score["clean_pairs"]) == (2, 1)
    assert (score["new"]["n"], score["new"]["recall"]) == (1, 1.0)
    assert (score["pre_existing"]["n"], score["pre_existing"]["accuracy"]) == (2, 1.0)
    assert (score["repaired"]["n"], score["false_new_per_clean_pair"]) == (0, 0.0)


def test_somebody_at_a_terminal_reads_the_same(tmp_path: Path) -> None:
    done = run("--pairs", folder(tmp_path))
    assert "2 pairs, 1 with nothing new" in done.stdout
    assert "recall 1.000" in done.stdout


def test_our_own_detector_can_be_asked(tmp_path: Path) -> None:
    done = run("--pairs", folder(tmp_path), "--own-detector", "--json")
    assert json.loads(done.stdout)["pairs"] == 2


def test_a_picture_that_cannot_be_decoded_is_named(tmp_path: Path) -> None:
    pairs = folder(tmp_path)
    (pairs / "images" / "1-after.png").write_bytes(b"no picture")
    with pytest.raises(DataError, match=r"1-after\.png: cannot be read as a picture"):
        run("--pairs", pairs)


def test_a_folder_that_is_none_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"nowhere/pairs\.json: No such file"):
        run("--pairs", tmp_path / "nowhere")
