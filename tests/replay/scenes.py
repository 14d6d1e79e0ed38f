"""A painter of lanes: what a camera above one would see, drawn frame by frame, from a seed and no file.

Lengths are in pixels of a picture 320 wide and 180 high, times in seconds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from math import cos, floor, pi, sin
from typing import Protocol

import cv2
import numpy as np
import numpy.typing as npt

from edge.domain.frame import Frame, Image
from edge.domain.passage import Direction

WIDTH, HEIGHT = 320, 180
FPS = 10.0
Color = tuple[int, int, int]
Place = tuple[float, float]
Path = Callable[[float], Place]
"""Seconds to the middle of a thing, pixels."""
Floats = npt.NDArray[np.float32]

HEADING = {Direction.RIGHT: 0, Direction.DOWN: 90, Direction.LEFT: 180, Direction.UP: 270}
"""Degrees, clockwise in the picture."""
WHITE, BLACK, RED = (225, 228, 226), (24, 22, 23), (40, 38, 170)
DARK_GREY, LIGHT_GREY = (54, 56, 55), (146, 148, 147)
"""Beside a lane of 112: the first is in the range of shadows."""
SHADOW_GREY, LANE_GREY = (80, 81, 79), (114, 115, 113)


class Thing(Protocol):
    def paint(self, canvas: Floats, time_s: float) -> None:
        """Draw into (180, 320, 3)."""


@dataclass(frozen=True, kw_only=True)
class Car:
    """A rounded body with glass, roof and lamps, seen from above, and the soft dark below it."""

    path: Path
    heading: Direction
    color: Color = WHITE
    length: int = 104
    width: int = 50

    def paint(self, canvas: Floats, time_s: float) -> None:
        x, y = self.path(time_s)
        along = self.heading in (Direction.LEFT, Direction.RIGHT)
        reach_x, reach_y = (self.length, self.width) if along else (self.width, self.length)
        if not (-reach_x < 2 * x < 2 * WIDTH + reach_x and -reach_y < 2 * y < 2 * HEIGHT + reach_y):
            return  # and what it darkens in view would not be seen either
        body, cover, dark = self._sprite
        side = cover.shape[0]
        left, top = floor(x - side / 2), floor(y - side / 2)
        inside = slice(max(0, top), min(HEIGHT, top + side)), slice(max(0, left), min(WIDTH, left + side))
        part = canvas[inside]
        rows, columns = part.shape[:2]
        shift = np.array(
            [[1, 0, x - side / 2 - inside[1].start], [0, 1, y - side / 2 - inside[0].start]], np.float32
        )
        alpha, soft = (cv2.warpAffine(a, shift, (columns, rows))[..., None] for a in (cover, dark))
        part *= 1 - 0.45 * soft
        part += alpha * (cv2.warpAffine(body, shift, (columns, rows)) - part)

    @cached_property
    def _sprite(self) -> tuple[Floats, Floats, Floats]:
        """Body (n, n, 3), and how much of each pixel the body and the dark around it cover, 0 to 1."""
        length, width, side = self.length, self.width, self.length + 24
        left, top = (side - length) // 2, (side - width) // 2
        cover = np.zeros((side, side), np.float32)
        _rounded(cover, (left, top, length, width), width // 4, 1.0)
        body = np.empty((side, side, 3), np.float32)
        body[:] = self.color
        body += np.linspace(9, -9, side, dtype=np.float32)[:, None, None]  # light from one side
        glass = tuple(0.35 * c + 12 for c in self.color)
        for start, end in ((0.24, 0.36), (0.74, 0.84)):
            corners = (left + int(start * length), top + 5), (left + int(end * length), top + width - 6)
            cv2.rectangle(body, *corners, glass, cv2.FILLED)
        for edge in (top + 3, top + width - 6):
            cv2.rectangle(
                body, (left + int(0.4 * length), edge), (left + int(0.7 * length), edge + 2), glass, -1
            )
        for lamp in (top + 5, top + width - 11):
            cv2.rectangle(body, (left + length - 6, lamp), (left + length - 2, lamp + 6), (200, 235, 240), -1)
        dark = cv2.GaussianBlur(cv2.dilate(cover, np.ones((7, 7))), (0, 0), 3)
        turn = cv2.getRotationMatrix2D((side / 2, side / 2), -HEADING[self.heading], 1)
        soft = cv2.GaussianBlur(cover, (3, 3), 0)
        turned = [_floats(cv2.warpAffine(a, turn, (side, side))) for a in (body, soft, dark)]
        return turned[0], turned[1], turned[2]


@dataclass(frozen=True, kw_only=True)
class Walker:
    """A person: head and trunk, and arms and legs that swing."""

    path: Path
    color: Color = (60, 45, 40)
    tall: float = 58.0
    phase: float = 0.0

    def paint(self, canvas: Floats, time_s: float) -> None:
        x, y = self.path(time_s)
        h = self.tall
        swing = 0.22 * h * sin(2 * pi * (1.8 * time_s + self.phase))
        hip = (x, y + 0.05 * h)
        for foot in (swing, -swing):
            _line(canvas, hip, (x + foot, y + 0.5 * h), self.color, 0.1 * h)
            _line(canvas, (x, y - 0.25 * h), (x - 0.8 * foot, y + 0.05 * h), self.color, 0.07 * h)
        _ellipse(canvas, (x, y - 0.12 * h), (0.11 * h, 0.2 * h), self.color)
        _ellipse(canvas, (x, y - 0.42 * h), (0.07 * h, 0.09 * h), (110, 140, 180))


@dataclass(frozen=True, kw_only=True)
class Cyclist:
    """Two wheels, a frame of thin tubes, and a rider who treads."""

    path: Path
    color: Color = (50, 40, 120)
    size: float = 30.0
    """Radius of a wheel and the distance of its hub from the middle."""

    def paint(self, canvas: Floats, time_s: float) -> None:
        x, y = self.path(time_s)
        r = self.size / 1.7
        front, rear, saddle = (x + self.size, y + r), (x - self.size, y + r), (x - 0.4 * r, y - 0.4 * r)
        for hub in (front, rear):
            center = (_fixed(hub[0]), _fixed(hub[1]))
            cv2.circle(canvas, center, _fixed(r), (30, 30, 30), 2, cv2.LINE_AA, 4)
            _line(canvas, saddle, hub, self.color, 2)
        turn = 2 * pi * 1.2 * time_s
        for angle in (turn, turn + pi):
            pedal = (x + 0.35 * r * cos(angle), y + r + 0.35 * r * sin(angle))
            _line(canvas, saddle, pedal, (70, 60, 50), 0.3 * r)
        _line(canvas, saddle, (x + 0.5 * r, y - 1.5 * r), (60, 70, 90), 0.5 * r)
        _line(canvas, (x + 0.5 * r, y - 1.5 * r), (x + 0.8 * self.size, y - 0.4 * r), (60, 70, 90), 0.2 * r)
        _ellipse(canvas, (x + 0.6 * r, y - 2.0 * r), (0.3 * r, 0.35 * r), (110, 140, 180))


@dataclass(frozen=True, kw_only=True)
class Trolley:
    """A wire basket on wheels: the lane shows through it."""

    path: Path
    length: float = 60.0

    def paint(self, canvas: Floats, time_s: float) -> None:
        x, y = self.path(time_s)
        half, deep = self.length / 2, self.length * 0.6
        for step in np.linspace(-1, 1, 8):
            at = x + half * float(step)
            _line(canvas, (at, y - deep / 2), (0.85 * at + 0.15 * x, y + deep / 2), (175, 180, 182), 1)
        for level in (-0.5, -0.16, 0.18, 0.5):
            _line(canvas, (x - half, y + level * deep), (x + half, y + level * deep), (175, 180, 182), 1)
        _line(canvas, (x - half, y - deep / 2), (x - 1.25 * half, y - 0.7 * deep), (40, 40, 200), 2)


@dataclass(frozen=True, kw_only=True)
class Shadow:
    """Of something that is not in view: takes the same share from every channel, with a soft edge."""

    path: Path
    ratio: float = 0.6
    size: tuple[int, int] = (120, 90)

    def paint(self, canvas: Floats, time_s: float) -> None:
        cover = np.zeros((HEIGHT, WIDTH), np.float32)
        _ellipse(cover, self.path(time_s), (self.size[0] / 2, self.size[1] / 2), (1.0,))
        canvas *= 1 - (1 - self.ratio) * cv2.GaussianBlur(cover, (0, 0), 4)[..., None]


@dataclass(frozen=True, kw_only=True)
class Rain:
    """Streaks that are in another place in every frame."""

    drops: int = 120
    seed: int = 5

    def paint(self, canvas: Floats, time_s: float) -> None:
        chance = np.random.default_rng((self.seed, round(time_s * 1000)))
        for x, y in chance.uniform((0, 0), (WIDTH, HEIGHT), (self.drops, 2)):
            _line(canvas, (x, y), (x + 1, y + 7), (190, 190, 190), 1)


@dataclass(frozen=True, kw_only=True)
class Scene:
    """A lane and what is in it, painted in the order given."""

    things: tuple[Thing, ...] = ()
    light: Callable[[float], float] = field(default=lambda time_s: 1.0)
    """Seconds to the camera's gain."""
    noise: float = 2.0
    """Standard deviation of the sensor's noise, grey levels."""
    seed: int = 1
    scale: int = 1
    """2: the same picture at 640 by 360."""

    def frames(self, seconds: float, *, fps: float = FPS) -> Iterator[Frame]:
        lane = asphalt(self.seed)
        chance = np.random.default_rng(self.seed)
        grain = _grain(self.seed) * np.float32(self.noise)
        for number in range(round(seconds * fps)):
            canvas = lane.copy()
            for thing in self.things:
                thing.paint(canvas, number / fps)
            lit = cv2.scaleAdd(canvas, self.light(number / fps), grain[chance.integers(0, 8)])
            image = np.clip(lit, 0, 255).astype(np.uint8)
            yield Frame(
                role="lane", sequence=number, time_ns=round(number / fps * 1e9), image=self._sized(image)
            )

    def _sized(self, image: Image) -> Image:
        return image if self.scale == 1 else np.asarray(cv2.resize(image, None, fx=2, fy=2), np.uint8)


