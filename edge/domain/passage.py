"""A vehicle's way through the lane, as the watch saw it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from edge.domain.frame import Frame
from edge.domain.geometry import Box, NormalBox


class Direction(StrEnum):
    """Net movement in the picture."""

    UP = "up"
    DOWN = "down"
    LEFT = "left"
    RIGHT = "right"


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A kept frame with the vehicle's box in it and how good a view it is."""

    frame: Frame
    box: Box
    quality: float
    """0 (useless) to 1 (whole vehicle, large, sharp, well lit)."""
    whole: bool
    """The box does not touch the border of the picture."""

    def in_picture(self, box: Box) -> NormalBox:
        """A box in the frame's pixels as fractions of the picture."""
        return box.normalized(self.frame.width, self.frame.height)

    def in_vehicle(self, box: Box) -> NormalBox:
        """The same as fractions of the vehicle's box."""
        return box.moved(-self.box.left, -self.box.top).normalized(self.box.width, self.box.height)


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """One vehicle from the first to the last moment in which any part of it was visible."""

    roles: tuple[str, ...]
    """The cameras that saw it, the one that gives the direction first."""
    number: int
    """Counts the passages from 1."""
    entered_ns: int
    left_ns: int
    direction: Direction
    views: tuple[View, ...]
    """The best views, best first; at least one."""
    frames_seen: int
    """Frames in which the vehicle was tracked."""
    frames_missed: int
    """Frames that newest-wins or the camera dropped while the vehicle was in view."""
    in_view_at_start: bool = False
    gap_ahead: float | None = None
    """Free way to the vehicle ahead when it was nearest, in lengths of that one; None: none was in view."""
    track: tuple[tuple[int, Box], ...] = field(default=(), repr=False)
    """(time_ns, box) of every frame in which the first camera saw it, in time order."""
