"""Damage, and places without it, brought from one picture to another."""

from __future__ import annotations

import numpy as np

from models.train.augment.transplant import brought_to, clean_piece, damaged_piece
from models.train.data.pictures import Image, Loaded


def random() -> np.random.Generator:
    return np.random.default_rng(7)


def picture(boxes: list[list[float]]) -> Loaded:
    """Grey, and white where a box is."""
    image = np.full((300, 400, 3), 90, np.uint8)
    for left, top, right, bottom in boxes:
        image[int(top) : int(bottom), int(left) : int(right)] = 255
    found = np.array(boxes, np.float32).reshape(-1, 4)
    return Loaded(image, found, np.zeros(len(found), np.int64), np.zeros((0, 4), np.float32))


def test_a_damage_comes_with_a_little_around_it() -> None:
    piece = damaged_piece(picture([[100, 100, 150, 140]]), random())
    assert piece is not None
    assert (piece == 255).all(axis=2).sum() == 50 * 40
    assert (piece == 90).any()


def test_what_is_too_small_or_too_large_is_no_piece() -> None:
    assert damaged_piece(picture([[10, 10, 14, 60], [0, 0, 390, 290]]), random()) is None
    assert damaged_piece(picture([]), random()) is None


def test_an_undamaged_place_touches_no_damage() -> None:
    loaded, like = picture([[150, 100, 250, 200]]), np.zeros((60, 80, 3), np.uint8)
    for seed in range(20):
        piece = clean_piece(loaded, like, np.random.default_rng(seed))
        assert piece is None or (piece.shape == like.shape and (piece == 90).all())


def test_no_undamaged_place_where_damage_is_everywhere() -> None:
    assert clean_piece(picture([[0, 0, 400, 300]]), np.zeros((60, 80, 3), np.uint8), random()) is None


def stripes() -> Image:
    piece = np.full((40, 60, 3), 120, np.uint8)
    piece[:, 25:35] = 10
    return piece


def test_it_is_blended_into_the_middle_of_the_car_and_nowhere_else() -> None:
    car = np.full((200, 240, 3), 160, np.uint8)
    for seed in range(20):
        made = brought_to(car, stripes(), np.random.default_rng(seed))
        changed = np.abs(made.astype(int) - 160).max(axis=2) > 20
        assert made.shape == car.shape
        assert changed.any()
        assert not changed[:8].any()
        assert not changed[:, :8].any()


def test_a_car_of_few_pixels_takes_it_too() -> None:
    made = brought_to(np.full((24, 30, 3), 160, np.uint8), stripes(), random())
    assert made.shape == (24, 30, 3)
