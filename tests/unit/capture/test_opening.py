"""From a configuration to a source, and sources one after the other, side by side, and at their own pace."""

from __future__ import annotations

from pathlib import Path

import pytest

from edge.capture.opening import open_camera, open_source
from edge.capture.series import Series, together
from edge.config.camera import Camera
from edge.domain.errors import SourceError
from edge.flow.clock import SystemClock
from tests.unit.capture.clips import number_of, write_clip, write_pictures

CLOCK = SystemClock()


def test_sources_follow_one_another(tmp_path: Path) -> None:
    write_pictures(tmp_path / "folder", ["1.png", "2.png"])
    specs = [write_clip(tmp_path / "a.mp4", 3, fps=10), tmp_path / "folder", tmp_path / "folder" / "1.png"]
    series = Series([open_source(str(spec), "lane") for spec in specs])
    frames = list(series)
    series.close()
    assert [frame.sequence for frame in frames] == [0, 1, 2, 3, 4, 5]
    assert [frame.time_ns // 1_000_000 for frame in frames] == [0, 100, 200, 300, 380, 460]
    assert not series.live


def test_simultaneous_cameras_are_merged_in_time(tmp_path: Path) -> None:
    front = open_source(str(write_clip(tmp_path / "f.avi", 3, fps=10)), "front")
    rear = open_source(str(write_clip(tmp_path / "r.avi", 2, fps=5)), "rear")
    order = [(frame.role, frame.time_ns // 1_000_000) for frame in together([front, rear])]
    assert order == [("front", 0), ("rear", 0), ("front", 100), ("front", 200), ("rear", 200)]


def test_a_recording_plays_at_its_own_pace(tmp_path: Path) -> None:
    camera = Camera(role="lane", source=str(write_clip(tmp_path / "a.avi", 4, fps=100)))
    begin_ns = CLOCK.now_ns()
    source = open_camera(camera, CLOCK)
    arrivals = [(frame, CLOCK.now_ns()) for frame in source]
    assert source.live
    assert [number_of(frame) for frame, _ in arrivals] == [0, 1, 2, 3]
    for frame, now_ns in arrivals:
        assert begin_ns <= frame.time_ns <= now_ns
    assert arrivals[-1][0].time_ns - arrivals[0][0].time_ns == 30_000_000


def test_a_recording_that_is_closed_stops_playing(tmp_path: Path) -> None:
    source = open_camera(Camera(role="lane", source=str(write_clip(tmp_path / "a.avi", 9, fps=0.2))), CLOCK)
    frames = iter(source)
    next(frames)
    source.close()
    assert list(frames) == []


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("/dev/video-none", "/dev/video-none: no such camera"),
        ("63", "/dev/video63: no camera that can be opened"),
        ("/dev/null", "/dev/null: no camera that can be opened"),
        ("/srv/none.mp4", "/srv/none.mp4: no such file"),
        ("/srv/" + 300 * "a", ": cannot be read: File name too long"),
        ("rtsp://127.0.0.1:1/stream", "rtsp://127.0.0.1:1/stream: does not answer"),
    ],
)
def test_a_camera_that_is_not_there(source: str, message: str) -> None:
    with pytest.raises(SourceError, match=message):
        open_camera(Camera(role="lane", source=source, stall_s=0.5, width_px=64, height_px=48, fps=5), CLOCK)


def test_a_password_never_shows_in_an_error(tmp_path: Path) -> None:
    secret = tmp_path / "password"
    secret.write_text("hunter2\n")
    camera = Camera(
        role="lane", source="rtsp://127.0.0.1:1/s", username="gate", password_file=secret, stall_s=0.5
    )
    with pytest.raises(SourceError) as raised:
        open_camera(camera, CLOCK)
    assert "hunter2" not in str(raised.value)


def test_a_password_file_that_is_not_there(tmp_path: Path) -> None:
    camera = Camera(role="lane", source="rtsp://c/1", username="g", password_file=tmp_path / "none")
    with pytest.raises(SourceError, match=r"none: the camera's password cannot be read"):
        open_camera(camera, CLOCK)
