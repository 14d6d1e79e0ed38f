"""The yard's stories, seen from a pole: what must count as one passage and what must not. Pure."""

from __future__ import annotations

import numpy as np

from models.scenes.camera import Camera
from models.scenes.finish import Finish
from models.scenes.path import Drive, Leg, Road
from models.scenes.plate import Plate
from models.scenes.story import CarPart, Light, Story, Take, Walker, parked

LANE = -1.7
"""Middle of the lane, x in metres; the pole stands at x = 0."""
TOWARD = -np.pi / 2
"""Heading of a car that comes down the lane."""
WHITE, GREY, RED, GREEN = (0.62, 0.62, 0.60), (0.10, 0.105, 0.11), (0.22, 0.008, 0.010), (0.012, 0.055, 0.035)
AFTERNOON = Light(elevation=41.0, azimuth=132.0, sky=0.125, haze=1.5)


def pole() -> Camera:
    """Four metres up, looking down the lane at a slant; the horizon is out of the picture."""
    return Camera(place=(0.0, 0.0, 4.0), yaw=2.0, pitch=-27.0, across=64.0, size=(640, 360))


def parked_and_people(*, seed: int) -> Story:
    """Two parked cars, three people, one passing car; 14 s."""
    through = Drive(
        road=Road(x=LANE, y=34.0, heading=TOWARD, legs=(Leg(length=50.0),)),
        starts_s=3.6, speeds=((0.0, 4.0), (2.5, 3.6), (5.0, 3.4), (8.0, 3.8), (12.0, 4.2)),
    )  # fmt: skip
    cars = (
        CarPart(name="passing car", plate=Plate(text="B RG 7310"), drive=through, finish=Finish(colour=RED)),
        _parked("parked white", "B RG 558", x=3.3, y=13.4, colour=WHITE, flakes=0.05),
        _parked("parked grey", "B RG 8164", x=3.45, y=19.3, colour=GREY, flakes=0.6),
    )
    people = (
        _walker("crosses", 0.0, (7.0, 8.2), np.pi, 12.6, speed=1.5, coat=(0.30, 0.03, 0.02)),
        _walker(
            "trolley",
            3.4,
            (-4.6, 2.4),
            np.pi / 2,
            16.0,
            speed=1.25,
            coat=(0.02, 0.05, 0.16),
            pushes="trolley",
        ),
        _walker(
            "cycle", 7.6, (6.3, 17.5), -np.pi / 2, 10.0, speed=1.3, coat=(0.35, 0.28, 0.05), pushes="cycle"
        ),
    )
    take = Take(from_s=0.0, to_s=14.0, light=AFTERNOON, cars=cars, walkers=people)
    return Story(name="parked-and-people", fps=8, camera=pole(), seed=seed, takes=(take,), place="yard")


def pulls_away(*, seed: int) -> Story:
    """A car that stands in the lane at the start drives off and leaves, another stays parked; 10 s."""
    off = Drive(
        road=Road(x=LANE, y=10.2, heading=TOWARD, legs=(Leg(length=30.0),)),
        starts_s=2.0, speeds=((0.0, 0.0), (0.6, 0.0), (2.6, 2.8), (4.0, 3.4), (8.0, 4.0)),
    )  # fmt: skip
    cars = (
        CarPart(
            name="car that pulls away", plate=Plate(text="B RG 946"), drive=off, finish=Finish(colour=GREEN)
        ),
        _parked("parked white", "B RG 558", x=3.3, y=13.4, colour=WHITE, flakes=0.05),
    )
    take = Take(from_s=0.0, to_s=10.0, light=AFTERNOON, cars=cars)
    return Story(name="pulls-away", fps=8, camera=pole(), seed=seed, takes=(take,), place="yard")


def _parked(
    name: str, plate: str, *, x: float, y: float, colour: tuple[float, float, float], flakes: float
) -> CarPart:
    drive = parked(x, y, TOWARD + 0.03)
    return CarPart(
        name=name,
        plate=Plate(text=plate),
        drive=drive,
        finish=Finish(colour=colour, flakes=flakes),
        passes=False,
    )


def _walker(
    name: str, starts_s: float, start: tuple[float, float], heading: float, length: float, *,
    speed: float, coat: tuple[float, float, float], pushes: str = "",
) -> Walker:  # fmt: skip
    road = Road(x=start[0], y=start[1], heading=heading, legs=(Leg(length=length),))
    return Walker(name=name, road=road, starts_s=starts_s, speed=speed, coat=coat, pushes=pushes)
