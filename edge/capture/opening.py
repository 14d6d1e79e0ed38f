"""From a name to a source."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote, urlsplit, urlunsplit

from edge.capture.clip import Clip
from edge.capture.device import stream, v4l2
from edge.capture.paced import Paced
from edge.capture.paired import Paired
from edge.capture.picamera import picamera
from edge.capture.pictures import FPS, Pictures, folder, is_picture
from edge.capture.source import Source
from edge.capture.turned import upright
from edge.config.camera import Camera
from edge.domain.errors import SourceError
from edge.flow.clock import Clock

SMALL_PX = 320
"""Longer side of the small picture for whoever has no configuration of the watch at hand."""


def open_source(spec: str, role: str, *, fps: float = FPS) -> Source:
    """A recording to be replayed: video file, folder of pictures (at ``fps``), or one picture.

    :raises SourceError: that names the file and what is wrong with it.
    """
    path = Path(spec)
    try:
        path.stat()
        if path.is_dir():
            return folder(path, role, fps=fps)
    except FileNotFoundError as error:
        raise SourceError(f"{path}: no such file") from error
    except OSError as error:  # most of all a home, which the service may not even look into
        raise SourceError(f"{path}: cannot be read: {error.strerror}") from error
    return Pictures([path], role, fps=fps) if is_picture(path) else Clip(path, role)


def open_camera(camera: Camera, clock: Clock, *, small_px: int = SMALL_PX) -> Source:
    """A live source as the configuration describes it, upright; a recording plays at its own pace.

    ``small_px``: longer side of the second, small picture.

    :raises SourceError: that names the camera and what is wrong with it.
    """
    return upright(Paired(_as_it_hangs(camera, clock, small_px), small_px), camera.rotation_deg)


def is_recording(camera: Camera) -> bool:
    """Whether files stand for the camera, and no device."""
    spec = camera.source
    device = "://" in spec or camera.pi_number is not None or spec.isdigit() or spec.startswith("/dev/")
    return not device


def _as_it_hangs(camera: Camera, clock: Clock, small_px: int) -> Source:
    spec = camera.source
    if is_recording(camera):
        return Paced(open_source(spec, camera.role, fps=camera.fps or FPS), clock)
    if "://" in spec:
        return stream(_address(camera), camera.role, clock, name=spec, deadline_s=camera.stall_s)
    if camera.pi_number is not None:
        return picamera(camera, clock, small_px=small_px)
    if not spec.isdigit() and not Path(spec).exists():  # a USB camera that is unplugged has no device at all
        raise SourceError(f"{spec}: no such camera")
    path = f"/dev/video{spec}" if spec.isdigit() else spec
    return v4l2(path, camera.role, clock, size=_size(camera), fps=camera.fps)


def _size(camera: Camera) -> tuple[int, int] | None:
    return (camera.width_px, camera.height_px) if camera.width_px and camera.height_px else None


def _address(camera: Camera) -> str:
    """The camera's address with the user and the password that the configuration only refers to."""
    if camera.username is None:
        return camera.source
    parts = urlsplit(camera.source)
    user = quote(camera.username, safe="")
    if camera.password_file:
        user += ":" + quote(_first_line(camera.password_file), safe="")
    return urlunsplit(parts._replace(netloc=f"{user}@{parts.netloc.rpartition('@')[2]}"))


def _first_line(file: Path) -> str:
    try:
        return file.read_text().partition("\n")[0].strip()
    except OSError as error:
        raise SourceError(f"{file}: the camera's password cannot be read: {error.strerror}") from error
