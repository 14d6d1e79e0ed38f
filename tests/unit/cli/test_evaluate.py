"""``gate evaluate``: one JSON object on one line of stdout, with the keys of the contract."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from click.testing import CliRunner

from edge.cli.main import gate
from edge.domain.errors import DataError

DRAWN = {"images": [{"id": 0, "file_name": "0.png"}, {"id": 1, "file_name": "1.png"}]}


def pictures(folder: Path, count: int = 2) -> Path:
    folder.mkdir(parents=True)
    for number in range(count):
        noise = np.random.default_rng(number).integers(0, 256, (120, 160, 3), dtype=np.uint8)
        cv2.imwrite(str(folder / f"{number}.png"), noise)
    return folder


def coco(folder: Path, category: str, **changes: Any) -> Path:
    file = folder / "truth.json"
    boxes = [{"image_id": 1, "category_id": 7, "bbox": [40, 40, 50, 20]}]
    content = DRAWN | {"categories": [{"id": 7, "name": category}], "annotations": boxes} | changes
    file.write_text(json.dumps(content))
    return file


def told(*arguments: object) -> dict[str, Any]:
    done = CliRunner().invoke(gate, ["evaluate", *map(str, arguments), "--json"], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    (line,) = done.stdout.splitlines()
    answer: dict[str, Any] = json.loads(line)
    return answer


@pytest.mark.parametrize(
    ("verb", "category", "more"),
    [
        ("plate-boxes", "plate", ()),
        ("plate-boxes", "number", ("--map", "number=plate")),
        ("damage", "scratch", ()),
        ("damage", "minor-scratch", ()),
    ],
)
def test_boxes(tmp_path: Path, verb: str, category: str, more: tuple[str, ...]) -> None:
    images = pictures(tmp_path / "images")
    score = told(verb, "--coco", coco(tmp_path, category), "--images", images, *more)
    assert {"n", "map50", "map50_ci", "map50_95", "map50_95_ci", "per_class", "by_size", "ms_p50"} == set(
        score
    )
    assert score["n"] == 2
    (kind,) = score["per_class"]
    assert kind == ("scratch" if verb == "damage" else "plate")
    assert set(score["per_class"][kind]) == {"ap50", "ap50_ci", "n", "recall_1fp", "recall_1fp_ci"}
    assert set(score["by_size"]["16-32"]) == {"ap50", "ap50_ci", "n", "recall", "recall_ci"}


def test_a_smaller_picture_has_smaller_boxes(tmp_path: Path) -> None:
    images = pictures(tmp_path / "images")
    score = told("plate-boxes", "--coco", coco(tmp_path, "plate"), "--images", images, "--scale", 0.25)
    assert set(score["by_size"]) == {"0-16"}


def test_a_picture_that_is_missing_is_named(tmp_path: Path) -> None:
    file, images = coco(tmp_path, "plate"), pictures(tmp_path / "images", count=1)
    with pytest.raises(DataError, match=r"1\.png: No such picture"):
        told("plate-boxes", "--coco", file, "--images", images)


def test_a_truth_of_foreign_categories_is_named_with_them(tmp_path: Path) -> None:
    file, images = coco(tmp_path, "number"), pictures(tmp_path / "images")
    with pytest.raises(
        DataError, match=r"truth\.json: no box of a kind .*\(plate\); its categories are: number"
    ):
        told("plate-boxes", "--coco", file, "--images", images)


KEYS = {
    *("n", "found", "exact", "exact_rate", "exact_rate_ci", "exact_rate_folded", "exact_rate_folded_ci"),
    *("cer", "cer_ci", "wrong_but_sure", "wrong_but_sure_ci", "right_and_sure", "right_and_sure_ci"),
    *("reliability", "ms_p50", "ms_p95", "ratio"),
}


@pytest.mark.skipif(shutil.which("tesseract") is None, reason="tesseract is not installed")
@pytest.mark.parametrize("more", [(), ("--crops",), ("--region", "br", "--region", "eu")])
@pytest.mark.parametrize("engine", ["tesseract", "contour-tesseract"])
def test_plates(tmp_path: Path, engine: str, more: tuple[str, ...]) -> None:
    images, truth = pictures(tmp_path / "images"), tmp_path / "truth.csv"
    truth.write_text("file,text,x,y,width,height\n0.png,AB123,1,2,30,10\n1.png,12가3456,0,0,0,0\n")
    page = tmp_path / "page"
    words = ("--images", images, "--truth", truth, "--engine", engine, "--worst", page, *more)
    score = told("plates", *words)
    assert set(score) == KEYS
    assert (score["n"], score["exact"]) == (2, 0)
    assert "12가3456" in (page / "index.html").read_text(encoding="utf-8")


def test_a_region_of_no_plates_is_a_usage_error(tmp_path: Path) -> None:
    done = CliRunner().invoke(gate, ["evaluate", "plates", "--region", "xx"])
    assert done.exit_code == 2
    assert "'xx'" in done.stderr


def test_condition(tmp_path: Path) -> None:
    pictures(tmp_path / "dented")
    pictures(tmp_path / "fine", count=3)
    score = told("condition", "--folder", tmp_path, "--damaged", "dented", "--clean", "fine")
    assert {"n", "accuracy", "accuracy_ci", "macro_f1", "macro_f1_ci", "confusion", "ms_p50"} == set(score)
    assert {name: sum(row.values()) for name, row in score["confusion"].items()} == {"dented": 2, "fine": 3}


def test_an_empty_class_is_named(tmp_path: Path) -> None:
    pictures(tmp_path / "dented")
    (tmp_path / "fine").mkdir()
    with pytest.raises(DataError, match="fine: a class without pictures"):
        told("condition", "--folder", tmp_path, "--damaged", "dented", "--clean", "fine")


CLASS_KEYS = {"n", "accuracy", "accuracy_ci", "macro_f1", "macro_f1_ci", "confusion", "ms_p50"}


def test_vehicles(tmp_path: Path) -> None:
    pictures(tmp_path / "polo")
    pictures(tmp_path / "no such car", count=3)
    score = told("vehicles", "--folder", tmp_path)
    assert set(score) == CLASS_KEYS | {"unknown_rate", "unknown_rate_ci"}
    assert score["n"] == 5
    assert score["confusion"].keys() == {"polo", "no such car"}
    assert "no such car" not in score["confusion"]["no such car"]
    assert "unknown" not in score["confusion"]["polo"], "accuracy is before rejection"


def test_vehicles_without_a_class_are_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no folder of a class"):
        told("vehicles", "--folder", tmp_path)


def test_views(tmp_path: Path) -> None:
    score = told("views", "--coco", coco(tmp_path, "rear"), "--images", pictures(tmp_path / "images"))
    assert set(score) == CLASS_KEYS
    assert (score["n"], *score["confusion"]) == (1, "rear")
    assert set(score["confusion"]["rear"]) < {"front", "rear", "side", "corner"}


def test_a_view_that_the_network_does_not_know_is_named(tmp_path: Path) -> None:
    images = pictures(tmp_path / "images")
    with pytest.raises(DataError, match=r"truth\.json: roof: no view of the network \(front, rear, side"):
        told("views", "--coco", coco(tmp_path, "roof"), "--images", images)
