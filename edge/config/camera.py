"""``[[camera]]``: where frames come from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated, Literal, Self
from urllib.parse import SplitResult, urlsplit

from pydantic import AfterValidator, Field, model_validator

from edge.config.base import DiskPath, Fault, Id, Seconds, Section, Share, Text, needs, refuse

Pixels = Annotated[int, Field(ge=16, le=16_384)]
Corner = tuple[Share, Share]
"""x and y as shares of the picture's width and height, from its upper left corner."""

PI_CAMERA = "picamera2:"
LEAST_LANE = 0.01
"""Of the picture; a smaller lane is a slip of the pen."""
_SCHEMES = ("rtsp", "rtsps", "http", "https")
"""Of network cameras."""
_SECRET = re.compile(r"://.*(?:pass|passw|passwd|password|pwd)=[^&_]", re.IGNORECASE)
"""As cameras take one behind their address: `?user=a&password=b`, `user=a_password=b_`."""


class Camera(Section):
    """One camera of the gate."""

    role: Id
    """What the camera looks at: `lane`, `front`, `left`, `rear`, `plate`, `top` ... Once per gate."""
    source: Text
    """`picamera2:0` (the Pi's own connector), `/dev/video0` or `"0"` (V4L2), `rtsp://` or `http://` address,
    video file, folder of pictures."""
    username: Text | None = None
    """User name at a network camera."""
    password_file: DiskPath | None = None
    """File that holds the password of a network camera, on its first line."""
    width_px: Pixels | None = None
    """Width to ask of a V4L2 or Pi camera; left out: as the camera likes (a Pi camera: 1280)."""
    height_px: Pixels | None = None
    """Height to ask of a V4L2 or Pi camera; left out: as the camera likes (a Pi camera: 720)."""
    fps: Annotated[float, Field(gt=0, le=240)] | None = None
    """Frames per second: asked of a V4L2 or Pi camera, assumed of a folder of pictures (12.5 if left out)."""
    rotation_deg: Literal[0, 90, 180, 270] = 0
    """How far clockwise the pictures must be turned to stand upright."""
    lane_polygon: tuple[Corner, ...] = ()
    """Corners of the lane in the upright picture, as shares of its width and height; what has its middle
    outside is no passage. Empty: the whole picture."""
    exposure_max_ms: Annotated[float, Field(gt=0, le=1_000)] | None = None
    """Longest exposure of a Pi camera's automatics: what moves is blurred by so much; left out: its own."""
    gain_max: Annotated[float, Field(ge=1, le=64)] | None = None
    """Greatest gain of a Pi camera's automatics: more is noise; left out: its own."""
    mm_per_px: Annotated[float, Field(gt=0, le=100)] | None = None
    """Millimetres per pixel on the vehicle's near side, measured as the camera was put up; in `info`."""
    smallest_damage_mm: Annotated[float, Field(gt=0, le=1_000)] | None = None
    """Shortest scratch that was seen in its pictures then; told in `info`."""
    stall_s: Seconds = 3.0
    """Silence after which the camera counts as stalled and is opened again."""
    blind_s: Seconds = 3.0
    """Black pictures, or pictures that are the same to the bit, for so long are told as a fault."""

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        refuse(self._faults())
        return self

    def _faults(self) -> Iterator[Fault]:
        if _holds_password(self.source):
            yield ("source",), "must not hold a password: give 'username' and 'password_file'"
        if _lacks_host(self.source):
            yield ("source",), "must name the camera's host behind '://'"
        yield from needs(self, "width_px", "height_px")
        yield from needs(self, "height_px", "width_px")
        yield from needs(self, "password_file", "username")
        if self.source.startswith(PI_CAMERA) and self.pi_number is None:
            yield ("source",), f"must be '{PI_CAMERA}' and the camera's number, such as '{PI_CAMERA}0'"
        if self.lane_polygon and _area(self.lane_polygon) < LEAST_LANE:
            yield (
                ("lane_polygon",),
                "must have three or more corners, around at least a hundredth of the picture",
            )
        for key in ("exposure_max_ms", "gain_max"):
            if getattr(self, key) is not None and not self.source.startswith(PI_CAMERA):
                yield (key,), f"is for '{PI_CAMERA}' cameras; set the limit in the camera itself"

    @property
    def pi_number(self) -> int | None:
        """Which of the Pi's own cameras it is; None if it is none."""
        kind, _, number = self.source.partition(":")
        return int(number) if kind + ":" == PI_CAMERA and number.isdecimal() else None


def _area(corners: tuple[Corner, ...]) -> float:
    """Of the polygon, as a share of the picture (shoelace formula)."""
    pairs = zip(corners, corners[1:] + corners[:1], strict=True)
    return abs(sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairs)) / 2


def _holds_password(source: str) -> bool:
    place = _split(source)
    return place is not None and (place.password is not None or bool(_SECRET.search(source)))


def _lacks_host(source: str) -> bool:
    place = _split(source)
    return place is not None and place.scheme in _SCHEMES and not place.hostname


def _split(source: str) -> SplitResult | None:
    try:
        return urlsplit(source)
    except ValueError:  # no address at all, e.g. an unfinished IPv6 one: opening it will tell
        return None


def _distinct(cameras: tuple[Camera, ...]) -> tuple[Camera, ...]:
    roles = [camera.role for camera in cameras]
    refuse(
        ((index, "role"), f"another camera has the role {role!r} already")
        for index, role in enumerate(roles)
        if role in roles[:index]
    )
    return cameras


Cameras = Annotated[tuple[Camera, ...], Field(min_length=1), AfterValidator(_distinct)]
