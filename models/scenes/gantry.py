"""The inspection lane's four cameras, named by what they see of a car that drives towards -y. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal, get_args

import numpy as np

from models.scenes.camera import Camera

Role = Literal["front", "rear", "left", "right"]
ROLES: tuple[Role, ...] = get_args(Role)
STOP = -2.2
"""y at which the car's nose stands when the four pictures are taken."""


def aimed(
    place: tuple[float, float, float], at: tuple[float, float, float], *, across: float, size: tuple[int, int]
) -> Camera:
    """A camera that looks at a point; across in degrees of width."""
    x, y, z = np.array(at) - np.array(place)
    return Camera(
        place=place,
        yaw=float(np.degrees(np.arctan2(-x, y))),
        pitch=float(np.degrees(np.arctan2(z, np.hypot(x, y)))),
        across=across,
        size=size,
    )


def gantry(size: tuple[int, int] = (640, 360)) -> dict[Role, Camera]:
    """The cameras by role; front and rear near enough that a plate is about 100 of 640 pixels wide."""
    return {
        "front": aimed((1.0, -6.9, 2.05), (0.05, -1.6, 0.86), across=34.5, size=size),
        "rear": aimed((-1.0, 7.0, 2.05), (-0.05, 1.7, 0.94), across=36.0, size=size),
        "left": aimed((5.2, -0.15, 1.75), (0.0, 0.05, 0.72), across=61.0, size=size),
        "right": aimed((-5.2, -0.15, 1.75), (0.0, 0.05, 0.72), across=61.0, size=size),
    }


def shaken(camera: Camera, dice: np.random.Generator) -> Camera:
    """The camera after a year of wind: turned by a fraction of a degree."""
    yaw, pitch = dice.normal(0.0, 0.15, 2)
    return replace(camera, yaw=camera.yaw + float(yaw), pitch=camera.pitch + float(pitch))