@cache
def _grain(seed: int) -> Floats:
    """(8, 180, 320, 3): noise of standard deviation 1."""
    return np.random.default_rng(seed).standard_normal((8, HEIGHT, WIDTH, 3), np.float32)


@cache
def asphalt(seed: int) -> Floats:
    """(180, 320, 3): stains, stones and a kerb."""
    chance = np.random.default_rng(seed)
    stains = cv2.resize(chance.normal(0, 9, (9, 16)).astype(np.float32), (WIDTH, HEIGHT))
    stones = cv2.GaussianBlur(chance.normal(0, 11, (HEIGHT, WIDTH)).astype(np.float32), (3, 3), 0)
    lane = np.repeat((112 + stains + stones)[..., None], 3, axis=2).astype(np.float32)
    cv2.line(lane, (0, 8), (WIDTH, 8), (190, 190, 190), 2)
    return lane


def straight(start: Place, end: Place, begin_s: float, end_s: float) -> Path:
    """Stands at the start, drives evenly, stands at the end."""

    def at(time_s: float) -> Place:
        share = min(1.0, max(0.0, (time_s - begin_s) / (end_s - begin_s)))
        return start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1])

    return at


def chained(*legs: tuple[float, Path]) -> Path:
    """Each leg holds until its time; the last for ever."""

    def at(time_s: float) -> Place:
        return next((path for until_s, path in legs if time_s < until_s), legs[-1][1])(time_s)

    return at


