"""``[[camera]]``: where frames come from."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, model_validator

from edge.config.base import Fault, Id, Seconds, Section, Text, refuse

Pixels = Annotated[int, Field(ge=16, le=16_384)]


class Camera(Section):
    """One camera of the gate."""

    role: Id
    """What the camera looks at: `lane`, `front`, `left`, `rear`, `plate`, `top` ... Once per gate."""
    source: Text
    """`/dev/video0` or `"0"` (V4L2), `rtsp://` or `http://` address, video file, folder of pictures."""
    username: Text | None = None
    """User name at a network camera."""
    password_file: Path | None = None
    """File that holds the password of a network camera, on its first line."""
    width_px: Pixels | None = None
    """Width to ask of a V4L2 camera; left out: as the camera likes."""
    height_px: Pixels | None = None
    """Height to ask of a V4L2 camera; left out: as the camera likes."""
    fps: Annotated[float, Field(gt=0, le=240)] | None = None
    """Frames per second: asked of a V4L2 camera, assumed of a folder of pictures (12.5 if left out)."""
    stall_s: Seconds = 5.0
    """Silence after which the camera counts as stalled and is opened again."""

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        refuse(self._faults())
        return self

    def _faults(self) -> Iterator[Fault]:
        if _holds_password(self.source):
            yield ("source",), "must not hold a password: give 'username' and 'password_file'"
        if (self.width_px is None) != (self.height_px is None):
            yield (), "'width_px' and 'height_px' go together"
        if self.password_file and not self.username:
            yield ("password_file",), "needs 'username'"


def _holds_password(source: str) -> bool:
    try:
        return urlsplit(source).password is not None
    except ValueError:  # no address at all, e.g. an unfinished IPv6 one: opening it will tell
        return False


def _distinct(cameras: tuple[Camera, ...]) -> tuple[Camera, ...]:
    roles = [camera.role for camera in cameras]
    refuse(
        ((index, "role"), f"another camera has the role {role!r} already")
        for index, role in enumerate(roles)
        if role in roles[:index]
    )
    return cameras


Cameras = Annotated[tuple[Camera, ...], Field(min_length=1), AfterValidator(_distinct)]
