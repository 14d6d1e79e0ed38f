from __future__ import annotations

import numpy as np
import pytest

from edge.vision.nms import nms, pairwise_iou

BOXES = np.array([[0, 0, 10, 10], [1, 0, 11, 10], [50, 50, 60, 60]], np.float32)


def test_the_better_of_two_that_overlap_stays() -> None:
    scores = np.array([0.6, 0.9, 0.5], np.float32)
    assert nms(BOXES, scores, iou=0.5, most=10) == [1, 2]


def test_what_overlaps_less_than_the_limit_stays() -> None:
    scores = np.array([0.6, 0.9, 0.5], np.float32)
    assert nms(BOXES, scores, iou=0.9, most=10) == [1, 0, 2]


def test_no_more_than_asked_for() -> None:
    assert nms(BOXES, np.array([0.6, 0.9, 0.95], np.float32), iou=0.5, most=1) == [2]


def test_nothing_in_nothing_out() -> None:
    assert nms(np.zeros((0, 4), np.float32), np.zeros(0, np.float32), iou=0.5, most=10) == []


def test_iou_of_every_pair() -> None:
    found = pairwise_iou(BOXES[:1], BOXES)
    assert found.shape == (1, 3)
    assert found[0] == pytest.approx([1, 90 / 110, 0])


def test_empty_boxes_overlap_nothing() -> None:
    empty = np.zeros((1, 4), np.float32)
    assert pairwise_iou(empty, empty)[0, 0] == 0
