import json
from pathlib import Path

import cv2
import numpy as np
import pytest

from models.scenes.again import moved_view, photograph_again

VIEW = {
    "role": "left",
    "file": "car-01-2-left.jpg",
    "vehicle_box": [40.0, 30.0, 100.0, 50.0],
    "plate": None,
    "damages": [{"id": "a", "box": [60.0, 50.0, 10.0, 8.0]}, {"id": "b", "box": None}],
}


@pytest.fixture
def ground(tmp_path: Path) -> Path:
    for name in ("images", "truth"):
        (tmp_path / name).mkdir()
    picture = np.random.default_rng(1).integers(60, 200, (90, 160, 3), dtype=np.uint8)
    cv2.imwrite(str(tmp_path / "images" / str(VIEW["file"])), picture)
    visit = {"car": "car-01", "visit": 2, "damages": ["a", "b"], "views": [VIEW]}
    (tmp_path / "truth" / "car-01-2.json").write_text(json.dumps(visit))
    return tmp_path


def test_truth_moves_with_its_picture() -> None:
    onto = np.array([[1.0, 0.0, 5.0], [0.0, 1.0, -2.0], [0.0, 0.0, 1.0]])
    moved = moved_view(VIEW, onto, "new.jpg")
    assert moved["vehicle_box"] == [45.0, 28.0, 100.0, 50.0]
    assert [damage["box"] for damage in moved["damages"]] == [[65.0, 48.0, 10.0, 8.0], None]
    assert (moved["file"], moved["plate"]) == ("new.jpg", None)


def test_each_turn_is_another_picture_of_the_same_visit(ground: Path) -> None:
    assert photograph_again(ground, times=2, seed=3) == 2
    told = [json.loads((ground / "truth" / f"car-01-2-again-{turn}.json").read_text()) for turn in (1, 2)]
    assert [(visit["visit"], visit["again"], visit["damages"]) for visit in told] == [
        (2, 1, ["a", "b"]),
        (2, 2, ["a", "b"]),
    ]
    files = [ground / "images" / visit["views"][0]["file"] for visit in told]
    assert files[0].read_bytes() != files[1].read_bytes()
    boxes = np.array([visit["views"][0]["vehicle_box"] for visit in told])
    assert np.abs(boxes - VIEW["vehicle_box"]).max() < 2 * 0.02 * 160 + 1


def test_what_is_there_stays_and_is_not_photographed_itself(ground: Path) -> None:
    photograph_again(ground, times=1, seed=3)
    kept = (ground / "images" / "car-01-2-left-again-1.jpg").read_bytes()
    assert photograph_again(ground, times=2, seed=4) == 1
    assert (ground / "images" / "car-01-2-left-again-1.jpg").read_bytes() == kept
    assert len(list((ground / "truth").iterdir())) == 3
