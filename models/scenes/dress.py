"""A car as it comes to the gate on one day: pressed by damage, its skin drawn, soiled and wet. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from models.scenes import grime
from models.scenes.damage import Cloud, Damage
from models.scenes.design import BodyType
from models.scenes.livery import livery
from models.scenes.skin import Atlas, View, bound_together
from models.scenes.surface import Mesh

Sticker = tuple[View, tuple[float, float]]


@dataclass(frozen=True, kw_only=True)
class Wear:
    """What a car wears on one day. dirt: 0 (washed) to 1; stickers: where they lie."""

    damages: tuple[Damage, ...] = ()
    dirt: float = 0.0
    wet: bool = False
    stickers: tuple[Sticker, ...] = ()
    seed: int = 0
    """Of dirt and drops; the damages have seeds of their own, which stay from day to day."""


@dataclass(frozen=True, kw_only=True)
class Dressed:
    """The body of that day, its skin, and where each damage lies, by its identity."""

    mesh: Mesh
    atlas: Atlas
    clouds: dict[str, Cloud]


def dressed(kind: BodyType, mesh: Mesh, wear: Wear) -> Dressed:
    """The car of a body type, of which `mesh` is the undamaged body."""
    body = mesh
    for damage in wear.damages:
        body = damage.pressed(body)
    sheets = livery(kind)
    for view, at in wear.stickers:
        grime.sticker(sheets[view], at, seed=round(1000 * sum(at)) % 2**16)
    for damage in wear.damages:
        damage.draw(sheets, mesh)
    if wear.dirt:
        grime.soil(sheets, kind.shape.fit, level=wear.dirt, seed=wear.seed)
    if wear.wet:
        grime.drops(sheets, seed=wear.seed)
    clouds = {damage.id: damage.cloud(mesh) for damage in wear.damages}
    return Dressed(mesh=body, atlas=bound_together(sheets), clouds=clouds)
