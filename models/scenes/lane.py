"""The return lane of the demo: asphalt, marks, kerbs, a wall, a hall behind. Needs bpy."""

from __future__ import annotations

from typing import Any

import bpy
import numpy as np

from models.scenes import materials
from models.scenes.masonry import Triple, block, bricks, mottled
from models.scenes.shapes import Solid, lathe, rounded
from models.scenes.solids import solid_object


def ground(*, wet: bool = False, plain: bool = False) -> Any:
    """Forty metres of worn asphalt about the origin; returns the paint for marks on it.

    plain: for small pictures, which would not show its relief.
    """
    dark, light, rough = (0.018, 0.048, 0.16) if wet else (0.042, 0.103, 0.88)
    asphalt = mottled(
        "asphalt",
        (dark, dark, dark * 1.02),
        (light, light, light * 0.97),
        scale=0.9,
        roughness=rough,
        grain=0.0 if plain else 0.001 if wet else 0.004,
        detail=3.0 if plain else 8.0,
    )
    block("asphalt", (-45, -30, -0.1), (45, 45, 0.0), asphalt)
    return mottled("road paint", (0.55, 0.55, 0.53), (0.34, 0.34, 0.33), scale=5.0, roughness=0.7)


def return_lane(middle: float = -1.45) -> None:
    """The lane runs along y at x = `middle`; cars come from +x beyond y = 10."""
    white = ground()
    for x in (middle - 1.55, middle + 1.30):
        block("edge", (x - 0.06, -6, 0.0), (x + 0.06, 8.2, 0.004), white)
    block("stop", (middle - 1.4, 1.9, 0.0), (middle + 1.15, 2.2, 0.004), white)
    for y in (15.0,):
        block("edge", (-3.4, y, 0.0), (40, y + 0.12, 0.004), white)
    _arrow(middle, 7.2, white)
    _left_side(middle)
    _hall()
    _right_side()
    _behind()


def _arrow(x: float, y: float, white: Any) -> None:
    data = bpy.data.meshes.new("arrow")
    points = [
        (-0.09, 1.6),
        (0.09, 1.6),
        (0.09, -0.4),
        (0.32, -0.4),
        (0.0, -1.5),
        (-0.32, -0.4),
        (-0.09, -0.4),
    ]
    data.from_pydata([(x + a, y + b, 0.005) for a, b in points], [], [tuple(range(len(points)))[::-1]])
    data.materials.append(white)
    bpy.context.scene.collection.objects.link(bpy.data.objects.new("arrow", data))


def _left_side(middle: float) -> None:
    stone = mottled("kerb", (0.30, 0.30, 0.29), (0.42, 0.41, 0.40), scale=3.0, roughness=0.85, grain=0.002)
    paving = mottled(
        "paving", (0.22, 0.215, 0.205), (0.33, 0.32, 0.305), scale=2.2, roughness=0.9, grain=0.002
    )
    wall = bricks("wall", (0.25, 0.11, 0.075), (0.31, 0.145, 0.10), (0.36, 0.34, 0.32))
    cap = mottled("cap", (0.36, 0.35, 0.34), (0.45, 0.44, 0.42), scale=3.0, roughness=0.8)
    x = middle - 2.0
    block("kerb", (x - 0.15, -8, 0.0), (x, 17.4, 0.13), stone)
    block("paving", (x - 2.2, -8, 0.0), (x - 0.15, 17.4, 0.12), paving)
    block("wall", (x - 2.5, -8, 0.0), (x - 2.2, 18, 1.15), wall)
    block("cap", (x - 2.56, -8, 1.15), (x - 2.14, 18, 1.23), cap)
    hedge = mottled("hedge", (0.012, 0.03, 0.008), (0.05, 0.095, 0.03), scale=9.0, roughness=0.9, grain=0.05)
    solid_object("hedge", clipped((1.3, 36.0, 2.1)).moved((x - 3.3, 9.0, 1.0)), hedge, None)
    _bollards(x + 0.28, (4.4, 7.0, 9.6))


