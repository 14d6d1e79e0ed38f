import numpy as np
import pytest

from edge.evaluation.detection import Curve, Scored, match
from edge.vision.nms import Floats


def boxes(*rows: tuple[float, float, float, float]) -> Floats:
    return np.asarray(rows, np.float32).reshape(-1, 4)


def scored(found: Floats, scores: list[float], truth: Floats, ignore: Floats | None = None) -> Scored:
    return Scored(
        boxes=found,
        scores=np.asarray(scores, np.float32),
        truth=truth,
        ignore=boxes() if ignore is None else ignore,
    )


A, B, FAR = (0.0, 0.0, 10.0, 10.0), (20.0, 0.0, 30.0, 10.0), (50.0, 50.0, 60.0, 60.0)


def test_all_found_is_one() -> None:
    curve = match([scored(boxes(A, B), [0.9, 0.2], boxes(B, A))], iou=0.5)
    assert curve.average_precision() == 1.0


def test_a_false_box_between_two_right_ones() -> None:
    curve = match([scored(boxes(A, FAR, B), [0.9, 0.5, 0.4], boxes(A, B))], iou=0.5)
    assert curve.average_precision() == pytest.approx(0.5 + 0.5 * 2 / 3)
    assert curve.recall_at(0.5) == 0.5
    assert curve.precision_at(0.5) == 0.5
    assert curve.false_per_picture_at(0.45) == 1.0


def test_a_second_box_on_one_object_is_false() -> None:
    curve = match([scored(boxes(A, A), [0.9, 0.8], boxes(A))], iou=0.5)
    assert curve.right.tolist() == [True, False]


def test_detections_in_ignored_regions_do_not_count() -> None:
    curve = match([scored(boxes(FAR, A), [0.9, 0.8], boxes(A), boxes((45, 45, 70, 70)))], iou=0.5)
    assert curve.right.tolist() == [True]
    assert curve.average_precision() == 1.0


def test_nothing_found_is_zero_and_nothing_there_is_unknown() -> None:
    assert match([scored(boxes(), [], boxes(A))], iou=0.5).average_precision() == 0.0
    assert np.isnan(match([scored(boxes(A), [0.5], boxes())], iou=0.5).average_precision())
    assert np.isnan(match([], iou=0.5).average_precision())


def test_pictures_are_pooled_by_score() -> None:
    pictures = [scored(boxes(FAR), [0.9], boxes(A)), scored(boxes(B), [0.3], boxes(B))]
    curve: Curve = match(pictures, iou=0.5)
    assert curve.right.tolist() == [False, True]
    assert curve.average_precision() == pytest.approx(0.25)


def test_a_sample_of_the_pictures_is_a_curve_of_its_own() -> None:
    """The missed picture twice and the found one not at all."""
    curve = match([scored(boxes(A), [0.9], boxes(A)), scored(boxes(), [], boxes(B))], iou=0.5)
    drawn = curve.drawn(np.array([0, 2]))
    assert (drawn.objects, drawn.pictures, len(drawn.scores)) == (2, 2, 0)
    assert curve.drawn(np.array([1, 1])).average_precision() == curve.average_precision() == 0.5


def test_a_right_detection_has_the_size_of_its_object() -> None:
    curve = match([scored(boxes((0, 0, 12, 12), FAR), [0.9, 0.8], boxes(A))], iou=0.5)
    assert curve.sizes.tolist() == [10, 10]
    assert curve.of_sizes(0, 11).right.tolist() == [True, False]
    assert curve.of_sizes(11, 20).objects == 0


def test_score_at_a_rate_of_false_boxes() -> None:
    told = [0.9, 0.8, 0.7, 0.6]
    curve = match([scored(boxes(FAR, A, FAR, B), told, boxes(A, B))], iou=0.5)
    assert curve.score_at(1.0) == pytest.approx(0.8)
    assert curve.score_at(2.0) == pytest.approx(0.6)
    assert curve.score_at(0.0) == 1.0
