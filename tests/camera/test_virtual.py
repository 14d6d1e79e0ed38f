"""Our Pi camera over the real driver and libcamera's virtual camera.

What stays for a Pi: its formats, its pace, controls and tunings that do something, streams of two sizes.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import islice

import numpy as np
import pytest

from edge.app.feed import Feed
from edge.capture.opening import open_camera
from edge.capture.source import Source
from edge.config.camera import Camera
from edge.domain.errors import SourceError
from edge.domain.frame import Frame, Image
from edge.flow.backoff import Backoff
from edge.flow.clock import SystemClock
from edge.flow.latest import Latest
from tests.camera.conftest import HEIGHT, RED, WIDTH

CLOCK = SystemClock()
CAMERA = Camera(role="front", source="picamera2:0", width_px=WIDTH, height_px=HEIGHT, stall_s=1.0)

# The driver starts its thread in a way that Python has replaced, and leaves a pipe open if it cannot start.
pytestmark = [
    pytest.mark.filterwarnings("ignore:setDaemon:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@contextmanager
def opened(**settings: object) -> Iterator[Source]:
    with closing(open_camera(CAMERA.model_copy(update=settings), CLOCK)) as source:
        yield source


def is_red(image: Image, row: int, column: int) -> bool:
    return bool(np.abs(image[row, column].astype(int) - RED).max() < 12)  # JPEG and NV12 round


def test_the_full_and_the_small_picture_have_the_right_colours() -> None:
    with opened() as source:
        (frame,) = islice(source, 1)
    assert frame.image.shape == (HEIGHT, WIDTH, 3)
    assert frame.small is not None
    for image in (frame.image, frame.small):
        assert is_red(image, 9, 9)
        assert not is_red(image, -9, -9)


def test_many_frames_have_rising_numbers_and_times_of_the_gates_clock() -> None:
    with opened() as source:
        began_ns = CLOCK.now_ns()
        frames = list(islice(source, 200))  # many times the buffers
        ended_ns = CLOCK.now_ns()
    moments, numbers = [frame.time_ns for frame in frames], [frame.sequence for frame in frames]
    assert numbers[0] == 0
    assert numbers == sorted(set(numbers))
    assert moments == sorted(moments)
    assert len(set(moments)) == 200
    assert began_ns - 1e9 < moments[0]
    assert moments[-1] < ended_ns


def test_it_is_turned_as_it_is_configured() -> None:
    with opened(rotation_deg=90) as source:
        (frame,) = islice(source, 1)
    assert (frame.width, frame.height) == (HEIGHT, WIDTH)
    assert is_red(frame.image, 9, -9)


def test_it_can_be_opened_again_and_again() -> None:
    for _ in range(5):
        with opened() as source:
            assert len(list(islice(source, 3))) == 3


def test_a_missed_deadline_is_told_and_it_can_be_closed_and_opened_again() -> None:
    with opened(stall_s=1e-6) as source, pytest.raises(SourceError, match="delivers no more frames"):
        list(source)
    with opened() as source:
        assert len(list(islice(source, 50))) == 50


def test_a_feed_takes_its_frames() -> None:
    slot: Latest[Frame] = Latest()
    feed = Feed(
        camera=CAMERA,
        open_source=lambda camera: open_camera(camera, CLOCK),
        slot=slot,
        clock=CLOCK,
        backoff=Backoff(first_s=1, most_s=1),
    )
    for _ in range(10):
        feed.step()
    assert feed.delivering
    assert feed.size == (WIDTH, HEIGHT)
    feed.close()


def test_one_that_is_not_there_is_told() -> None:
    with pytest.raises(SourceError, match="No camera number 1"):
        open_camera(CAMERA.model_copy(update={"source": "picamera2:1"}), CLOCK)