def clipped(size: Triple) -> Solid:
    """A clipped hedge: a rounded box whose skin is ragged by 4 cm, because a smooth one looks upholstered."""
    smooth = rounded((size[0], size[2], size[1]), squareness=0.25, steps=160)
    dice = np.random.default_rng(5)
    ragged = smooth.vertices + dice.normal(0.0, 0.035, smooth.vertices.shape)
    along = np.array([[1.0, 0.0, 0.0], [0.0, 0.0, -1.0], [0.0, 1.0, 0.0]])
    return Solid(vertices=ragged, faces=smooth.faces).turned(along)


def _bollards(x: float, ys: tuple[float, ...]) -> None:
    steel = materials.plain("bollard", (0.30, 0.31, 0.32), roughness=0.4, metal=0.8)
    band = materials.plain("band", (0.55, 0.05, 0.03), roughness=0.5)
    flat = np.array([[1.0, 0.0, 0.0], [0.0, 0.0, -1.0], [0.0, 1.0, 0.0]])
    for y in ys:
        for low, high, r, paint in ((0.0, 0.85, 0.05, steel), (0.66, 0.76, 0.052, band)):
            post = lathe([(0.0, low), (r, low), (r, high), (0.0, high)], steps=24).turned(flat)
            solid_object("bollard", post.moved((x, y, 0.0)), paint, None)


def _hall() -> None:
    render = mottled("render", (0.47, 0.45, 0.41), (0.56, 0.54, 0.50), scale=0.8, roughness=0.9, grain=0.002)
    plinth = mottled("plinth", (0.12, 0.12, 0.12), (0.17, 0.17, 0.165), scale=3.0, roughness=0.9)
    glass = materials.plain("window", (0.02, 0.026, 0.03), roughness=0.05)
    frame = materials.plain("frame", (0.10, 0.105, 0.11), roughness=0.5)
    shutter = materials.plain("shutter", (0.17, 0.20, 0.23), roughness=0.45, metal=0.3)
    block("hall", (-9, 19.0, 0.0), (34, 26, 4.6), render)
    block("plinth", (-9, 18.95, 0.0), (34, 19.0, 0.55), plinth)
    block("fascia", (-9, 18.2, 3.5), (34, 19.0, 3.95), frame)
    for x in (-5.5, 9.5, 13.0, 20.0):
        block("frame", (x, 18.93, 0.95), (x + 2.6, 19.0, 2.75), frame)
        for part in (0.07, 1.34):
            block("window", (x + part, 18.9, 1.03), (x + part + 1.18, 18.95, 2.67), glass)
    for x in (-1.6, 3.8):
        block("shutter", (x, 18.9, 0.0), (x + 4.0, 18.97, 3.1), shutter)
        for z in np.arange(0.2, 3.1, 0.2):
            block("slat", (x, 18.87, float(z)), (x + 4.0, 18.91, float(z) + 0.03), frame)


def _right_side() -> None:
    fence = mottled("fence", (0.17, 0.18, 0.18), (0.23, 0.235, 0.235), scale=2.0, roughness=0.7)
    stone = mottled("island", (0.28, 0.28, 0.27), (0.38, 0.375, 0.36), scale=2.5, roughness=0.9, grain=0.002)
    grass = mottled("grass", (0.02, 0.045, 0.01), (0.055, 0.09, 0.025), scale=6.0, roughness=0.95, grain=0.02)
    block("island", (0.55, -6, 0.0), (5.0, 7.4, 0.13), stone)
    block("lawn", (0.85, -6, 0.10), (4.7, 7.1, 0.15), grass)
    for x in np.arange(22.0, 40.0, 2.0):
        block("fence", (float(x), 10, 0), (float(x) + 0.1, 10.1, 2.0), fence)


def _behind() -> None:
    """What only the paint sees: a dark tree line and a pale wall behind the camera."""
    trees = mottled("trees", (0.01, 0.022, 0.006), (0.04, 0.07, 0.02), scale=1.5, roughness=0.95)
    pale = mottled("pale wall", (0.42, 0.41, 0.39), (0.5, 0.49, 0.46), scale=1.0, roughness=0.9)
    block("pale wall", (6, -16, 0), (30, -15.5, 5), pale)
    for k, x in enumerate(np.arange(-24, 8, 3.2)):
        lump = rounded((4.6, 4.0, 6.0 + 1.5 * np.sin(2.7 * k)), squareness=0.9).moved((float(x), -14.0, 3.0))
        solid_object("tree", lump, trees, None)
