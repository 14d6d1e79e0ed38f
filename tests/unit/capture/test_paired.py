"""A small picture beside the full one, whether the source has one of its own or not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from edge.capture.opening import open_camera
from edge.capture.paired import Paired
from edge.config.camera import Camera
from edge.domain.frame import Frame, Image
from edge.flow.clock import SystemClock
from edge.vision.shrink import shrink
from tests.unit.capture.clips import HEIGHT, WIDTH, write_clip


class One:
    """A source of one frame."""

    live = True

    def __init__(self, small: Image | None) -> None:
        self.closed = False
        full = np.random.default_rng(5).integers(0, 255, (360, 640, 3)).astype(np.uint8)
        self.frame = Frame(role="lane", sequence=3, time_ns=7, image=full, small=small, missed=2)

    def __iter__(self) -> Iterator[Frame]:
        yield self.frame

    def close(self) -> None:
        self.closed = True


def test_a_source_without_a_small_picture_gets_one() -> None:
    source = One(None)
    (frame,) = Paired(source, 160)
    assert frame == source.frame
    assert frame.image is source.frame.image
    assert frame.small is not None
    assert np.array_equal(frame.small, shrink(source.frame.image, (160, 90)))


def test_a_small_picture_of_the_right_size_is_left_as_it_is() -> None:
    small = np.zeros((90, 160, 3), np.uint8)
    (frame,) = Paired(One(small), 160)
    assert frame.small is small


def test_a_small_picture_of_nearly_the_size_is_fitted() -> None:
    (frame,) = Paired(One(np.full((92, 160, 3), 9, np.uint8)), 160)
    assert frame.small is not None
    assert frame.small.shape == (90, 160, 3)
    assert (frame.small == 9).all()


def test_it_is_as_live_as_its_source_and_closes_it() -> None:
    source = One(None)
    paired = Paired(source, 160)
    assert paired.live
    paired.close()
    assert source.closed


def test_every_camera_is_opened_with_one(tmp_path: Path) -> None:
    camera = Camera(role="lane", source=str(write_clip(tmp_path / "a.avi", 2, fps=100)))
    for frame in open_camera(camera, SystemClock(), small_px=WIDTH // 2):
        assert frame.small is not None
        assert frame.small.shape == (HEIGHT // 2, WIDTH // 2, 3)
