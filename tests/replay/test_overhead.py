"""Four real cars from above, as filmed and as other cameras, lamps and machines would have shown them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from edge.capture.clip import Clip
from edge.domain.frame import Frame, Image
from edge.domain.passage import Passage
from edge.evaluation.passages import FoundPassage, TruePassage, read_truth, score_passages
from tests.replay.watching import told, watched

DATA = os.environ.get("RETURN_GATE_DATA")
MIRRORED = {"left": "right", "right": "left"}
TURNED = {"up": "down", "down": "up", "left": "right", "right": "left"}
Change = Callable[[Image], Image]

pytestmark = [
    pytest.mark.data,
    pytest.mark.skipif(
        DATA is None, reason="RETURN_GATE_DATA does not name the folder of pictures and clips"
    ),
]


def clip() -> Path:
    return Path(str(DATA)) / "data/video/lane-overhead.mp4"


def truth(directions: dict[str, str]) -> list[TruePassage]:
    true = read_truth(clip().with_suffix(".json"))
    return [t.model_copy(update={"direction": directions.get(t.direction, t.direction)}) for t in true]


def frames(change: Change, every: int = 1) -> Iterator[Frame]:
    source = Clip(clip(), "lane")
    try:
        for frame in source:
            if frame.sequence % every == 0:
                yield replace(frame, image=change(frame.image))
    finally:
        source.close()


def assert_all_found(found: list[Passage], true: list[TruePassage]) -> None:
    plain = [
        FoundPassage(entered_s=p.entered_ns / 1e9, left_s=p.left_ns / 1e9, direction=p.direction)
        for p in found
    ]
    score = score_passages(plain, true)
    assert (score.n, score.missed, score.false, score.direction_errors) == (4, 0, 0, 0), told(found)
    assert max(score.entered_error_s, score.left_error_s) <= 1, told(found)


def as_filmed(image: Image) -> Image:
    return image


def mirrored(image: Image) -> Image:
    return np.asarray(cv2.flip(image, 1), np.uint8)


def turned(image: Image) -> Image:
    return np.asarray(cv2.flip(image, -1), np.uint8)


def darkened(image: Image) -> Image:
    return np.asarray(cv2.convertScaleAbs(image, alpha=0.35), np.uint8)


@pytest.mark.parametrize(
    ("change", "directions"), [(as_filmed, {}), (mirrored, MIRRORED), (turned, TURNED), (darkened, {})]
)
def test_the_four_cars(change: Change, directions: dict[str, str]) -> None:
    assert_all_found(watched(frames(change)), truth(directions))


def test_the_four_cars_at_half_the_frame_rate() -> None:
    assert_all_found(watched(frames(as_filmed, every=2)), truth({}))
