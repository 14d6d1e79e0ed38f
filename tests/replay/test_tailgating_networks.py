"""The car of the bundled clip followed by itself, close behind: seen from the side, then from the front, one
half hidden by the other, with the detector that ships."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from functools import cache

import cv2
import numpy as np
import pytest

from edge.app.wiring import Networks, make_watcher
from edge.capture.opening import open_source
from edge.config.gate import builtin
from edge.domain.frame import Frame, Image
from edge.domain.inspection import Manoeuvre
from edge.domain.passage import Passage
from edge.inspection.manoeuvre import manoeuvres
from edge.resources import bundled_clip
from tests.replay.watching import told

FPS = 10
TRUE_S = (2.06, 7.9)


@cache
def clip() -> tuple[Image, ...]:
    """Its first passage, at half the size."""
    with closing(open_source(str(bundled_clip()), "lane")) as source:
        half = [np.asarray(cv2.resize(frame.image, (640, 360)), np.uint8) for frame in source]
    return tuple(half[: round(9.5 * FPS)])


@cache
def covers() -> tuple[Image, ...]:
    """Where the car is: 255, (360, 640, 1)."""
    empty = np.median(np.stack(clip()[:15:3]), axis=0)
    apart = [cv2.blur(np.abs(image - empty).max(axis=2), (3, 3)) for image in clip()]
    masks = [np.where(each > 12, 255, 0).astype(np.uint8) for each in apart]
    closed = [cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((13, 13), np.uint8)) for mask in masks]
    return tuple(np.asarray(mask, np.uint8)[..., None] for mask in closed)


def followed(behind_s: float) -> Iterator[Frame]:
    """The first is always the nearer one, and hides the second."""
    delay, last = round(behind_s * FPS), len(clip()) - 1
    for number in range(len(clip()) + delay):
        first, second = min(number, last), max(0, number - delay)
        image = np.where(covers()[first] > 0, clip()[first], clip()[second])
        yield Frame(role="lane", sequence=number, time_ns=number * 1_000_000_000 // FPS, image=image)


def watched(behind_s: float) -> list[Passage]:
    config = builtin()
    watcher = make_watcher(config, Networks.of(config), "lane")
    found = [passage for frame in followed(behind_s) for passage in watcher.step(frame)]
    return sorted(found + watcher.finish(), key=lambda passage: passage.entered_ns)


@pytest.mark.parametrize(("behind_s", "tailgated"), [(1.5, True), (1.9, True), (2.5, True), (3.5, False)])
def test_each_is_a_passage_at_its_time(behind_s: float, tailgated: bool) -> None:
    """At 1.5 s a fifth of the car's length is between them while they are seen from the side."""
    found = watched(behind_s)
    assert [each[0] for each in told(found)] == ["left", "left"], told(found)
    for late_s, (_, *times) in zip((0, behind_s), told(found), strict=True):
        assert times == pytest.approx([TRUE_S[0] + late_s, TRUE_S[1] + late_s], abs=1), told(found)
    did = [manoeuvres(passage.track, passage.gap_ahead) for passage in found]
    assert did == [(), (Manoeuvre.TAILGATED,) if tailgated else ()]
