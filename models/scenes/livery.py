"""What a car's skin shows besides paint: windows, gaps, lamps, grille. In metres, view by view.

Drawn once, for the hatchback; `fit` and the body type's own tables bring it onto the others.
"""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np

from models.scenes import skin
from models.scenes.design import BodyType, Pane
from models.scenes.fit import Fit
from models.scenes.skin import Points, Sheet, View, blank_sheets, mirrored

Flip = Callable[[Points], Points]
# fmt: off
HEADLAMP: Points = [
    (0.45, 0.652),
    (0.60, 0.672),
    (0.74, 0.70),
    (0.84, 0.735),
    (0.92, 0.735),
    (0.90, 0.655),
    (0.80, 0.59),
    (0.62, 0.575),
    (0.47, 0.592),
]
HEADLAMP_SIDE: Points = [(3.04, 0.762), (3.20, 0.75), (3.46, 0.70), (3.48, 0.59), (3.34, 0.60), (3.18, 0.665)]
DAYLIGHT_STROKE: Points = [(0.475, 0.604), (0.54, 0.594), (0.62, 0.590), (0.70, 0.594)]
WINDSCREEN: Points = [(0.0, 0.995), (0.68, 1.015), (0.66, 1.06), (0.525, 1.385), (0.30, 1.403), (0.0, 1.408)]
REAR_PANE: Points = [(0.0, 1.02), (0.60, 1.03), (0.66, 1.07), (0.545, 1.30), (0.0, 1.325)]
# fmt: on
_FRAME_M = 0.022
"""Rubber between a window and the body."""
_CLEAR = skin.Stuff(colour=(0.10, 0.105, 0.11), roughness=0.05)


def livery(kind: BodyType) -> dict[View, Sheet]:
    """The five sheets of a body type without plate and damage."""
    sheets = blank_sheets(kind.bounds)
    for view in ("left", "right"):
        _side(sheets[view], kind)
    _front(sheets["front"], kind)
    _rear(sheets["rear"], kind)
    _top(sheets["top"], kind.shape.fit)
    return sheets


def _side(sheet: Sheet, kind: BodyType) -> None:
    fit = kind.shape.fit
    _windows(sheet, kind)
    for gap in kind.gaps:
        sheet.line(gap, skin.GAP, width=0.007)
    for at in kind.handles:
        # The hollow under a handle: a dark oval tells the eye that fingers fit behind it.
        low, middle, high = (fit.z(z) for z in (0.822, 0.832, 0.872))
        sheet.fill(
            [(at - 0.1, middle), (at, low), (at + 0.1, middle), (at, high)],
            skin.Stuff(colour=(0.02, 0.02, 0.02), cover=0.55, roughness=0.4, relief=0.40),
        )
    sheet.line(fit.side([(3.02, 0.75), (2.965, 0.66), (2.955, 0.52)]), skin.GAP, width=0.006)
    sheet.line(fit.side([(-0.80, 0.64), (-0.45, 0.66), (-0.36, 0.60)]), skin.GAP, width=0.006)
    sheet.fill(fit.side([(0.36, 0.10), (2.27, 0.10), (2.27, 0.235), (0.36, 0.235)]), skin.TRIM)
    _lamp(sheet, fit.side(HEADLAMP_SIDE), _CLEAR)
    sheet.fill(fit.side([(3.10, 0.748), (3.20, 0.738), (3.24, 0.69), (3.19, 0.69)]), skin.LENS)
    _lamp(sheet, kind.taillamp_side, skin.TAIL)


def _windows(sheet: Sheet, kind: BodyType) -> None:
    opening = sheet.mask(kind.glasshouse)
    sheet.lay(opening, skin.TRIM)
    reach = 2 * round(_FRAME_M * skin.PIXELS_PER_METRE) + 1
    round_brush = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (reach, reach))
    sheet.lay(np.asarray(cv2.erode(opening, round_brush), np.uint8), skin.GLASS)
    for pillar in kind.pillars:
        sheet.line([pillar.foot, pillar.head], skin.TRIM, width=pillar.width, within=opening)


def _lamp(sheet: Sheet, shape: Points, lens: skin.Stuff) -> None:
    sheet.fill(shape, lens)
    sheet.line(shape, skin.GAP, width=0.008, closed=True)


def _front(sheet: Sheet, kind: BodyType) -> None:
    fit = kind.shape.fit
    _both_halves(sheet, _glazed(WINDSCREEN, kind.windscreen), skin.TRIM)
    inner: Points = [(y * 0.955, 1.02 + (z - 0.995) * 0.925) for y, z in WINDSCREEN]
    _both_halves(sheet, _glazed(inner, kind.windscreen), skin.GLASS)
    _behind_glass(sheet, kind.windscreen)
    wiper = _glazed([(0.02, 1.012), (0.30, 1.035), (0.58, 1.05)], kind.windscreen)
    for flip in (_kept, mirrored):
        sheet.line(flip(wiper), skin.DARK, width=0.016)
        _headlamp(sheet, fit, flip)
        pocket: Points = [(0.60, 0.28), (0.77, 0.295), (0.79, 0.405), (0.70, 0.43), (0.62, 0.37)]
        sheet.fill(flip(fit.end(pocket)), skin.DARK)
        fog = flip(fit.end([(0.695, 0.345)]))[0]
        sheet.disc(fog, 0.036, skin.CHROME)
        sheet.disc(fog, 0.030, skin.LENS)
        bonnet = fit.end([(0.0, 0.705), (0.44, 0.692), (0.62, 0.715), (0.80, 0.76)])
        sheet.line(flip(bonnet), skin.GAP, width=0.007)
        sheet.line(flip(fit.end([(0.56, 0.45), (0.80, 0.47), (0.95, 0.47)])), skin.GAP, width=0.003)
    _grille(sheet, kind)


