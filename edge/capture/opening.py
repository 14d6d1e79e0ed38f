"""From a name to a source."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote, urlsplit, urlunsplit

from edge.capture.clip import Clip
from edge.capture.device import stream, v4l2
from edge.capture.paced import Paced
from edge.capture.pictures import FPS, Pictures, folder, is_picture
from edge.capture.source import Source
from edge.config.camera import Camera
from edge.domain.errors import SourceError
from edge.flow.clock import Clock


def open_source(spec: str, role: str, *, fps: float = FPS) -> Source:
    """A recording to be replayed: video file, folder of pictures (at ``fps``), or one picture.

    :raises SourceError: that names the file and what is wrong with it.
    """
    path = Path(spec)
    if path.is_dir():
        return folder(path, role, fps=fps)
    if is_picture(path):
        return Pictures([path], role, fps=fps)
    return Clip(path, role)


def open_camera(camera: Camera, clock: Clock) -> Source:
    """A live source as the configuration describes it; a recording plays at its own pace.

    :raises SourceError: that names the camera and what is wrong with it.
    """
    spec = camera.source
    if "://" in spec:
        return stream(_address(camera), camera.role, clock, name=spec, deadline_s=camera.stall_s)
    if spec.startswith("picamera2:"):
        raise SourceError(f"{spec}: this version opens no picamera2 cameras")
    if spec.isdigit() or Path(spec).is_char_device():
        path = f"/dev/video{spec}" if spec.isdigit() else spec
        return v4l2(path, camera.role, clock, size=_size(camera), fps=camera.fps)
    if spec.startswith("/dev/"):  # a USB camera that is unplugged has no device at all
        raise SourceError(f"{spec}: no such camera")
    return Paced(open_source(spec, camera.role, fps=camera.fps or FPS), clock)


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
