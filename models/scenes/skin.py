"""Sheets of skin: pictures of a car's side, front, rear and top that the paint looks up by projection.

A sheet holds what is not paint (glass, rubber, lamps, scratches) with its roughness, metal, light and relief.
Projection instead of unwrapping: the shapes are drawn in metres, as a drawing of the car shows them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import cv2
import numpy as np
import numpy.typing as npt

View = Literal["left", "right", "front", "rear", "top"]
VIEWS: tuple[View, ...] = ("left", "right", "front", "rear", "top")
Bounds = tuple[float, float, float, float]


def bounds(*, rear: float, front: float, out: float, top: float) -> dict[View, Bounds]:
    """Lower left and upper right corner in metres: (x, z) for sides, (y, z) for ends, (x, y) from above."""
    side, end = (rear, 0.0, front, top), (-out, 0.0, out, top)
    return {"left": side, "right": side, "front": end, "rear": end, "top": (rear, -out, front, out)}


BOUNDS = bounds(rear=-0.9, front=3.7, out=1.0, top=1.6)
"""Of the hatchback."""

PIXELS_PER_METRE = 480
Points = list[tuple[float, float]]
_SHIFT = 4


@dataclass(frozen=True, kw_only=True)
class Stuff:
    """What a shape is made of. colour: sRGB 0..1; cover 0..1 hides the paint; relief 0..1, 0.5 is level."""

    colour: tuple[float, float, float]
    cover: float = 1.0
    roughness: float = 0.4
    metal: float = 0.0
    glow: float = 0.0
    relief: float = 0.5


GLASS = Stuff(colour=(0.030, 0.036, 0.040), roughness=0.03)
DARK_GLASS = Stuff(colour=(0.010, 0.010, 0.011), roughness=0.03)
RUBBER = Stuff(colour=(0.035, 0.035, 0.037), roughness=0.55)
TRIM = Stuff(colour=(0.05, 0.05, 0.053), roughness=0.45)
GAP = Stuff(colour=(0.012, 0.012, 0.013), roughness=0.8, relief=0.0)
CHROME = Stuff(colour=(0.86, 0.87, 0.88), roughness=0.12, metal=1.0)
DARK = Stuff(colour=(0.010, 0.010, 0.011), roughness=0.6)
LENS = Stuff(colour=(0.33, 0.35, 0.37), roughness=0.06)
BULB = Stuff(colour=(0.93, 0.94, 0.95), roughness=0.08, metal=0.2, glow=0.5)
DAYLIGHT = Stuff(colour=(1.0, 1.0, 1.0), roughness=0.1, glow=1.0)
TAIL = Stuff(colour=(0.50, 0.020, 0.022), roughness=0.08, glow=0.12)
AMBER = Stuff(colour=(0.80, 0.33, 0.04), roughness=0.08)


@dataclass
class Sheet:
    """One view: colour (h, w, 4) of sRGB and cover, finish (h, w, 4) of roughness, metal, glow, relief."""

    view: View
    bounds: Bounds
    colour: npt.NDArray[np.float32] = field(init=False)
    finish: npt.NDArray[np.float32] = field(init=False)

    def __post_init__(self) -> None:
        a, b, c, d = self.bounds
        h, w = round((d - b) * PIXELS_PER_METRE), round((c - a) * PIXELS_PER_METRE)
        self.colour = np.zeros((h, w, 4), np.float32)
        self.finish = np.zeros((h, w, 4), np.float32)
        self.finish[..., 3] = 0.5

    def pixels(self, points: Points) -> npt.NDArray[np.float64]:
        """(n, 2) pixel positions, x right and y down, of points in metres."""
        a, _, _, d = self.bounds
        p = np.array(points, dtype=np.float64)
        return np.stack([p[:, 0] - a, d - p[:, 1]], axis=1) * PIXELS_PER_METRE

    def fill(self, points: Points, stuff: Stuff) -> None:
        """Fills a polygon of (n, 2) points in metres."""
        self.lay(self.mask(points), stuff)

    def mask(self, points: Points) -> npt.NDArray[np.uint8]:
        """(h, w) 0..255: what a polygon covers."""
        mask = np.zeros(self.colour.shape[:2], np.uint8)
        cv2.fillPoly(mask, [self._fixed(points)], (255,), cv2.LINE_AA, _SHIFT)
        return mask

    def line(
        self,
        points: Points,
        stuff: Stuff,
        *,
        width: float,
        closed: bool = False,
        within: npt.NDArray[np.uint8] | None = None,
    ) -> None:
        """Strokes a line `width` metres wide, only `within` a mask where one is given."""
        mask = np.zeros(self.colour.shape[:2], np.uint8)
        thick = max(1, round(width * PIXELS_PER_METRE))
        cv2.polylines(mask, [self._fixed(points)], closed, (255,), thick, cv2.LINE_AA, _SHIFT)
        self.lay(mask if within is None else np.minimum(mask, within), stuff)

    def disc(self, centre: tuple[float, float], radius: float, stuff: Stuff) -> None:
        """Fills a circle of `radius` metres."""
        turn = np.linspace(0, 2 * np.pi, 40, endpoint=False)
        self.fill([(centre[0] + radius * np.cos(t), centre[1] + radius * np.sin(t)) for t in turn], stuff)

    def lay(self, mask: npt.NDArray[np.uint8], stuff: Stuff) -> None:
        """Lays `stuff` over the sheet where `mask` (h, w), 0..255, says so."""
        rows, columns = np.flatnonzero(mask.max(axis=1)), np.flatnonzero(mask.max(axis=0))
        if not len(rows):
            return
        part = np.s_[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
        m = (mask[part] * np.float32(stuff.cover / 255.0))[..., None]
        old = self.colour[part]
        cover = m + old[..., 3:] * (1 - m)
        mixed = (np.array(stuff.colour) * m + old[..., :3] * old[..., 3:] * (1 - m)) / np.maximum(cover, 1e-6)
        self.colour[part] = np.concatenate([np.where(cover > 1e-6, mixed, old[..., :3]), cover], axis=2)
        made_of = np.array([stuff.roughness, stuff.metal, stuff.glow, stuff.relief])
        self.finish[part] = made_of * m + self.finish[part] * (1 - m)

    def _fixed(self, points: Points) -> npt.NDArray[np.int32]:
        return np.asarray(np.round(self.pixels(points) * (1 << _SHIFT)), dtype=np.int32)


def blank_sheets(within: dict[View, Bounds] = BOUNDS) -> dict[View, Sheet]:
    """The five sheets with nothing on them."""
    return {view: Sheet(view=view, bounds=within[view]) for view in VIEWS}


def mirrored(points: Points) -> Points:
    """The same shape on the other side of the middle."""
    return [(-a, b) for a, b in points]


@dataclass(frozen=True, kw_only=True)
class Atlas:
    """All sheets of a car in one picture, so that the renderer looks a point up once and not five times.

    colour, finish: (h, w, 4), row 0 on top; corners: for each view the pixel x, y of its upper left, and
    origins: the metres there.
    """

    colour: npt.NDArray[np.float32]
    finish: npt.NDArray[np.float32]
    corners: dict[View, tuple[int, int]]
    origins: dict[View, tuple[float, float]]

    def uv(
        self, view: View, across: npt.NDArray[np.float64], up: npt.NDArray[np.float64]
    ) -> npt.NDArray[np.float64]:
        """(n, 2) texture coordinates, 0..1 from the lower left, of points in the view's metres."""
        a, d = self.origins[view]
        h, w = self.colour.shape[:2]
        left, top = self.corners[view]
        x = left + (across - a) * PIXELS_PER_METRE
        y = top + (d - up) * PIXELS_PER_METRE
        return np.stack([x / w, 1.0 - y / h], axis=1)


def bound_together(sheets: dict[View, Sheet]) -> Atlas:
    """One atlas of the five sheets, with a margin between them that no filter reaches across."""
    margin = 8
    corners: dict[View, tuple[int, int]] = {}
    top = 0
    rows: tuple[tuple[View, ...], ...] = (("left",), ("right",), ("front", "rear"), ("top",))
    for row in rows:
        left = 0
        for view in row:
            corners[view] = (left, top)
            left += sheets[view].colour.shape[1] + margin
        top += sheets[row[0]].colour.shape[0] + margin
    width = max(sheet.colour.shape[1] for sheet in sheets.values())
    colour, finish = np.zeros((2, top, width, 4), np.float32)
    for view, (x, y) in corners.items():
        h, w = sheets[view].colour.shape[:2]
        colour[y : y + h, x : x + w], finish[y : y + h, x : x + w] = sheets[view].colour, sheets[view].finish
    origins = {view: (sheet.bounds[0], sheet.bounds[3]) for view, sheet in sheets.items()}
    return Atlas(colour=colour, finish=finish, corners=corners, origins=origins)
