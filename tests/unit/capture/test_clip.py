"""Video files: every frame with its place in the clip, and a plain word for each that is broken."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.capture.clip import Clip
from edge.capture.timeline import Timeline
from edge.domain.errors import SourceError
from edge.domain.frame import Frame
from tests.unit.capture.clips import HEIGHT, WIDTH, number_of, write_clip


@pytest.mark.parametrize("name", ["a.mp4", "a.avi", "a.mkv"])
@pytest.mark.parametrize("fps", [5.0, 12.5, 29.97])
def test_every_frame_with_its_place(name: str, fps: float, tmp_path: Path) -> None:
    clip = Clip(write_clip(tmp_path / name, 12, fps=fps), "lane")
    frames = list(clip)
    clip.close()
    assert [frame.sequence for frame in frames] == list(range(12))
    assert [number_of(frame) for frame in frames] == list(range(12))
    for frame in frames:
        assert frame.role == "lane"
        assert frame.image.dtype == np.uint8
        assert frame.image.shape == (HEIGHT, WIDTH, 3)
        assert abs(frame.time_ns / 1e9 - frame.sequence / fps) < 0.002
    assert not clip.live


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"none\.mp4: no such file"):
        Clip(tmp_path / "none.mp4", "lane")


@pytest.mark.parametrize("content", [b"", b"just some words", bytes(4096)])
def test_a_file_without_video(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a.mp4"
    path.write_bytes(content)
    with pytest.raises(SourceError, match=r"a\.mp4: holds no video"):
        Clip(path, "lane")


def test_an_unfinished_mp4_has_no_index(tmp_path: Path) -> None:
    path = write_clip(tmp_path / "a.mp4", 20)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(SourceError, match=r"a\.mp4: holds no video that can be read, or was not finished"):
        Clip(path, "lane")


def test_a_clip_that_breaks_off_gives_what_it_has_and_says_so(tmp_path: Path) -> None:
    path = write_clip(tmp_path / "a.avi", 200)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    seen: list[Frame] = []
    with pytest.raises(SourceError, match=r"a\.avi: is damaged: ends after \d+ of 200 frames"):
        seen.extend(iter(Clip(path, "lane")))
    assert 20 < len(seen) < 180


def test_a_clip_without_frames(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"a\.avi: holds no"):
        list(Clip(write_clip(tmp_path / "a.avi", 0), "lane"))


def test_a_closed_clip_ends(tmp_path: Path) -> None:
    clip = Clip(write_clip(tmp_path / "a.avi", 5), "lane")
    frames = iter(clip)
    next(frames)
    clip.close()
    assert list(frames) == []


def test_stamps_are_kept_where_they_rise() -> None:
    timeline = Timeline(fps=30)
    assert [timeline.place(ms) for ms in (500, 533, 700)] == [0, 33_000_000, 200_000_000]


def test_turns_count_where_there_are_no_stamps() -> None:
    timeline = Timeline(fps=10)
    assert [timeline.place(0) for _ in range(3)] == [0, 100_000_000, 200_000_000]


@pytest.mark.parametrize("fps", [0.0, -1.0, float("nan"), 90_000.0])
def test_a_rate_that_cannot_be(fps: float) -> None:
    timeline = Timeline(fps=fps)
    assert [timeline.place(0) for _ in range(2)] == [0, 40_000_000]


@given(st.lists(st.floats(-1e6, 1e6), min_size=1), st.floats(0.1, 1000))
def test_time_always_rises(stamps: list[float], fps: float) -> None:
    timeline = Timeline(fps=fps)
    places = [timeline.place(stamp) for stamp in stamps]
    assert places[0] == 0
    assert all(later > earlier for earlier, later in pairwise(places))
