import json
from pathlib import Path

import cv2
import numpy as np
import pytest

from models.train.data.rendered import AROUND, ENLARGED, strewn_cars
from models.train.errors import RecipeError

KINDS = ("scratch", "dent")


def rendered(folder: Path, *damages: dict[str, object]) -> Path:
    """One still with a white damage in a grey picture, the vehicle from 20, 10 to 60, 30."""
    for name in ("images", "truth"):
        (folder / name).mkdir()
    picture = np.full((48, 96, 3), 90, np.uint8)
    picture[14:18, 30:40] = 255
    cv2.imwrite(str(folder / "images" / "a.png"), picture)
    view = {"file": "a.png", "vehicle_box": [20, 10, 40, 20], "damages": damages}
    (folder / "truth" / "a.json").write_text(json.dumps({"views": [view]}))
    return folder


def test_a_still_is_cut_to_its_vehicle_and_enlarged_and_the_box_goes_with_it(tmp_path: Path) -> None:
    (car,) = strewn_cars(rendered(tmp_path, {"kind": "dent", "box": [30, 14, 10, 4]}), KINDS)
    assert car.image.shape == (round((33 - 7) * ENLARGED), round((66 - 14) * ENLARGED), 3)
    assert AROUND * 40 == 6
    assert car.labels.tolist() == [1]
    left, top, right, bottom = car.boxes[0].astype(int).tolist()
    assert car.image[top + 1 : bottom - 1, left + 1 : right - 1].min() > 200
    assert car.image[: top - 3].max() < 110
    assert car.image[:, right + 3 :].max() < 110


def test_what_does_not_show_is_no_box(tmp_path: Path) -> None:
    (car,) = strewn_cars(rendered(tmp_path, {"kind": "dent", "box": None}), KINDS)
    assert car.boxes.shape == (0, 4)


def test_without_a_folder_there_are_none(tmp_path: Path) -> None:
    assert strewn_cars(tmp_path / "missing", KINDS) == []


def test_a_kind_that_is_none_is_told_with_its_file(tmp_path: Path) -> None:
    with pytest.raises(RecipeError, match=r"truth/a\.json: rust: no kind of damage"):
        strewn_cars(rendered(tmp_path, {"kind": "rust", "box": None}), KINDS)


@pytest.mark.parametrize("text", ["{", "[]", "{}", '{"views": [{}]}'])
def test_truth_that_is_none_is_told_with_its_file(tmp_path: Path, text: str) -> None:
    (rendered(tmp_path) / "truth" / "a.json").write_text(text)
    with pytest.raises(RecipeError, match=r"truth/a\.json: no truth of a visit"):
        strewn_cars(tmp_path, KINDS)
