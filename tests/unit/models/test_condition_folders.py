"""`condition` learnt from two folders of one's own."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from edge.domain.errors import DataError
from models.train.errors import RecipeError
from models.train.options import TwoFolders
from models.train.recipes.condition_folders import example, split, valid_sets


def filled(root: Path, name: str, count: int, seed: int) -> None:
    (root / name).mkdir()
    random = np.random.default_rng(seed)
    for index in range(count):
        coarse = random.integers(0, 256, (6, 8, 3), dtype=np.uint8)
        picture = cv2.resize(coarse, (160, 120), interpolation=cv2.INTER_CUBIC)
        cv2.imwrite(str(root / name / f"{index}.png"), picture)
        cv2.imwrite(str(root / name / f"{index}-again.jpg"), picture)


@pytest.fixture
def own(tmp_path: Path) -> TwoFolders:
    filled(tmp_path, "crash", 10, 1)
    filled(tmp_path, "clear", 10, 2)
    return TwoFolders(root=tmp_path, damaged="crash", clean="clear")


def test_a_fifth_is_held_out_and_no_picture_twice(own: TwoFolders) -> None:
    kept, held = split(own, 1, None)
    assert len(kept) + len(held) == 40
    assert 8 <= len(held) <= 10
    for one in held:  # its other copy is held out as well
        near = [np.abs(one.image.astype(int) - other.image.astype(int)).mean() for other in kept]
        assert min(near) > 10


def test_examples_are_inputs_of_both_kinds(own: TwoFolders) -> None:
    kept, _ = split(own, 1, None)
    random = np.random.default_rng(3)
    made = [example(kept, random) for _ in range(24)]
    assert {image.shape for image, _ in made} == {(224, 224, 3)}
    assert {label for _, label in made} == {0, 1}


def test_what_is_held_out_is_judged_as_pieces_and_as_cars(own: TwoFolders) -> None:
    _, held = split(own, 1, None)
    valid = valid_sets(held, "own")
    assert [len(pieces) for pieces in valid.tiles.values()] == [len(held)]
    assert sum(len(cars) for cars in valid.cars.values()) == len(held)
    assert {car.damaged for cars in valid.cars.values() for car in cars} == {True, False}
    assert not valid.foreign


def test_a_folder_that_is_missing_is_named(own: TwoFolders) -> None:
    with pytest.raises(RecipeError, match="scratched: no such folder"):
        split(TwoFolders(root=own.root, damaged="scratched", clean="clear"), 1, None)


def test_an_empty_folder_is_named(own: TwoFolders) -> None:
    (own.root / "dented").mkdir()
    with pytest.raises(DataError, match="dented"):
        split(TwoFolders(root=own.root, damaged="dented", clean="clear"), 1, None)


def test_a_picture_that_does_not_decode_is_named(own: TwoFolders) -> None:
    (own.root / "clear" / "3.png").write_bytes(b"no picture")
    with pytest.raises(DataError, match=r"clear/3\.png"):
        split(own, 1, None)


def test_too_few_pictures_are_told(tmp_path: Path) -> None:
    filled(tmp_path, "crash", 1, 1)
    filled(tmp_path, "clear", 1, 2)
    with pytest.raises(RecipeError, match="too few"):
        split(TwoFolders(root=tmp_path, damaged="crash", clean="clear"), 1, None)