def standing(place: Place) -> Path:
    return lambda time_s: place


def across(
    heading: Direction, *, begin_s: float, seconds: float, lane: float = 0.0, length: int = 104
) -> Path:
    """Through the whole picture: the nose is at its edge at ``begin_s``, the tail ``seconds`` later.

    ``lane``: how far beside the middle.
    """
    half = length / 2
    x, y = WIDTH / 2 + lane, HEIGHT / 2 + lane
    ends = {
        Direction.RIGHT: ((-half, y), (WIDTH + half, y)),
        Direction.LEFT: ((WIDTH + half, y), (-half, y)),
        Direction.DOWN: ((x, -half), (x, HEIGHT + half)),
        Direction.UP: ((x, HEIGHT + half), (x, -half)),
    }
    return straight(*ends[heading], begin_s, begin_s + seconds)


def _rounded(canvas: Floats, box: tuple[int, int, int, int], radius: int, value: float) -> None:
    x, y, w, h = box
    canvas[y : y + h + 1, x + radius : x + w - radius + 1] = value
    canvas[y + radius : y + h - radius + 1, x : x + w + 1] = value
    for cx in (x + radius, x + w - radius):
        for cy in (y + radius, y + h - radius):
            cv2.circle(canvas, (cx, cy), radius, (value,), cv2.FILLED)


def _floats(array: npt.ArrayLike) -> Floats:
    return np.asarray(array, np.float32)


def _fixed(value: float) -> int:
    """OpenCV's fixed point with four bits after the point."""
    return round(value * 16)


def _line(canvas: Floats, start: Place, end: Place, color: Color, thick: float) -> None:
    ends = [(_fixed(x), _fixed(y)) for x, y in (start, end)]
    cv2.line(canvas, ends[0], ends[1], color, max(1, round(thick)), cv2.LINE_AA, 4)


def _ellipse(canvas: Floats, center: Place, radii: Place, color: Sequence[float]) -> None:
    middle, axes = (_fixed(center[0]), _fixed(center[1])), (_fixed(radii[0]), _fixed(radii[1]))
    cv2.ellipse(canvas, middle, axes, 0, 0, 360, color, cv2.FILLED, cv2.LINE_AA, 4)