def _kept(points: Points) -> Points:
    return points


def _both_halves(sheet: Sheet, half: Points, stuff: skin.Stuff) -> None:
    sheet.fill([*half, *mirrored(half)[::-1]], stuff)


def _glazed(points: Points, pane: Pane, drawn: tuple[float, float] = (0.995, 1.408)) -> Points:
    """Points of the hatchback's pane, which reaches over `drawn` (z), on another one."""
    rise = (pane.top - pane.foot) / (drawn[1] - drawn[0])
    return [(y * pane.wide, pane.foot + (z - drawn[0]) * rise) for y, z in points]


def _headlamp(sheet: Sheet, fit: Fit, flip: Flip) -> None:
    _lamp(sheet, flip(fit.end(HEADLAMP)), _CLEAR)
    for at, radius in (((0.575, 0.630), 0.034), ((0.690, 0.645), 0.038)):
        (middle,) = flip(fit.end([at]))
        sheet.disc(middle, radius, skin.CHROME)
        sheet.disc(middle, radius * 0.80, skin.LENS)
        sheet.disc(middle, radius * 0.42, skin.BULB)
    blinker = fit.end([(0.765, 0.665), (0.84, 0.705), (0.86, 0.70), (0.84, 0.655), (0.78, 0.635)])
    sheet.fill(flip(blinker), skin.LENS)
    sheet.line(flip(fit.end(DAYLIGHT_STROKE)), skin.DAYLIGHT, width=0.008)


def _grille(sheet: Sheet, kind: BodyType) -> None:
    fit = kind.shape.fit
    upper: Points = [(0.0, 0.588), (0.30, 0.590), (0.44, 0.603), (0.44, 0.650), (0.30, 0.661), (0.0, 0.666)]
    lower: Points = [(0.0, 0.255), (0.45, 0.262), (0.555, 0.298), (0.51, 0.39), (0.41, 0.405), (0.0, 0.407)]
    for shape in (upper, lower):
        _both_halves(sheet, fit.end(shape), skin.DARK)
    for z in (0.612, 0.640):
        sheet.line(fit.end([(-0.42, z + 0.004), (0.0, z), (0.42, z + 0.004)]), skin.CHROME, width=0.007)
    for z in (0.29, 0.325, 0.36):
        sheet.line(fit.end([(-0.52, z), (0.52, z)]), skin.TRIM, width=0.010)
    # A plain ring, because a real maker's badge is a trade mark.
    badge = (0.0, fit.z(0.628))
    for radius, stuff in ((0.058, skin.CHROME), (0.044, skin.DARK), (0.026, skin.CHROME)):
        sheet.disc(badge, radius, stuff)
    z = kind.plate_heights[0]
    sheet.fill([(-0.27, z - 0.067), (0.27, z - 0.067), (0.27, z + 0.068), (-0.27, z + 0.068)], skin.TRIM)
    sheet.fill(fit.end([(-1.0, -1.0), (1.0, -1.0), (1.0, 0.235), (-1.0, 0.235)]), skin.TRIM)


def _behind_glass(sheet: Sheet, pane: Pane) -> None:
    dim = skin.Stuff(colour=(0.075, 0.075, 0.075), cover=0.8, roughness=0.03)
    for y in (-0.33, 0.33):
        seat: Points = [(y - 0.11, 1.05), (y + 0.11, 1.05), (y + 0.10, 1.20), (y - 0.10, 1.20)]
        sheet.fill(_glazed(seat, pane), dim)
        sheet.disc(_glazed([(y, 1.255)], pane)[0], 0.055, dim)
    mirror: Points = [(-0.09, 1.355), (0.09, 1.355), (0.08, 1.385), (-0.08, 1.385)]
    sheet.fill(_glazed(mirror, pane), skin.DARK_GLASS)


def _rear(sheet: Sheet, kind: BodyType) -> None:
    fit = kind.shape.fit
    if kind.rear_pane is not None:
        _both_halves(sheet, _glazed(REAR_PANE, kind.rear_pane, (1.02, 1.325)), skin.GLASS)
    for flip in (_kept, mirrored):
        _lamp(sheet, flip(kind.taillamp), skin.TAIL)
        for gap in kind.rear_gaps:
            sheet.line(flip(gap), skin.GAP, width=0.006)
    z = kind.plate_heights[1]
    sheet.fill([(-0.28, z - 0.065), (0.28, z - 0.065), (0.28, z + 0.065), (-0.28, z + 0.065)], skin.TRIM)
    sheet.disc((0.0, z + 0.175), 0.05, skin.CHROME)
    sheet.fill(fit.end([(-1.0, -1.0), (1.0, -1.0), (1.0, 0.32), (-1.0, 0.32)]), skin.TRIM)


def _top(sheet: Sheet, fit: Fit) -> None:
    for side in (1.0, -1.0):
        wide = side * fit.wide
        for x, y, width in (
            ((2.35, 2.8, 3.15), (0.735, 0.725, 0.69), 0.007),
            ((-0.3, 0.6, 1.5), (0.53, 0.56, 0.55), 0.008),
        ):
            gap = [(fit.x(a), b * wide) for a, b in zip(x, y, strict=True)]
            sheet.line(gap, skin.GAP, width=width)
    cowl = [(fit.x(x), y * fit.wide) for x, y in ((2.46, -0.60), (2.50, 0.0), (2.46, 0.60))]
    sheet.line(cowl, skin.DARK, width=0.03)
