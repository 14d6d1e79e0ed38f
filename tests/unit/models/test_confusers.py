"""Water, dirt, stickers, shadows and glints on training pictures."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from models.train.augment.confusers import beads, confused, dirt, glints, lens_drops, shadow, sticker
from models.train.data.pictures import Image

KINDS = (lens_drops, beads, dirt, sticker, shadow, glints)


def photograph(width: int = 160, height: int = 120) -> Image:
    noise = np.random.default_rng(0).integers(30, 220, (height, width, 3), np.uint8)
    return np.asarray(cv2.GaussianBlur(noise, (0, 0), 4), np.uint8)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: str(kind.__name__))
def test_each_covers_some_of_the_picture_and_not_all(kind: type) -> None:
    image = photograph()
    for seed in range(6):
        made = kind(image, np.random.default_rng(seed))
        assert made.shape == image.shape
        assert made.dtype == np.uint8
        left = (made == image).all(axis=2).mean()
        assert left < 1 or kind is dirt, seed
    assert not any((kind(image, np.random.default_rng(seed)) == 0).all() for seed in range(6))


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: str(kind.__name__))
def test_the_same_dice_give_the_same(kind: type) -> None:
    one, other = (kind(photograph(), np.random.default_rng(7)) for _ in range(2))
    assert (one == other).all()


def test_the_picture_itself_is_left_alone() -> None:
    image = photograph()
    before = image.copy()
    for seed in range(12):
        confused(image, np.random.default_rng(seed))
    assert (image == before).all()


def test_a_drop_shows_the_scene_upside_down() -> None:
    image = np.zeros((200, 200, 3), np.uint8)
    image[:100] = 200
    made = max(
        (lens_drops(image, np.random.default_rng(seed)) for seed in range(20)),
        key=lambda picture: int((picture[105:, :, 0] > 60).sum()),
    )
    assert (made[105:, :, 0] > 60).sum() > 50


@pytest.mark.parametrize("size", [(8, 8), (33, 9), (640, 360)])
def test_any_size_will_do(size: tuple[int, int]) -> None:
    for seed in range(12):
        assert confused(photograph(*size), np.random.default_rng(seed)).shape == (size[1], size[0], 3)
