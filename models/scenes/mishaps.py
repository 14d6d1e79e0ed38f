"""Where on a body damage may lie, and damage drawn by lot. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from models.scenes.broken import BrokenLamp, Chip, CrackedGlass, MissingMirror
from models.scenes.damage import Damage, Kind, Scratch
from models.scenes.dents import Dent, Hole
from models.scenes.design import BodyType
from models.scenes.livery import HEADLAMP, HEADLAMP_SIDE
from models.scenes.skin import Points, View, mirrored

Dice = np.random.Generator
SIDES: tuple[View, ...] = ("left", "right")
_APART_M = 0.33
_TRIES = 200
# fmt: off
_AREAS: dict[View, tuple[tuple[float, float, float, float], ...]] = {
    "left": ((1.22, 0.44, 1.95, 0.78), (0.58, 0.46, 0.98, 0.78)),
    "right": ((1.22, 0.44, 1.95, 0.78), (0.58, 0.46, 0.98, 0.78)),
    "front": ((0.38, 0.46, 0.60, 0.54), (-0.60, 0.46, -0.38, 0.54)),
    "rear": ((0.10, 0.42, 0.58, 0.56), (-0.58, 0.42, -0.10, 0.56)),
    "top": ((2.72, -0.50, 3.00, 0.50),),
}
"""Panels of the hatchback's drawing: left, low, right and high end in the metres of the view."""
KINDS: dict[Kind, float] = {
    "scratch": 0.40,
    "dent": 0.25,
    "paint": 0.13,
    "broken_part": 0.10,
    "lamp": 0.07,
    "glass": 0.05,
}
"""How often each kind is drawn."""
# fmt: on


class Site(NamedTuple):
    """A place on a body: the view that shows it best, and (across, up) there in metres."""

    view: View
    at: tuple[float, float]


def mishaps(kind: BodyType, count: int, dice: Dice) -> tuple[Damage, ...]:
    """So many damages of one car, none nearer to another than a forearm."""
    names = list(KINDS)
    weights = np.array([KINDS[name] for name in names])
    made: list[Damage] = []
    taken: list[Site] = []
    for _ in range(_TRIES):
        if len(made) == count:
            break
        name = names[int(dice.choice(len(names), p=weights / weights.sum()))]
        damage, site = _MAKERS[name](f"{name.replace('_', '-')}-{len(made) + 1}", kind, dice)
        if all(_far(site, other) for other in taken):
            made.append(damage)
            taken.append(site)
    return tuple(made)


def site(
    kind: BodyType, dice: Dice, views: Sequence[View] = ("left", "right", "front", "rear", "top")
) -> Site:
    """A place on a panel."""
    if kind.shape.name == "van":
        views = [view for view in views if view != "top"]  # its bonnet is too short
    view = views[int(dice.integers(len(views)))]
    left, low, right, high = _AREAS[view][int(dice.integers(len(_AREAS[view])))]
    across, up = float(dice.uniform(left, right)), float(dice.uniform(low, high))
    fit = kind.shape.fit
    if view == "top":
        return Site(view, (fit.x(across), up * fit.wide))
    return Site(view, (fit.side if view in SIDES else fit.end)([(across, up)])[0])


def _far(a: Site, b: Site) -> bool:
    return a.view != b.view or float(np.hypot(a.at[0] - b.at[0], a.at[1] - b.at[1])) > _APART_M


def _scratch(name: str, kind: BodyType, dice: Dice) -> tuple[Damage, Site]:
    where = site(kind, dice)
    longest = 0.55 if where.view in SIDES else 0.30
    length, slope = float(dice.uniform(0.09, longest)), float(dice.normal(0.0, 0.35))
    step = np.array([np.cos(slope), np.sin(slope)]) * length / 2
    if where.view == "top":
        step = step[::-1] * np.array([0.5, 1.0])
    bow = np.array([-step[1], step[0]]) * float(dice.normal(0.0, 0.25))
    middle = np.array(where.at)
    points = tuple((float(a), float(b)) for a, b in (middle - step, middle + bow, middle + step))
    width, depth = float(dice.uniform(0.004, 0.014)), float(dice.uniform(0.35, 1.0))
    seed = int(dice.integers(2**16))
    scratch = Scratch(id=name, points=points, width=width, depth=depth, seed=seed, views=(where.view,))
    return scratch, where


def _dent(name: str, kind: BodyType, dice: Dice) -> tuple[Damage, Site]:
    where = site(kind, dice)
    long = float(dice.uniform(0.08, 0.16 if where.view in SIDES else 0.12))
    radii = (long, long * float(dice.uniform(0.55, 1.0)))
    depth = long * float(dice.uniform(0.18, 0.30))
    turn = float(dice.uniform(-0.6, 0.6))
    return Dent(id=name, view=where.view, at=where.at, radii=radii, depth=depth, turn=turn), where


def _chip(name: str, kind: BodyType, dice: Dice) -> tuple[Damage, Site]:
    where = site(kind, dice)
    radius, seed = float(dice.uniform(0.03, 0.075)), int(dice.integers(2**16))
    return Chip(id=name, view=where.view, at=where.at, radius=radius, seed=seed), where


def _broken_part(name: str, kind: BodyType, dice: Dice) -> tuple[Damage, Site]:
    if dice.random() < 0.35:
        side = SIDES[int(dice.integers(2))]
        x, y, z = kind.mirror
        return MissingMirror(id=name, side=side, at=(x, y if side == "left" else -y, z)), Site(side, (x, z))
    where = site(kind, dice, ("front", "rear"))
    radius, seed = float(dice.uniform(0.05, 0.09)), int(dice.integers(2**16))
    return Hole(id=name, view=where.view, at=where.at, radius=radius, seed=seed), where


def _lamp(name: str, kind: BodyType, dice: Dice) -> tuple[Damage, Site]:
    side = SIDES[int(dice.integers(2))]
    front = dice.random() < 0.6
    fit = kind.shape.fit
    ahead, aside = (
        (fit.end(HEADLAMP), fit.side(HEADLAMP_SIDE)) if front else (kind.taillamp, kind.taillamp_side)
    )
    shape: Points = ahead if side == "left" else mirrored(ahead)
    end: View = "front" if front else "rear"
    lamp = BrokenLamp(id=name, outlines={end: shape, side: aside}, seed=int(dice.integers(2**16)))
    return lamp, Site(end, (shape[0][0], shape[0][1]))


def _glass(name: str, kind: BodyType, dice: Dice) -> tuple[Damage, Site]:
    pane = kind.windscreen
    at = (
        float(dice.uniform(-0.42, 0.42)),
        float(pane.foot + (pane.top - pane.foot) * dice.uniform(0.25, 0.7)),
    )
    radius, seed = float(dice.uniform(0.07, 0.22)), int(dice.integers(2**16))
    return CrackedGlass(id=name, view="front", at=at, radius=radius, seed=seed), Site("front", at)


_MAKERS: dict[Kind, Callable[[str, BodyType, Dice], tuple[Damage, Site]]] = {
    "scratch": _scratch, "dent": _dent, "paint": _chip, "broken_part": _broken_part,
    "lamp": _lamp, "glass": _glass,
}  # fmt: skip
