"""The comparison of a passage costs less than looking for its damage: five views, twenty findings.

Processor time of this thread, both in one run: what else the machine does hardly counts.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import cv2
import numpy as np

from edge.domain.detection import Detection
from edge.domain.frame import Image
from edge.domain.geometry import Box
from edge.inference.detector import Detector
from edge.inference.shelf import Shelf
from edge.inspection.compare.views import Side, Views
from edge.resources import models_folder
from edge.vision.align import carried
from edge.vision.encode import decode_grey, encode_jpeg
from tests.carside import car_side
from tests.examples import judge

SIZE = (1280, 720)
VIEWS, FINDINGS, SILENT = 5, 4, 2
"""Findings of a view, and how many of them the earlier visit's detector was silent about: half."""


@contextmanager
def one_thread() -> Iterator[None]:
    before = cv2.getNumThreads()
    cv2.setNumThreads(1)
    try:
        yield
    finally:
        cv2.setNumThreads(before)


def visits(seed: int) -> tuple[bytes, Image, tuple[Detection, ...], tuple[Detection, ...]]:
    """One view: the earlier picture as it is filed, the later one, and what was found on either."""
    dice = np.random.default_rng(seed)
    earlier = np.asarray(cv2.resize(car_side(seed=seed), SIZE), np.uint8)
    corners = np.array([[0, 0], [SIZE[0], 0], SIZE, [0, SIZE[1]]], np.float32)
    onto = cv2.getPerspectiveTransform(corners, (corners + dice.uniform(-40, 40, (4, 2))).astype(np.float32))
    later = np.asarray(cv2.warpPerspective(earlier, onto, SIZE, borderMode=cv2.BORDER_REFLECT), np.uint8)
    places = [
        Box.of_size(*dice.uniform((150, 150), (900, 450)), *dice.uniform((30, 20), (250, 160)))
        for _ in range(FINDINGS)
    ]
    found = [Detection(box=place, label="dent", score=0.5) for place in places]
    moved = [
        Detection(box=carried(place, np.asarray(onto, np.float64)), label="dent", score=0.5)
        for place in places
    ]
    return encode_jpeg(earlier), later, tuple(found[SILENT:]), tuple(moved)


def least_ms(work: Callable[[], object], times: int = 4) -> float:
    spent = []
    for _ in range(times):
        began = time.thread_time()
        work()
        spent.append(time.thread_time() - began)
    return min(spent) * 1e3


def test_a_passage_is_compared_in_less_than_its_damage_is_looked_for() -> None:
    look = Detector(Shelf(models_folder()).take("damage"))
    rule, kept = judge(), [visits(seed) for seed in range(VIEWS)]
    whole = Box(left=0, top=0, right=SIZE[0], bottom=SIZE[1])

    def compare() -> int:
        told = 0
        for jpeg, later, before, after in kept:
            earlier = Side(image=decode_grey(jpeg), vehicle=whole, detections=before)
            told += len(Views(earlier, Side(image=later, vehicle=whole, detections=after)).judged(rule))
        return told

    with one_thread():
        assert compare() >= VIEWS * FINDINGS
        compared_ms = least_ms(compare)
        looked_ms = least_ms(lambda: [look(later) for _, later, _, _ in kept])
    assert compared_ms < looked_ms
