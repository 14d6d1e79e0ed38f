"""Boxes and letterboxes, for any of them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from edge.domain.geometry import Box, from_normalized
from edge.vision.letterbox import letterbox, stretch
from edge.vision.nms import nms, pairwise_iou
from edge.vision.tiles import tiles

places = st.floats(-1000, 1000)
sizes = st.floats(0.5, 1000)
boxes = st.builds(Box.of_size, places, places, sizes, sizes)
factors = st.floats(0.1, 10)
sides = st.integers(8, 200)


def nearly(box: Box) -> object:
    return pytest.approx((box.left, box.top, box.right, box.bottom), abs=1e-6)


def corners(box: Box) -> tuple[float, float, float, float]:
    return box.left, box.top, box.right, box.bottom


@given(boxes, boxes)
def test_iou_is_symmetric_and_a_share(a: Box, b: Box) -> None:
    assert a.iou(b) == pytest.approx(b.iou(a))
    assert 0 <= a.iou(b) <= 1 + 1e-9
    assert a.iou(a) == pytest.approx(1)


@given(boxes, boxes)
def test_the_intersection_lies_in_both_and_both_in_the_hull(a: Box, b: Box) -> None:
    shared, hull = a.intersection(b), a.hull(b)
    assert shared.area <= min(a.area, b.area) + 1e-6
    assert 0 <= a.covered_by(b) <= 1 + 1e-9
    for box in (a, b):
        assert box.intersection(hull) == box
        if shared.area > 0:
            assert shared.intersection(box) == shared


@given(boxes, factors, factors)
def test_scaling_there_and_back(box: Box, x: float, y: float) -> None:
    assert corners(box.scaled(x, y).scaled(1 / x, 1 / y)) == nearly(box)


@given(boxes, places, places)
def test_moving_there_and_back(box: Box, x: float, y: float) -> None:
    assert corners(box.moved(x, y).moved(-x, -y)) == nearly(box)


@given(boxes, sides, sides)
def test_a_clamped_box_is_inside_and_clamping_again_changes_nothing(
    box: Box, width: int, height: int
) -> None:
    inside = box.clamped(width, height)
    assert inside.clamped(width, height) == inside
    assert inside.area <= width * height


@given(boxes, sides, sides)
def test_fractions_there_and_back_within_their_rounding(box: Box, width: int, height: int) -> None:
    back = from_normalized(box.normalized(width, height), width, height)
    assert corners(back) == pytest.approx(corners(box), abs=2e-5 * max(width, height))


@given(boxes, sides, sides, sides, sides)
def test_a_letterboxed_box_comes_back(box: Box, rows: int, columns: int, width: int, height: int) -> None:
    picture = np.zeros((rows, columns, 3), np.uint8)
    for lay in (letterbox, stretch):
        fitted, fit = lay(picture, width=width, height=height)
        assert fitted.shape == (height, width, 3)
        assert corners(fit.back(fit.forward(box))) == nearly(box)


@given(sides, sides, sides, sides)
def test_a_letterboxed_picture_lies_inside(rows: int, columns: int, width: int, height: int) -> None:
    _, fit = letterbox(np.zeros((rows, columns, 3), np.uint8), width=width, height=height)
    inside = fit.forward(Box(left=0, top=0, right=columns, bottom=rows))
    assert inside.left >= 0
    assert inside.top >= 0
    assert inside.right <= width + 1e-6
    assert inside.bottom <= height + 1e-6


scored = st.lists(st.tuples(boxes, st.floats(0, 1, width=32)), max_size=12)


@given(scored, st.floats(0.1, 0.9), st.integers(1, 12))
def test_what_nms_keeps(found: list[tuple[Box, float]], limit: float, most: int) -> None:
    rows = np.array([corners(box) for box, _ in found], np.float32).reshape(-1, 4)
    scores = np.array([score for _, score in found], np.float32)
    kept = nms(rows, scores, iou=limit, most=most)
    assert len(kept) == len(set(kept)) <= most
    assert scores[kept].tolist() == sorted(scores[kept].tolist(), reverse=True)
    if found:
        assert scores[kept[0]] == scores.max()
    overlaps = pairwise_iou(rows[kept], rows[kept])
    assert (overlaps[~np.eye(len(kept), dtype=bool)] <= limit).all()
    if len(kept) < most:
        for dropped in set(range(len(found))) - set(kept):
            better = [i for i in kept if scores[i] >= scores[dropped]]
            assert pairwise_iou(rows[[dropped]], rows[better]).max() > limit


@given(boxes, st.integers(2, 5))
def test_tiles_stay_in_the_box_and_reach_its_corners(box: Box, across: int) -> None:
    assume(min(box.width, box.height) > 1)
    found = tiles(box, across=across)
    assert all(tile.covered_by(box) > 1 - 1e-6 for tile in found)
    hull = found[0]
    for tile in found:
        hull = hull.hull(tile)
    assert corners(hull) == nearly(box)
