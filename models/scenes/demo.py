"""The demo's story: one car in the return lane on two days, on the second with one more scratch. Pure."""

from __future__ import annotations

import numpy as np

from models.scenes.camera import Camera
from models.scenes.damage import Scratch
from models.scenes.finish import Finish
from models.scenes.path import Drive, Leg, Road
from models.scenes.plate import Plate
from models.scenes.story import CarPart, Light, Story, Take

LANE = -1.45
"""Middle of the lane, x in metres; the camera hangs over x = 0."""
BEND = 4.1
"""Radius of the turn into the lane, metres: a small car's tightest but one."""

OLD_SCRATCH = Scratch(
    id="front-bumper-right",
    points=((3.47, -0.40, 0.505), (3.45, -0.47, 0.488), (3.43, -0.54, 0.462)),
    width=0.005,
    seed=11,
    views=("front",),
)
NEW_SCRATCH = Scratch(
    id="front-bumper-left",
    points=(
        (3.40, 0.60, 0.472),
        (3.35, 0.68, 0.50),
        (3.28, 0.76, 0.505),
        (3.18, 0.815, 0.545),
        (3.08, 0.84, 0.575),
    ),
    width=0.008,
    seed=23,
)


def return_lane(*, seed: int) -> Story:
    """Two passages of six and a half seconds with empty lane before, between and after: 21 s."""
    camera = Camera(place=(0.0, 0.0, 2.3), yaw=9.0, pitch=-15.5, across=60.0, size=(1280, 720))
    dice = np.random.default_rng(seed)
    shift = float(dice.uniform(0.12, 0.2))
    first = visit(starts_s=1.9, aside=0.0, hurry=1.0)
    second = visit(starts_s=11.9, aside=shift, hurry=0.94)
    noon = Light(elevation=46.0, azimuth=143.0, sky=0.125, haze=1.0)
    hazy = Light(elevation=38.0, azimuth=156.0, sky=0.120, sun=0.72, haze=2.5)
    return Story(
        name="return-lane",
        fps=10,
        camera=camera,
        seed=seed,
        takes=(
            Take(from_s=0.0, to_s=10.4, light=noon, cars=(_car(first, "car", ()),)),
            Take(from_s=10.4, to_s=21.0, light=hazy, cars=(_car(second, "car", (NEW_SCRATCH,)),)),
        ),
    )


def visit(*, starts_s: float, aside: float, hurry: float) -> Drive:
    """Round the bend and down the lane, `aside` metres off its middle, `hurry` times as fast."""
    quarter = np.pi / 2 * BEND
    road = Road(
        x=LANE + aside + BEND + 6.4,
        y=8.35 + BEND,
        heading=np.pi,
        legs=(Leg(length=6.4), Leg(length=float(quarter), bend=1 / BEND), Leg(length=24.0)),
    )
    pace = ((0.0, 4.1), (1.0, 3.8), (2.2, 3.1), (4.2, 3.1), (5.6, 3.5), (9.0, 4.0))
    return Drive(road=road, starts_s=starts_s, speeds=tuple((t / hurry, v * hurry) for t, v in pace))


def _car(drive: Drive, name: str, new: tuple[Scratch, ...]) -> CarPart:
    return CarPart(
        name=name,
        plate=Plate(text="B RG 2041"),
        drive=drive,
        finish=Finish(colour=(0.010, 0.045, 0.17)),
        damages=((OLD_SCRATCH, "pre_existing"), *((scratch, "new") for scratch in new)),
    )
