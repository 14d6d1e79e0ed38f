"""A folder of pairs: read whole, or refused in words that name the file and the place."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from edge.domain.errors import DataError
from edge.domain.geometry import Box
from edge.domain.inspection import Status
from edge.evaluation.compare_truth import read_pairs

Entry = dict[str, Any]


def entry() -> Entry:
    return {
        "before": "0-before.jpg",
        "after": "0-after.jpg",
        "damages": [
            {"kind": "dent", "state": "new", "before_box": None, "after_box": [1, 2, 30, 40]},
            {"kind": "lamp", "state": "repaired", "before_box": [5.5, 6, 7, 8], "after_box": None},
        ],
        "detections_before": [],
        "detections_after": [{"kind": "dent", "box": [-3, 2, 30, 40], "score": 0.9}],
    }


def folder(at: Path, *entries: Entry, pictures: str = "images") -> Path:
    (at / pictures).mkdir(parents=True, exist_ok=True)
    for name in ("0-before.jpg", "0-after.jpg"):
        (at / pictures / name).write_bytes(b"")
    (at / "pairs.json").write_text(json.dumps(entries))
    return at


def test_boxes_states_and_detections_are_read(tmp_path: Path) -> None:
    (pair,) = read_pairs(folder(tmp_path, entry()))
    assert [(each.kind, each.state) for each in pair.damages] == [
        ("dent", Status.NEW),
        ("lamp", Status.REPAIRED),
    ]
    assert pair.damages[0].after_box == Box(left=1, top=2, right=31, bottom=42)
    assert pair.damages[0].before_box is None
    assert pair.detections_after[0].box.left == -3
    assert not pair.clean


def test_a_pair_with_a_repair_alone_is_clean(tmp_path: Path) -> None:
    repaired = entry() | {"damages": entry()["damages"][1:]}
    (pair,) = read_pairs(folder(tmp_path, repaired))
    assert pair.clean


def test_pictures_may_be_named_from_the_folder_on(tmp_path: Path) -> None:
    named = entry() | {"before": "images/0-before.jpg"}
    (pair,) = read_pairs(folder(tmp_path, named))
    assert pair.before == tmp_path / "images" / "0-before.jpg"


def test_where_the_vehicle_is_may_be_told(tmp_path: Path) -> None:
    (pair,) = read_pairs(folder(tmp_path, entry() | {"vehicles": [[10, 20, 300, 200], None]}))
    assert pair.before_vehicle == Box(left=10, top=20, right=310, bottom=220)
    assert pair.after_vehicle is None


def spoilt(change: Callable[[Entry], object]) -> Entry:
    told = entry()
    change(told)
    return told


@pytest.mark.parametrize(
    ("wrong", "place"),
    [
        (spoilt(lambda told: told.pop("after")), r"0\.after"),
        (spoilt(lambda told: told["damages"][0].update(state="old")), r"0\.damages\.0\.state"),
        (spoilt(lambda told: told["damages"][0].update(after_box=[1, 2, 0, 4])), r"0\.damages\.0\.after_box"),
        (spoilt(lambda told: told["damages"][0].update(after_box=None)), r"0\.damages\.0: a new damage"),
        (spoilt(lambda told: told["detections_after"][0].update(box=[1, 2])), r"0\.detections_after\.0\.box"),
        (spoilt(lambda told: told["detections_after"][0].update(score=7)), r"0\.detections_after\.0\.score"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(tmp_path: Path, wrong: Entry, place: str) -> None:
    with pytest.raises(DataError, match=rf"pairs\.json: {place}"):
        read_pairs(folder(tmp_path, wrong))


def test_a_picture_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"elsewhere\.jpg: No such picture"):
        read_pairs(folder(tmp_path, entry() | {"before": "elsewhere.jpg"}))


@pytest.mark.parametrize(
    ("content", "words"),
    [("[]", "no pair"), ("[{]", "the whole file: Invalid JSON"), ('{"pairs": []}', "the whole file")],
)
def test_a_file_that_is_no_list_of_pairs_is_named(tmp_path: Path, content: str, words: str) -> None:
    (tmp_path / "pairs.json").write_text(content)
    with pytest.raises(DataError, match=rf"pairs\.json: {words}"):
        read_pairs(tmp_path)


def test_a_folder_without_the_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"pairs\.json: No such file"):
        read_pairs(tmp_path)
