"""How one car of a body type is finished: paint, rims, mirrors. Pure."""

from __future__ import annotations

from dataclasses import dataclass

Colour = tuple[float, float, float]
"""Linear red, green, blue, 0..1."""


@dataclass(frozen=True, kw_only=True)
class Finish:
    """flakes: 0 (plain paint) to 1 (metallic); mirrors: whether the left and the right one are there."""

    colour: Colour
    flakes: float = 0.5
    rims: Colour = (0.52, 0.53, 0.55)
    spokes: int = 5
    mirrors: tuple[bool, bool] = (True, True)
