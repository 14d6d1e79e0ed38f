import json
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from edge.domain.inspection import Status
from edge.evaluation.compare_truth import read_pairs
from models.scenes.gantry import ROLES
from models.scenes.pairing import damage_sizes, view_pairs, visit_pairs, write_pairs

OLD, NEW, MENDED = "scratch-1", "dent-2", "paint-3"


def mark(name: str, box: list[float] | None) -> dict[str, Any]:
    kind = name.partition("-")[0]
    return {"id": name, "kind": kind, "visible": box is not None, "share": 1.0, "length_mm": 90, "box": box}


def a_visit(number: int, worn: dict[str, list[float] | None]) -> dict[str, Any]:
    """A visit of which only the left camera sees damage."""
    views = [
        {
            "role": role,
            "file": f"car-01-{number}-{role}.jpg",
            "vehicle_box": [100.0, 80.0, 400.0, 200.0],
            "damages": [mark(name, box if role == "left" else None) for name, box in worn.items()],
        }
        for role in ROLES
    ]
    return {"car": "car-01", "visit": number, "light": "day", "damages": sorted(worn), "views": views}


BEFORE = a_visit(1, {OLD: [150, 150, 40, 10], MENDED: [300, 150, 20, 20]})
AFTER = a_visit(2, {OLD: None, NEW: [220, 160, 30, 30]})
SIZES = np.array([(30.0, 20.0)])


def left(before: dict[str, Any], after: dict[str, Any], seed: int = 1) -> dict[str, Any]:
    return next(pair for pair in view_pairs(before, after, sizes=SIZES, seed=seed) if pair["role"] == "left")


def test_states_follow_from_what_the_car_wore() -> None:
    told = {each["id"]: each["state"] for each in left(BEFORE, AFTER)["damages"]}
    assert told == {OLD: "pre_existing", NEW: "new", MENDED: "repaired"}


def test_an_old_damage_that_one_picture_hides_has_one_box() -> None:
    old = next(each for each in left(BEFORE, AFTER)["damages"] if each["id"] == OLD)
    assert old["before_box"] == [150, 150, 40, 10]
    assert old["after_box"] is None


def test_a_view_that_shows_nothing_has_no_damages() -> None:
    others = [pair for pair in view_pairs(BEFORE, AFTER, sizes=SIZES, seed=1) if pair["role"] != "left"]
    assert [pair["damages"] for pair in others] == [[], [], []]


def test_a_new_damage_is_always_among_the_later_detections_near_its_place() -> None:
    for seed in range(40):
        near = [
            each["box"]
            for each in left(BEFORE, AFTER, seed)["detections_after"]
            if each["kind"] == "dent" and abs(each["box"][0] - 220) < 12 and abs(each["box"][1] - 160) < 12
        ]
        assert near


def test_some_old_damages_are_missed_and_false_boxes_lie_on_the_vehicle() -> None:
    found = [left(BEFORE, AFTER, seed)["detections_before"] for seed in range(200)]
    counts = [len(each) for each in found]
    assert pytest.approx(np.mean(counts), abs=0.15) == 1.8 + 0.5
    for x, y, width, height in (each["box"] for detections in found for each in detections):
        assert 100 - 10 <= x <= x + width <= 500 + 10
        assert 80 - 10 <= y <= y + height <= 280 + 10


def test_every_earlier_and_later_visit_of_a_car_is_a_pair() -> None:
    other = {**a_visit(1, {}), "car": "car-02"}
    visits = [AFTER, other, BEFORE, a_visit(3, {})]
    assert [(a["visit"], b["visit"]) for a, b in visit_pairs(visits)] == [(1, 2), (1, 3), (2, 3)]


def test_a_visit_photographed_again_is_only_ever_the_later_one() -> None:
    more = {**AFTER, "again": 1}
    told = [(a["visit"], b["visit"], b.get("again", 0)) for a, b in visit_pairs([BEFORE, AFTER, more])]
    assert told == [(1, 2, 0), (1, 2, 1), (2, 2, 1)]


def test_sizes_are_those_of_what_shows() -> None:
    assert damage_sizes([BEFORE, AFTER]).tolist() == [[40, 10], [20, 20], [30, 30]]
    assert damage_sizes([a_visit(1, {})]).shape == (1, 2)


def test_the_gate_s_own_reader_takes_the_files(tmp_path: Path) -> None:
    for folder in ("images", "truth"):
        (tmp_path / folder).mkdir()
    for record in (BEFORE, AFTER):
        (tmp_path / "truth" / f"car-01-{record['visit']}.json").write_text(json.dumps(record))
        for view in record["views"]:
            cv2.imwrite(str(tmp_path / "images" / view["file"]), np.zeros((36, 64, 3), np.uint8))
    assert write_pairs(tmp_path, seed=3) == 1
    once = (tmp_path / "pairs.json").read_bytes()
    pairs = read_pairs(tmp_path)
    assert len(pairs) == len(ROLES)
    assert {damage.state for pair in pairs for damage in pair.damages} == {
        Status.NEW, Status.PRE_EXISTING, Status.REPAIRED,
    }  # fmt: skip
    for role in ROLES:
        assert len(read_pairs(tmp_path / role)) == 1
    write_pairs(tmp_path, seed=3)
    assert (tmp_path / "pairs.json").read_bytes() == once
