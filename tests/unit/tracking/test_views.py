from __future__ import annotations

from itertools import pairwise

import cv2
import numpy as np
import pytest

from edge.domain.frame import Image
from edge.domain.geometry import Box
from edge.tracking.views import MOMENT_NS, BestViews
from tests.passages import CAR_BOX, SECOND, car_picture, frame


def blurred(amount: float) -> Image:
    return np.asarray(cv2.GaussianBlur(car_picture(), (0, 0), amount), np.uint8)


def test_the_sharp_one_of_two_is_best() -> None:
    views = BestViews(2)
    views.offer(frame(0, 0, blurred(4)), CAR_BOX)
    views.offer(frame(1, SECOND), CAR_BOX)
    assert [view.frame.sequence for view in views.best()] == [1, 0]


def test_only_so_many_are_kept_and_the_worst_goes() -> None:
    views = BestViews(2)
    for number, amount in enumerate((5.0, 1.0, 2.0)):
        views.offer(frame(number, number * SECOND, blurred(amount)), CAR_BOX)
    assert [view.frame.sequence for view in views.best()] == [1, 2]


def test_of_one_moment_only_the_best_is_kept() -> None:
    views = BestViews(5)
    for number, amount in enumerate((3.0, 1.0, 4.0)):
        views.offer(frame(number, number * MOMENT_NS // 4, blurred(amount)), CAR_BOX)
    assert [view.frame.sequence for view in views.best()] == [1]


def test_a_vehicle_that_comes_ever_nearer_leaves_views_behind() -> None:
    views = BestViews(3)
    for number in range(20):
        near = Box(left=60 - 2 * number, top=50 - number, right=100 + 2 * number, bottom=70 + number)
        views.offer(frame(number, number * MOMENT_NS // 2), near)
    kept = [view.frame.sequence for view in views.best()]
    assert len(kept) == 3
    assert kept == sorted(kept, reverse=True)
    assert kept[-1] > 5


def test_a_long_passage_is_kept_from_its_start_to_its_end() -> None:
    views = BestViews(4)
    for number in range(1001):
        views.offer(frame(number, number * MOMENT_NS), CAR_BOX)
    sequences = sorted(view.frame.sequence for view in views.best())
    assert len(sequences) == 4
    assert min(b - a for a, b in pairwise(sequences)) >= 100


@pytest.mark.parametrize("later_ns", [0, MOMENT_NS // 3, 10**18 + 7])
def test_the_hour_does_not_choose_the_views(later_ns: int) -> None:
    views = BestViews(2)
    for number, amount in enumerate((4.0, 3.0, 5.0, 2.5, 1.0, 4.5, 2.0, 3.0)):
        views.offer(frame(number, later_ns + number * MOMENT_NS // 2, blurred(amount)), CAR_BOX)
    assert [view.frame.sequence for view in views.best()] == [4, 6]


def test_a_cut_vehicle_is_told_and_worth_less() -> None:
    views = BestViews(5)
    views.offer(frame(0, 0), Box(left=-10, top=60, right=150, bottom=140))
    views.offer(frame(1, SECOND), CAR_BOX)
    whole, cut = views.best()
    assert (whole.whole, cut.whole) == (True, False)
    assert cut.quality < whole.quality


def test_nothing_offered_nothing_kept() -> None:
    assert BestViews(3).best() == ()
