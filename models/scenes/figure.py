"""A walking person of rounded parts, and what it pushes, as solids with joints. Pure; metres, x ahead."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from models.scenes.shapes import Solid, about_y, box, lathe, rounded

Tint = Literal["skin", "hair", "coat", "legs", "shoe", "steel", "case", "rubber"]
STRIDE = 1.45
"""Metres of road in one full swing of both legs."""


@dataclass(frozen=True, kw_only=True)
class Limb:
    """A part that swings about `joint` by `reach` radians at most; `lag` is a share of the stride."""

    solid: Solid
    tint: Tint
    joint: tuple[float, float, float] = (0.0, 0.0, 0.0)
    reach: float = 0.0
    lag: float = 0.0
    bends: float = 0.0
    """Radians by which the part folds back once a stride, as a knee does."""

    def swing(self, walked: float) -> float:
        """The turn about y, in radians, after `walked` metres."""
        phase = 2 * np.pi * (walked / STRIDE + self.lag)
        return float(self.reach * np.sin(phase) + self.bends * max(0.0, np.cos(phase)))


def person(*, tall: float = 1.74, pushes: bool = False) -> list[Limb]:
    """The limbs of one adult; one who pushes holds the arms ahead."""
    s = tall / 1.74
    limbs = [
        Limb(solid=rounded((0.20, 0.17, 0.25), squareness=0.9).moved((0.02, 0, 1.60)), tint="skin"),
        Limb(solid=rounded((0.22, 0.19, 0.17), squareness=0.9).moved((-0.005, 0, 1.67)), tint="hair"),
        Limb(solid=rounded((0.11, 0.11, 0.16), squareness=0.9).moved((0.0, 0, 1.46)), tint="skin"),
        Limb(solid=rounded((0.26, 0.45, 0.60), squareness=0.65).moved((0.0, 0, 1.17)), tint="coat"),
        Limb(solid=rounded((0.24, 0.37, 0.26), squareness=0.7).moved((0.0, 0, 0.90)), tint="legs"),
    ]
    for side, lag in ((0.095, 0.0), (-0.095, 0.5)):
        limbs += _leg(side, lag)
    for side, lag in ((0.255, 0.5), (-0.255, 0.0)):
        limbs += _arm(side, lag, pushes)
    return [_scaled(limb, s) for limb in limbs]


def _leg(side: float, lag: float) -> list[Limb]:
    hip = (0.0, side, 0.90)
    thigh = rounded((0.17, 0.16, 0.52), squareness=0.8).moved((0.0, 0.0, -0.22))
    shin = rounded((0.13, 0.125, 0.48), squareness=0.8).moved((0.0, 0.0, -0.60))
    shoe = rounded((0.27, 0.10, 0.10), squareness=0.6).moved((0.05, 0.0, -0.85))
    return [
        Limb(solid=thigh, tint="legs", joint=hip, reach=-0.42, lag=lag),
        Limb(solid=shin, tint="legs", joint=hip, reach=-0.42, lag=lag, bends=0.22),
        Limb(solid=shoe, tint="shoe", joint=hip, reach=-0.42, lag=lag, bends=0.22),
    ]


def _arm(side: float, lag: float, pushes: bool) -> list[Limb]:
    shoulder = (0.0, side, 1.40)
    upper = rounded((0.115, 0.115, 0.36), squareness=0.8).moved((0.0, 0.0, -0.15))
    fore = rounded((0.095, 0.09, 0.32), squareness=0.8).moved((0.0, 0.0, -0.12)).turned(about_y(-0.35))
    hand = rounded((0.09, 0.07, 0.12), squareness=0.8).moved((0.0, 0.0, -0.30)).turned(about_y(-0.35))
    fore, hand = (part.moved((0.0, 0.0, -0.30)) for part in (fore, hand))
    if pushes:
        upper, fore, hand = (part.turned(about_y(-0.75)) for part in (upper, fore, hand))
    reach = 0.0 if pushes else -0.36
    return [
        Limb(solid=part, tint=tint, joint=shoulder, reach=reach, lag=lag)
        for part, tint in _tinted(upper, fore, hand)
    ]


def _tinted(upper: Solid, fore: Solid, hand: Solid) -> list[tuple[Solid, Tint]]:
    return [(upper, "coat"), (fore, "coat"), (hand, "skin")]


def _scaled(limb: Limb, s: float) -> Limb:
    solid = Solid(vertices=limb.solid.vertices * s, faces=limb.solid.faces)
    x, y, z = limb.joint
    return Limb(
        solid=solid,
        tint=limb.tint,
        joint=(x * s, y * s, z * s),
        reach=limb.reach,
        lag=limb.lag,
        bends=limb.bends,
    )


def trolley() -> list[Limb]:
    """A luggage trolley with two cases on it, 0.45 to 1.3 m ahead of who pushes it."""
    frame = rod((0.48, -0.26, 1.02), (0.48, 0.26, 1.02)) + rod((0.55, -0.25, 0.15), (0.48, -0.26, 1.02))
    frame = (
        frame + rod((0.55, 0.25, 0.15), (0.48, 0.26, 1.02)) + box((0.80, 0.55, 0.05)).moved((0.92, 0, 0.2))
    )
    cases = rounded((0.68, 0.48, 0.30), squareness=0.25).moved((0.92, 0, 0.39))
    cases = cases + rounded((0.58, 0.42, 0.26), squareness=0.25).moved((0.90, 0.02, 0.67))
    wheels = _wheel(0.09).moved((0.62, 0.24, 0.09)) + _wheel(0.09).moved((0.62, -0.24, 0.09))
    wheels = wheels + _wheel(0.09).moved((1.25, 0.0, 0.09))
    return [
        Limb(solid=frame, tint="steel"),
        Limb(solid=cases, tint="case"),
        Limb(solid=wheels, tint="rubber"),
    ]


def cycle() -> list[Limb]:
    """A cycle wheeled along at the left hand."""
    y = 0.42
    wheels = _wheel(0.34).moved((-0.35, y, 0.34)) + _wheel(0.34).moved((0.70, y, 0.34))
    tubes = [
        ((-0.35, y, 0.34), (-0.02, y, 0.82)), ((-0.35, y, 0.34), (0.05, y, 0.30)),
        ((0.05, y, 0.30), (-0.05, y, 0.95)), ((0.05, y, 0.30), (0.50, y, 0.80)),
        ((-0.02, y, 0.82), (0.48, y, 0.86)), ((0.70, y, 0.34), (0.46, y, 1.02)),
        ((0.44, y - 0.28, 1.04), (0.44, y + 0.28, 1.04)),
    ]  # fmt: skip
    frame = rod(*tubes[0])
    for ends in tubes[1:]:
        frame = frame + rod(*ends)
    saddle = rounded((0.26, 0.15, 0.07), squareness=0.7).moved((-0.06, y, 0.98))
    return [Limb(solid=frame, tint="steel"), Limb(solid=wheels + saddle, tint="rubber")]


def rod(a: tuple[float, float, float], b: tuple[float, float, float], *, thick: float = 0.035) -> Solid:
    """A round bar from a to b."""
    along = np.array(b) - np.array(a)
    length = float(np.linalg.norm(along))
    r = thick / 2
    bar = lathe([(0.0, 0.0), (r, 0.0), (r, length), (0.0, length)], steps=10)
    v = along / length
    u = np.cross(v, np.array([0.0, 0.0, 1.0]) if abs(v[2]) < 0.9 else np.array([1.0, 0.0, 0.0]))
    u = u / np.linalg.norm(u)
    turn: npt.NDArray[np.float64] = np.column_stack([u, v, np.cross(u, v)])
    return bar.turned(turn).moved(a)


def _wheel(radius: float) -> Solid:
    return lathe(
        [
            (radius - 0.03, -0.02),
            (radius, -0.015),
            (radius, 0.015),
            (radius - 0.03, 0.02),
            (radius - 0.03, -0.02),
        ],
        steps=32,
    ) + rod((-radius + 0.03, 0, 0), (radius - 0.03, 0, 0), thick=0.02)
