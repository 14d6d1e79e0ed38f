from __future__ import annotations

import cv2
import numpy as np

from edge.domain.geometry import Box
from edge.tracking.blobs import find_blobs
from edge.vision.background import SHADOW, Mask


def empty() -> Mask:
    return np.zeros((180, 320), np.uint8)


def test_nothing_moved() -> None:
    assert find_blobs(empty()) == []


def test_the_largest_comes_first_and_specks_not_at_all() -> None:
    mask = empty()
    mask[20:40, 20:40] = 255
    mask[100:140, 100:180] = 255
    mask[170:174, 300:304] = 255
    found = find_blobs(mask)
    assert [b.box for b in found] == [Box.of_size(100, 100, 80, 40), Box.of_size(20, 20, 20, 20)]


def test_a_small_gap_is_closed() -> None:
    mask = empty()
    mask[50:90, 50:100] = 255
    mask[50:90, 104:150] = 255
    assert [b.box for b in find_blobs(mask)] == [Box.of_size(50, 50, 100, 40)]


def streaked(mask: Mask, drops: int) -> Mask:
    """With streaks four pixels wide and ten high."""
    chance = np.random.default_rng(5)
    for x, y in chance.integers((0, 0), (316, 170), (drops, 2)):
        mask[y : y + 10, x : x + 4] = 255
    return mask


def test_a_downpour_does_not_hang_on_a_car() -> None:
    car = empty()
    car[50:110, 50:170] = 255
    found = find_blobs(streaked(car, 90))
    assert found[0].solidity > 0.85
    assert found[0].box.iou(Box.of_size(50, 50, 120, 60)) > 0.8


def test_what_is_thin_stays_while_it_does_not_pour() -> None:
    mask = streaked(empty(), 3)
    mask[50:90, 50:54] = 255
    assert Box.of_size(50, 50, 4, 40) in [b.box for b in find_blobs(mask)]


def test_a_full_shape_is_solid_and_limbs_are_not() -> None:
    car, cross = empty(), empty()
    car[50:90, 50:150] = 255
    cv2.line(cross, (50, 50), (120, 120), (255,), 12)
    cv2.line(cross, (120, 50), (50, 120), (255,), 12)
    assert find_blobs(car)[0].solidity > 0.95
    assert find_blobs(cross)[0].solidity < 0.6


def test_glass_that_looks_like_a_shadow_belongs_to_the_car_around_it() -> None:
    glass, hole = empty(), empty()
    for mask, inside in ((glass, SHADOW), (hole, 0)):
        mask[50:90, 50:150] = 255
        mask[55:85, 80:120] = inside
    assert find_blobs(glass)[0].solidity > 0.95
    assert find_blobs(hole)[0].solidity < 0.75


def test_a_shadow_alone_is_no_blob() -> None:
    mask = empty()
    mask[50:90, 50:150] = SHADOW
    assert find_blobs(mask) == []
