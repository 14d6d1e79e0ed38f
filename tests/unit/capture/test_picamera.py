"""The Pi's own camera over a double of its driver; ``deploy/test --all`` has the real one."""

from __future__ import annotations

import sys
from types import SimpleNamespace

import pytest

from edge.capture.exposure import limited
from edge.capture.opening import open_camera
from edge.capture.source import Source
from edge.config.camera import Camera
from edge.domain.errors import SourceError
from edge.domain.frame import Frame
from edge.flow.clock import SystemClock
from edge.vision.shrink import small_size
from tests.unit.capture.pi import TUNING, Picamera2, Request


class Fixed(SystemClock):
    """A clock that stands."""

    def now_ns(self) -> int:
        return 9_000_000_000


CAMERA = Camera(role="front", source="picamera2:0", width_px=640, height_px=360, fps=20, stall_s=2)


@pytest.fixture(autouse=True)
def driver(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "picamera2", SimpleNamespace(Picamera2=Picamera2))
    monkeypatch.setattr(Picamera2, "opened", [])


def opened(camera: Camera = CAMERA) -> tuple[Source, Picamera2]:
    source = open_camera(camera, Fixed(), small_px=160)
    return source, Picamera2.opened[-1]


def frames(source: Source) -> list[Frame]:
    """Those that come before it falls silent."""
    seen: list[Frame] = []
    with pytest.raises(SourceError, match="picamera2:0: delivers no more frames"):
        seen.extend(iter(source))
    return seen


def test_one_configuration_with_a_full_and_a_small_stream() -> None:
    source, pi = opened()
    pi.moments = [(7, 8_900_000_000)]
    (frame,) = frames(source)
    assert (frame.width, frame.height) == (640, 360)
    assert frame.image[0, 0].tolist() == [10, 20, 200]
    assert frame.small is not None
    assert frame.small.shape == (90, 160, 3)
    assert pi.configured == 1
    assert pi.configuration["controls"] == {"FrameDurationLimits": (50_000, 50_000)}
    assert pi.configuration["raw"] is None


def test_the_small_stream_is_the_watchs_picture_as_it_is() -> None:
    _, pi = opened(CAMERA.model_copy(update={"width_px": 1456, "height_px": 1088}))
    assert pi.configuration["lores"]["size"] == small_size(1456, 1088, 160) == (160, 120)


def test_time_and_number_are_the_sensors() -> None:
    source, pi = opened()
    pi.moments = [(7, 8_900_000_000), (8, 8_950_000_000), (11, 8_990_000_000)]
    told = [(frame.role, frame.sequence, frame.time_ns) for frame in frames(source)]
    assert told == [("front", 0, 8_900_000_000), ("front", 1, 8_950_000_000), ("front", 4, 8_990_000_000)]


@pytest.mark.parametrize("stamp_ns", [None, 9_000_000_001, 6_999_999_999])
def test_a_stamp_of_another_clock_is_replaced_by_the_arrival(stamp_ns: int | None) -> None:
    source, pi = opened()
    pi.moments = [(0, stamp_ns)]
    assert [frame.time_ns for frame in frames(source)] == [9_000_000_000]


def test_every_buffer_is_given_back_at_once() -> None:
    source, pi = opened()
    pi.moments = [(number, None) for number in range(50)]
    for _ in frames(source):
        assert pi.buffers == pi.configuration["buffer_count"]


def test_a_buffer_with_an_unknown_format_is_given_back_too() -> None:
    source, pi = opened()
    pi.moments, pi.configuration["main"]["format"] = [(0, None)], "SRGGB10"
    with pytest.raises(SourceError, match="delivers SRGGB10"):
        next(iter(source))
    assert pi.buffers == pi.configuration["buffer_count"]


def test_a_driver_that_gives_up_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(self: Request) -> None:
        raise RuntimeError("Failed to queue request: No such device")

    source, pi = opened()
    pi.moments = [(0, None)]
    monkeypatch.setattr(Request, "release", gone)
    with pytest.raises(SourceError, match="picamera2:0: Failed to queue request: No such device"):
        next(iter(source))


def test_silence_leaves_nobody_waiting_for_a_request() -> None:
    source, pi = opened()
    assert frames(source) == []
    assert pi.flushed
    source.close()
    assert pi.closed


def test_a_camera_that_hangs_on_its_side() -> None:
    source, pi = opened(CAMERA.model_copy(update={"rotation_deg": 90}))
    pi.moments = [(0, None)]
    (frame,) = frames(source)
    assert frame.image.shape == (640, 360, 3)
    assert frame.small is not None
    assert frame.small.shape == (160, 90, 3)


def test_a_camera_with_a_single_stream() -> None:
    source, pi = opened()
    pi.moments, pi.configuration["lores"] = [(0, None)], None
    (frame,) = frames(source)
    assert frame.small is not None
    assert frame.small.shape == (90, 160, 3)


def test_a_configuration_without_a_size_or_a_pace() -> None:
    _, pi = opened(Camera(role="lane", source="picamera2:0"))
    assert pi.configuration["main"]["size"] == (1280, 720)
    assert pi.configuration["lores"]["size"] == (160, 90)
    assert pi.configuration["controls"] == {"FrameDurationLimits": (80_000, 80_000)}
    assert pi.tuning is None


def test_limits_of_the_exposure_go_into_the_tuning() -> None:
    limits = {"exposure_max_ms": 4.0, "gain_max": 8.0}
    _, pi = opened(CAMERA.model_copy(update=limits))
    assert pi.tuning == limited(TUNING, most_ms=4, most_gain=8)
    assert pi.tuning != TUNING


def test_what_cannot_be_opened_is_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    def in_use(self: Picamera2) -> None:
        raise RuntimeError("Failed to start camera: Device or resource busy")

    monkeypatch.setattr(Picamera2, "start", in_use)
    with pytest.raises(SourceError, match=r"picamera2:0: cannot be opened: .*busy"):
        opened()
    assert Picamera2.opened[-1].closed


@pytest.mark.parametrize("source", ["picamera2:1", "picamera2:7"])
def test_a_camera_that_is_not_there(source: str) -> None:
    with pytest.raises(SourceError, match="cannot be opened: No camera number"):
        open_camera(Camera(role="front", source=source), Fixed())


def test_a_machine_without_picamera2(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "picamera2", None)
    with pytest.raises(SourceError, match="picamera2 is not installed: apt install python3-picamera2"):
        open_camera(CAMERA, Fixed())


def test_exposure_climbs_no_higher_than_it_may() -> None:
    mode = {"shutter": [100, 15000, 66666], "gain": [1.0, 2.0, 16.0]}
    tuning = {"rpi.agc": {"exposure_modes": {"normal": mode}}}
    low = limited(tuning, most_ms=5, most_gain=None)
    assert low["rpi.agc"]["exposure_modes"]["normal"] == {
        "shutter": [100, 5000, 5000],
        "gain": [1.0, 2.0, 16.0],
    }
    low = limited(tuning, most_ms=None, most_gain=4)
    assert low["rpi.agc"]["exposure_modes"]["normal"] == {
        "shutter": [100, 15000, 66666],
        "gain": [1.0, 2.0, 4],
    }
    assert mode["shutter"] == [100, 15000, 66666]


def test_a_tuning_without_automatic_exposure() -> None:
    with pytest.raises(KeyError, match=r"rpi\.agc"):
        limited({"algorithms": [{"rpi.awb": {}}]}, most_ms=5, most_gain=None)
