"""The inspection lane of the proving ground: four cameras look at one place. Needs bpy."""

from __future__ import annotations

import numpy as np

from models.scenes import materials
from models.scenes.lane import clipped, ground
from models.scenes.masonry import block, bricks, mottled
from models.scenes.shapes import lathe, rounded
from models.scenes.solids import solid_object
from models.scenes.story import Light

_UPRIGHT = np.array([[1.0, 0.0, 0.0], [0.0, 0.0, -1.0], [0.0, 1.0, 0.0]])
LAMP_POSTS = ((3.4, -4.6), (-3.4, -4.6), (3.4, 4.8), (-3.4, 4.8))
LAMP_HEIGHT = 3.6


def portal(light: Light) -> None:
    """The lane runs along y at x = 0; the cars come from +y."""
    white = ground(wet=light.wet, plain=True)
    for x in (-1.75, 1.75):
        block("edge", (x - 0.06, -14, 0.0), (x + 0.06, 14, 0.004), white)
    block("stop", (-1.6, -2.6, 0.0), (1.6, -2.35, 0.004), white)
    stone = mottled("kerb", (0.30, 0.30, 0.29), (0.42, 0.41, 0.40), scale=3.0, roughness=0.85, detail=3.0)
    for x in (-2.5, 2.5):
        block("kerb", (x - 0.09, -14, 0.0), (x + 0.09, 14, 0.12), stone)
    _walls()
    _ends()
    for place in LAMP_POSTS:
        _post(*place)
    if light.shade:
        _shade(light)


def _walls() -> None:
    wall = bricks("wall", (0.25, 0.11, 0.075), (0.31, 0.145, 0.10), (0.36, 0.34, 0.32))
    hall = mottled("render", (0.47, 0.45, 0.41), (0.56, 0.54, 0.50), scale=0.8, roughness=0.9, detail=3.0)
    shutter = materials.plain("shutter", (0.17, 0.20, 0.23), roughness=0.45, metal=0.3)
    frame = materials.plain("frame", (0.10, 0.105, 0.11), roughness=0.5)
    hedge = mottled("hedge", (0.012, 0.03, 0.008), (0.05, 0.095, 0.03), scale=9.0, roughness=0.9, detail=3.0)
    block("wall", (-8.3, -16, 0.0), (-8.0, 16, 1.5), wall)
    solid_object("hedge", clipped((1.3, 34.0, 2.4)).moved((-9.2, 0.0, 1.4)), hedge, None)
    block("hall", (8.5, -16, 0.0), (14.0, 16, 4.4), hall)
    for y in (-7.0, 0.6, 8.2):
        block("shutter", (8.42, y, 0.0), (8.5, y + 4.2, 3.0), shutter)
        for z in np.arange(0.25, 3.0, 0.25):
            block("slat", (8.39, y, float(z)), (8.43, y + 4.2, float(z) + 0.03), frame)


def _ends() -> None:
    pale = mottled("pale wall", (0.42, 0.41, 0.39), (0.5, 0.49, 0.46), scale=1.0, roughness=0.9)
    gate = materials.plain("gate", (0.09, 0.13, 0.16), roughness=0.5)
    trees = mottled("trees", (0.01, 0.022, 0.006), (0.04, 0.07, 0.02), scale=1.5, roughness=0.95)
    block("pale wall", (-9, 17.0, 0.0), (9, 17.4, 4.2), pale)
    block("gate", (-2.4, 16.9, 0.0), (2.4, 17.0, 3.4), gate)
    for k, x in enumerate(np.arange(-12, 13, 3.2)):
        lump = rounded((4.6, 4.0, 6.0 + 1.5 * np.sin(2.7 * k)), squareness=0.9).moved((float(x), -19.0, 3.0))
        solid_object("tree", lump, trees, None)


def _post(x: float, y: float) -> None:
    steel = materials.plain("post", (0.30, 0.31, 0.32), roughness=0.4, metal=0.8)
    profile = [(0.0, 0.0), (0.06, 0.0), (0.06, LAMP_HEIGHT), (0.0, LAMP_HEIGHT)]
    solid_object("post", lathe(profile, steps=16).turned(_UPRIGHT).moved((x, y, 0.0)), steel, None)


def _shade(light: Light) -> None:
    """A rail and two boards between the sun and the lane: their shadows fall across the car."""
    board = materials.plain("board", (0.2, 0.2, 0.2), roughness=0.8)
    up, around = np.radians(light.elevation), np.radians(light.azimuth)
    sun = np.array([np.sin(around) * np.cos(up), np.cos(around) * np.cos(up), np.sin(up)])
    for along, wide in ((-1.1, 0.12), (0.5, 0.3), (1.5, 0.08)):
        x, y, z = np.array([0.0, along, 0.7]) + sun * 9.0
        upright = block(
            "shade", (x - wide / 2, y - wide / 2, z - 1.5), (x + wide / 2, y + wide / 2, z + 1.5), board
        )
        upright.visible_camera = False
        upright.visible_glossy = False
