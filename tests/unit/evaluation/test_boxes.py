"""The figures of a detector, computed by hand."""

import numpy as np
import pytest

from edge.domain.detection import Detection
from edge.domain.geometry import Box
from edge.evaluation.boxes import Seen, map50, score_boxes
from edge.evaluation.labelled import no_boxes
from edge.vision.nms import Floats

KINDS = ("dent", "scratch", "glass")
Corners = tuple[float, float, float, float]
SMALL, LARGE, FAR = (0.0, 0.0, 10.0, 10.0), (20.0, 0.0, 60.0, 40.0), (70.0, 70.0, 90.0, 90.0)


def corners(*rows: Corners) -> Floats:
    return np.asarray(rows, np.float32).reshape(-1, 4)


def found(box: Corners, label: str, score: float) -> Detection:
    left, top, right, bottom = box
    return Detection(box=Box(left=left, top=top, right=right, bottom=bottom), label=label, score=score)


def seen(told: list[Detection], *truth: tuple[Corners, str], ignore: Floats | None = None) -> Seen:
    return Seen(
        found=told,
        boxes=corners(*(box for box, _ in truth)),
        kinds=tuple(kind for _, kind in truth),
        ignore=no_boxes() if ignore is None else ignore,
    )


def test_mean_over_the_kinds_that_are_there() -> None:
    """Dent: found, AP 1. Scratch: a false box before the right one, AP 1/2. Glass is not there."""
    pictures = [
        seen([found(LARGE, "dent", 0.9)], (LARGE, "dent")),
        seen([found(FAR, "scratch", 0.8), found(SMALL, "scratch", 0.3)], (SMALL, "scratch")),
    ]
    score = score_boxes(pictures, KINDS, [3.0, 5.0])
    assert score.n == 2
    assert score.map50 == map50(pictures, KINDS) == pytest.approx(0.75)
    assert {kind: each.ap50 for kind, each in score.per_class.items()} == {"dent": 1.0, "scratch": 0.5}
    assert score.ms_p50 == 4.0


def test_a_box_of_another_kind_is_false() -> None:
    score = score_boxes([seen([found(LARGE, "scratch", 0.9)], (LARGE, "dent"))], KINDS, [1.0])
    assert score.map50 == 0.0


def test_overlap_decides_map50_95() -> None:
    """An overlap of 0.8 is right at the seven of ten thresholds up to 0.8."""
    told = [found((20, 0, 60, 32), "dent", 0.9)]
    score = score_boxes([seen(told, (LARGE, "dent"))], KINDS, [1.0])
    assert (score.map50, score.map50_95) == (1.0, 0.7)


def test_recall_where_each_kind_makes_one_false_box_a_picture() -> None:
    """One picture, so one false box is allowed: the object behind the second one is out of reach."""
    told = [
        found(FAR, "dent", 0.9),
        found(SMALL, "dent", 0.8),
        found((0, 70, 9, 79), "dent", 0.7),
        found(LARGE, "dent", 0.6),
    ]
    score = score_boxes([seen(told, (SMALL, "dent"), (LARGE, "dent"))], KINDS, [1.0])
    assert score.per_class["dent"].recall_1fp == 0.5


def test_false_boxes_of_one_score_stand_and_fall_together() -> None:
    told = [found(FAR, "dent", 0.9), found((0, 70, 9, 79), "dent", 0.9), found(LARGE, "dent", 0.9)]
    score = score_boxes([seen(told, (LARGE, "dent"))], KINDS, [1.0])
    assert score.per_class["dent"].recall_1fp == 0.0


def test_sizes_are_judged_apart() -> None:
    """The small dent (10 px) is missed, the large one (40 px) found; the false box is of 20 px."""
    told = [found(LARGE, "dent", 0.9), found(FAR, "dent", 0.8)]
    score = score_boxes([seen(told, (SMALL, "dent"), (LARGE, "dent"))], KINDS, [1.0])
    assert {name: (each.n, each.ap50, each.recall) for name, each in score.by_size.items()} == {
        "0-16": (1, 0.0, 0.0),
        "32-64": (1, 1.0, 1.0),
    }


def test_a_detection_on_an_ignored_region_is_no_false_one() -> None:
    told = [found(FAR, "dent", 0.9), found(LARGE, "dent", 0.8)]
    score = score_boxes([seen(told, (LARGE, "dent"), ignore=corners((65, 65, 99, 99)))], KINDS, [1.0])
    assert score.map50 == 1.0


def test_intervals_hold_the_figure_and_narrow_with_the_pictures() -> None:
    hit = seen([found(LARGE, "dent", 0.9)], (LARGE, "dent"))
    miss = seen([], (LARGE, "dent"))
    few, many = (score_boxes([hit, miss] * n, KINDS, [1.0] * 2 * n) for n in (5, 80))
    for score in (few, many):
        low, high = score.map50_ci
        assert low <= score.map50 == 0.5 <= high
    assert many.map50_ci[1] - many.map50_ci[0] < (few.map50_ci[1] - few.map50_ci[0]) / 2
