"""A wheel: tyre, rim and spokes, its axle along y with the outer face towards +y. Pure."""

from __future__ import annotations

import numpy as np

from models.scenes.shapes import Solid, about_y, lathe, tapered

TYRE_WIDTH = 0.205


def tyre(radius: float) -> Solid:
    """The rubber ring; `radius` in metres, width 205 mm, 16-inch rim."""
    h, rim = TYRE_WIDTH / 2, radius - 0.113
    # fmt: off  (a profile is read by rows)
    return lathe(
        [
            (rim, -h * 0.86),
            (rim + 0.035, -h),
            (radius - 0.03, -h * 0.98),
            (radius - 0.006, -h * 0.80),
            (radius, -h * 0.5),
            (radius, h * 0.5),
            (radius - 0.006, h * 0.80),
            (radius - 0.03, h * 0.98),
            (rim + 0.035, h),
            (rim, h * 0.86),
            (rim - 0.006, h * 0.80),
            (rim - 0.006, -h * 0.80),
            (rim, -h * 0.86),
        ]
    )
    # fmt: on


def rim(radius: float, *, spokes: int = 5) -> Solid:
    """Barrel, lip, hub and pairs of spokes in light alloy."""
    edge, h = radius - 0.110, TYRE_WIDTH / 2
    barrel = lathe(
        [
            (edge, h * 0.92),
            (edge - 0.010, h * 0.94),
            (edge - 0.022, h * 0.80),
            (edge - 0.028, h * 0.3),
            (edge - 0.03, -h * 0.8),
        ]
    )
    hub = lathe([(0.0, h * 0.66), (0.028, h * 0.66), (0.034, h * 0.60), (0.068, h * 0.50), (0.075, h * 0.2)])
    spoke = tapered((0.040, 0.030), (0.026, 0.022), edge - 0.068)
    wheel = barrel + hub
    for k in range(spokes):
        for lean in (-0.85 / spokes, 0.85 / spokes):
            lifted = Solid(vertices=spoke.vertices + np.array([0.0, h * 0.52, 0.050]), faces=spoke.faces)
            lifted.vertices[4:, 1] += h * 0.26
            wheel = wheel + lifted.turned(about_y(2 * np.pi * k / spokes + lean))
    return wheel


def brake(radius: float) -> Solid:
    """The dark disc behind the spokes, which also closes the wheel."""
    return lathe(
        [
            (0.0, 0.010),
            (radius - 0.175, 0.012),
            (radius - 0.172, -0.008),
            (radius - 0.14, -0.03),
            (0.0, -0.03),
        ]
    )
