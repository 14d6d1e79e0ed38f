"""One rental in three clips: the checkout, a return with new damage, and a return with none. Pure."""

from __future__ import annotations

from models.scenes.broken import BrokenLamp
from models.scenes.camera import Camera
from models.scenes.damage import Damage, Scratch
from models.scenes.demo import visit
from models.scenes.dents import Dent
from models.scenes.finish import Finish
from models.scenes.livery import HEADLAMP, HEADLAMP_SIDE
from models.scenes.plate import Plate
from models.scenes.saloon import SALOON
from models.scenes.story import CarPart, Light, Story, Take

_FIT = SALOON.shape.fit
LENGTH_S = 9.6
OLD: tuple[Damage, ...] = (
    Scratch(
        id="bumper-right",
        points=tuple(_FIT.end([(-0.34, 0.505), (-0.45, 0.49), (-0.56, 0.465)])),
        width=0.007,
        seed=11,
        views=("front",),
    ),
    Dent(id="bonnet", view="top", at=(_FIT.x(2.86), -0.28), radii=(0.10, 0.12), depth=0.022),
)
"""What the car wears at every visit."""
NEW: tuple[Damage, ...] = (
    Scratch(
        id="bumper-left",
        points=tuple(_FIT.end([(0.33, 0.53), (0.46, 0.485), (0.62, 0.52)])),
        width=0.012,
        seed=23,
        views=("front",),
    ),
    BrokenLamp(
        id="headlamp-left",
        outlines={"front": _FIT.end(HEADLAMP), "left": _FIT.side(HEADLAMP_SIDE)},
        seed=5,
    ),
)
"""What it brings home from the second rental."""


def checkout(*, seed: int) -> Story:
    """The first day, clear."""
    noon = Light(elevation=46.0, azimuth=143.0, sky=0.125)
    return _drive("rental-checkout", seed, noon, aside=0.0, hurry=1.0, dirt=0.0)


def return_damaged(*, seed: int) -> Story:
    """Overcast, dirty, farther from the kerb, with a new scratch and a smashed headlamp."""
    grey = Light(elevation=90.0, azimuth=0.0, sky=0.27, sky_kind="overcast")
    return _drive("rental-return-damaged", seed, grey, aside=0.16, hurry=0.94, dirt=0.25, new=NEW)


def return_clean(*, seed: int) -> Story:
    """A hazy day, some dirt, nothing new."""
    hazy = Light(elevation=38.0, azimuth=156.0, sky=0.12, sun=0.72, haze=2.5)
    return _drive("rental-return-clean", seed, hazy, aside=0.10, hurry=1.05, dirt=0.2)


RENTAL = (checkout, return_damaged, return_clean)


def _drive(
    name: str,
    seed: int,
    light: Light,
    *,
    aside: float,
    hurry: float,
    dirt: float,
    new: tuple[Damage, ...] = (),
) -> Story:
    car = CarPart(
        name="car",
        plate=Plate(text="B RG 1187"),
        drive=visit(starts_s=1.2, aside=aside, hurry=hurry),
        finish=Finish(colour=(0.28, 0.008, 0.010), flakes=0.2, spokes=7),
        kind=SALOON,
        damages=(*((damage, "pre_existing") for damage in OLD), *((damage, "new") for damage in new)),
        dirt=dirt,
    )
    camera = Camera(place=(0.0, 0.0, 2.3), yaw=11.0, pitch=-14.0, across=44.0, size=(800, 450))
    take = Take(from_s=0.0, to_s=LENGTH_S, light=light, cars=(car,))
    return Story(name=name, fps=8, camera=camera, seed=seed, takes=(take,), samples=3)
