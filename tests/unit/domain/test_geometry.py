from __future__ import annotations

import pytest

from edge.domain.geometry import Box, from_normalized

BOX = Box(left=10, top=20, right=30, bottom=60)


def test_size_and_middle() -> None:
    assert (BOX.width, BOX.height, BOX.area, BOX.center) == (20, 40, 800, (20, 40))
    assert Box.of_size(10, 20, 20, 40) == BOX


def test_a_box_turned_inside_out_is_empty() -> None:
    wrong = Box(left=30, top=60, right=10, bottom=20)
    assert (wrong.width, wrong.height, wrong.area) == (0, 0, 0)
    assert wrong.iou(BOX) == 0
    assert wrong.covered_by(BOX) == 0


def test_overlap() -> None:
    other = Box(left=20, top=40, right=50, bottom=80)
    assert BOX.intersection(other) == Box(left=20, top=40, right=30, bottom=60)
    assert BOX.hull(other) == Box(left=10, top=20, right=50, bottom=80)
    assert BOX.iou(other) == pytest.approx(200 / (800 + 1200 - 200))
    assert BOX.covered_by(other) == pytest.approx(0.25)


def test_boxes_that_only_touch_share_nothing() -> None:
    beside = BOX.moved(20, 0)
    assert BOX.intersection(beside).area == 0
    assert BOX.iou(beside) == 0


def test_changes_give_new_boxes() -> None:
    assert BOX.scaled(2, 0.5) == Box(left=20, top=10, right=60, bottom=30)
    assert BOX.moved(-10, 5) == Box(left=0, top=25, right=20, bottom=65)
    assert BOX.grown(0.5) == Box(left=0, top=0, right=40, bottom=80)
    assert BOX.clamped(25, 50) == Box(left=10, top=20, right=25, bottom=50)


def test_a_box_outside_the_picture_is_clamped_to_nothing() -> None:
    assert BOX.moved(500, 500).clamped(100, 100).area == 0


def test_fractions_of_a_picture_and_back() -> None:
    normal = BOX.normalized(100, 80)
    assert normal == (0.1, 0.25, 0.2, 0.5)
    assert from_normalized(normal, 100, 80) == BOX
