"""What the vehicle recipe reads and holds out; no training framework is needed for that."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from edge.domain.errors import DataError
from edge.domain.frame import Image
from models.train.data.photographs import same_photograph, seen_before
from models.train.errors import RecipeError
from models.train.options import Options
from models.train.recipes.vehicle_data import (
    SIDE,
    left_out,
    model_example,
    model_labels,
    of_models,
    split,
    view_example,
    view_pictures,
)

PICTURES = 12


def car(seed: int) -> Image:
    """A blotch of one pattern before a wall of another."""
    coarse = np.random.default_rng(seed).integers(40, 256, (9, 9, 3), dtype=np.uint8)
    return np.asarray(cv2.resize(coarse, (224, 224), interpolation=cv2.INTER_CUBIC), np.uint8)


def cut_out(image: Image) -> Image:
    mask = np.zeros(image.shape[:2], np.uint8)
    cv2.ellipse(mask, (112, 120), (80, 55), 0, 0, 360, (255,), -1)
    return np.asarray(cv2.bitwise_and(image, image, mask=mask), np.uint8)


def options(root: Path) -> Options:
    return Options(
        data=root,
        work=root / "work",
        out=root / "out",
        budget_minutes=1,
        limit=None,
        seed=1,
        resume=False,
    )


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Two models, half of the pictures cut out of the other half, and as many views."""
    for part in ("train", "valid"):
        for number, label in enumerate(("golf", "polo")):
            folder = tmp_path / "data/vehicle-models20" / part / label
            folder.mkdir(parents=True)
            for index in range(0, PICTURES, 2):
                image = car(1000 * number + index)
                cv2.imwrite(str(folder / f"{index}.png"), image)
                cv2.imwrite(str(folder / f"{index + 1}.png"), cut_out(image))
        views(tmp_path / "data/vehicle-views" / part, ("front", "rear"))
    return tmp_path


def views(folder: Path, names: tuple[str, ...]) -> None:
    (folder / "images").mkdir(parents=True)
    kinds = {name: number for number, name in enumerate(names)}
    for index in range(PICTURES):
        cv2.imwrite(str(folder / f"images/{index}.png"), car(5000 + index))
    content = {
        "images": [{"id": index, "file_name": f"{index}.png"} for index in range(PICTURES)],
        "categories": [{"id": number, "name": name} for name, number in kinds.items()],
        "annotations": [
            {"image_id": index, "category_id": index % len(kinds), "bbox": [60, 60, 100, 80]}
            for index in range(PICTURES)
        ],
    }
    (folder / "annotations.json").write_text(json.dumps(content))


def test_a_cut_out_car_is_the_photograph_that_it_was_cut_from() -> None:
    pictures = [car(1), cut_out(car(1)), car(2), cut_out(car(2)), cut_out(car(3))]
    assert same_photograph(pictures) == [0, 0, 2, 2, 4]
    assert seen_before(pictures, [cut_out(car(2))]).tolist() == [False, False, True, True, False]


def test_a_photograph_is_held_out_with_its_cut_out(data: Path) -> None:
    pool, held = split(options(data), ["golf", "polo"])
    assert len(pool.models) + len(held.models) == 2 * PICTURES
    assert len(held.models) >= 2
    assert len(pool.views) + len(held.views) == PICTURES
    assert not seen_before([s.image for s in held.models], [s.image for s in pool.models]).any()
    assert pool.used == {"vehicle-models20": len(pool.models), "vehicle-views": len(pool.views)}


def test_a_label_whose_only_photograph_was_held_out_is_learnt(data: Path) -> None:
    """The network needs an example of each; the seeds 17 and 65 hold the only one out."""
    folder = data / "data/vehicle-models20/train/rare"
    folder.mkdir()
    cv2.imwrite(str(folder / "0.png"), car(9000))
    for seed in (1, 17, 65):
        pool, held = split(replace(options(data), seed=seed), ["golf", "polo", "rare"])
        assert {shown.label for shown in pool.models} == {0, 1, 2}
        assert not seen_before([s.image for s in held.models], [s.image for s in pool.models]).any()


def test_too_few_photographs_to_hold_any_out_are_told(data: Path) -> None:
    folder = data / "data/vehicle-models20/train"
    for number in (1, 2):
        (folder / f"rare-{number}").mkdir()
        cv2.imwrite(str(folder / f"rare-{number}/0.png"), car(9000 + number))
    with pytest.raises(RecipeError, match="vehicle-models20/train: too few photographs"):
        split(options(data), ["rare-1", "rare-2"])


def test_an_example_is_an_input(data: Path) -> None:
    pool, _ = split(options(data), ["golf", "polo"])
    random = np.random.default_rng(1)
    for index in range(4):
        for made in (model_example(pool, index, random), view_example(pool, index, random)):
            assert made.shape == (SIDE, SIDE, 3)
            assert made.dtype == np.uint8


def test_labels_are_the_folders_and_a_missing_one_is_named(data: Path) -> None:
    assert model_labels(options(data)) == ["golf", "polo"]
    with pytest.raises(RecipeError, match=r"vehicle-models20/valid: no folder van"):
        of_models(options(data), "valid", ["golf", "van"])


def test_an_empty_class_and_a_picture_that_is_none_are_named(data: Path) -> None:
    folder = data / "data/vehicle-models20/train"
    (folder / "golf/0.png").write_bytes(b"no picture")
    with pytest.raises(DataError, match=r"golf/0\.png: cannot be read"):
        of_models(options(data), "train", ["golf"])
    (folder / "van").mkdir()
    with pytest.raises(DataError, match="van: a class without pictures"):
        model_labels(options(data))


def test_a_box_that_is_no_view_is_named(tmp_path: Path) -> None:
    views(tmp_path / "data/vehicle-views/train", ("front", "roof"))
    with pytest.raises(RecipeError, match=r"1\.png: roof is no view"):
        view_pictures(options(tmp_path), "train")


def test_labels_left_out_are_the_same_for_a_seed() -> None:
    labels = [f"model {number}" for number in range(20)]
    assert left_out(labels, 5, 1) == left_out(labels[::-1], 5, 1) != left_out(labels, 5, 2)
    assert len(set(left_out(labels, 5, 1))) == 5
