import json
from pathlib import Path

import cv2
import numpy as np
import pytest

from models.train.data.samples import Sample, to_array
from models.train.errors import RecipeError
from models.train.options import Options
from models.train.recipes.damage_data import damage_samples, rarity


def options(folder: Path) -> Options:
    return Options(
        data=folder,
        work=folder / "runs" / "damage",
        out=folder / "out",
        budget_minutes=1,
        limit=None,
        seed=1,
        resume=False,
    )


def data_set(folder: Path, *names: str) -> Path:
    """One picture with a box for each category."""
    place = folder / "data" / "damage-lensor" / "train"
    (place / "images").mkdir(parents=True)
    cv2.imwrite(str(place / "images" / "a.png"), np.zeros((64, 64, 3), np.uint8))
    content = {
        "categories": [{"id": number, "name": name} for number, name in enumerate(names)],
        "images": [{"id": 0, "file_name": "a.png"}],
        "annotations": [
            {"image_id": 0, "category_id": number, "bbox": [8 * number, 0, 8, 8]}
            for number in range(len(names))
        ],
    }
    (place / "annotations.json").write_text(json.dumps(content))
    return folder


def test_what_is_no_kind_of_ours_is_ignored_and_grades_are_kinds(tmp_path: Path) -> None:
    folder = data_set(tmp_path, "airbag", "minor-scratch", "bonnet", "severe-broken")
    (sample,) = damage_samples(options(folder), "damage-lensor", "train")
    assert sample.labels == ("scratch", "broken_part")
    assert sample.boxes[:, 0].tolist() == [8, 24]
    assert sample.ignore[:, 0].tolist() == [0, 16]


def test_a_set_without_boxes_is_told_with_its_folder(tmp_path: Path) -> None:
    with pytest.raises(RecipeError, match="damage-lensor/train: no damage boxes"):
        damage_samples(options(data_set(tmp_path)), "damage-lensor", "train")


def test_pictures_of_a_rare_kind_come_more_often() -> None:
    """Glass is in one of 60 pictures, a ninth of what is common: three times as often."""

    def picture(*labels: str) -> Sample:
        boxes = to_array([(0, 0, 9, 9)] * len(labels))
        return Sample(picture=Path("a"), source="set", boxes=boxes, labels=labels)

    factors = rarity([picture("glass", "scratch"), *[picture("scratch")] * 58, picture()])
    assert factors[0] == pytest.approx(3)
    assert factors[1:].tolist() == [1] * 59
