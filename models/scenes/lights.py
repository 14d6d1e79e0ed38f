"""The lights of the proving ground by name. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal, get_args

import numpy as np

from models.scenes.story import Light

LightName = Literal["day", "low_sun", "overcast", "rain", "night"]
LIGHTS: tuple[LightName, ...] = get_args(LightName)
_USUAL: dict[LightName, Light] = {
    "day": Light(elevation=46.0, azimuth=143.0, sky=0.125),
    "low_sun": Light(elevation=20.0, azimuth=270.0, sky=0.15, haze=3.0),
    "overcast": Light(elevation=90.0, azimuth=0.0, sky=0.27, sky_kind="overcast"),
    "rain": Light(elevation=90.0, azimuth=0.0, sky=0.23, sky_kind="overcast", wet=True),
    "night": Light(elevation=-10.0, azimuth=0.0, sky=0.03, sky_kind="night", exposure=0.6, lamps=8.0),
}
_SUN: dict[LightName, tuple[tuple[float, float], tuple[float, float]]] = {
    "day": ((30.0, 58.0), (0.0, 360.0)),
    "low_sun": ((16.0, 24.0), (235.0, 305.0)),
}
"""Reach of the sun's elevation and azimuth, degrees: low, it reaches the lane over the hedge alone."""


def drawn_light(name: LightName, dice: np.random.Generator) -> Light:
    """One day of that kind: the sun somewhere in its reach, sometimes shadows of boards."""
    light = _USUAL[name]
    if name in _SUN:
        elevation, azimuth = (float(dice.uniform(*reach)) for reach in _SUN[name])
        return replace(light, elevation=elevation, azimuth=azimuth, shade=bool(dice.random() < 0.4))
    return replace(light, sky=light.sky * float(dice.uniform(0.85, 1.2)))
