from __future__ import annotations

import pytest

from edge.domain.detection import Detection
from edge.domain.geometry import Box
from edge.vision.fusion import fuse


def seen(left: float, score: float, label: str = "dent", width: float = 10) -> Detection:
    return Detection(box=Box(left=left, top=0, right=left + width, bottom=10), label=label, score=score)


def test_the_surer_pass_pulls_the_box_harder() -> None:
    (found,) = fuse([[seen(0, 0.9)], [seen(4, 0.3)]], iou=0.4)
    assert found.box.left == pytest.approx(1)
    assert found.score == pytest.approx(0.6)


def test_a_pass_counts_with_its_best() -> None:
    (found,) = fuse([[seen(0, 0.8), seen(3, 0.6)], [seen(1, 0.4)]], iou=0.4)
    assert found.score == pytest.approx((0.8 + 0.4) / 2)


def test_other_labels_and_other_places_stay_apart() -> None:
    found = fuse([[seen(0, 0.8), seen(0, 0.5, "lamp")], [seen(8, 0.6)]], iou=0.4)
    assert [(each.label, each.box.left) for each in found] == [("dent", 0), ("dent", 8), ("lamp", 0)]


def test_what_both_saw_goes_before_what_one_is_sure_of() -> None:
    found = fuse([[seen(0, 0.9), seen(50, 0.6)], [seen(50, 0.5)]], iou=0.4)
    assert [each.box.left for each in found] == [50, 0]


def test_nothing_found_nothing_fused() -> None:
    assert fuse([[], []], iou=0.4) == []
