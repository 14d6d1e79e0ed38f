"""The yard of the test clips: a lane between a pavement and parking bays. Needs bpy."""

from __future__ import annotations

from models.scenes.lane import ground
from models.scenes.masonry import block, bricks, mottled


def yard(middle: float = -1.7) -> None:
    """The lane runs along y at x = `middle`, a pavement on its left and bays on its right."""
    white = ground()
    for x in (middle - 1.5, middle + 1.5):
        for start in range(-6, 36, 3):
            block("dash", (x - 0.06, start, 0.0), (x + 0.06, start + 1.6, 0.004), white)
    for y in (3.0, 9.0, 15.0, 21.0):
        block("bay", (2.2, y - 0.05, 0.0), (4.6, y + 0.05, 0.004), white)
    block("bay end", (4.55, 3.0, 0.0), (4.65, 21.0, 0.004), white)
    stone = mottled("kerb", (0.30, 0.30, 0.29), (0.42, 0.41, 0.40), scale=3.0, roughness=0.85, grain=0.002)
    paving = mottled(
        "paving", (0.22, 0.215, 0.205), (0.33, 0.32, 0.305), scale=2.2, roughness=0.9, grain=0.002
    )
    block("kerb", (-3.75, -8, 0.0), (-3.6, 40, 0.12), stone)
    block("paving", (-9.0, -8, 0.0), (-3.75, 40, 0.11), paving)
    block(
        "wall",
        (-9.4, -8, 0.0),
        (-9.0, 40, 2.6),
        bricks("wall", (0.25, 0.11, 0.075), (0.31, 0.145, 0.10), (0.36, 0.34, 0.32)),
    )
    grass = mottled("grass", (0.02, 0.045, 0.01), (0.055, 0.09, 0.025), scale=6.0, roughness=0.95, grain=0.02)
    block("verge", (7.6, -8, 0.0), (16.0, 40, 0.12), grass)
    block("far kerb", (7.45, -8, 0.0), (7.6, 40, 0.14), stone)
