"""What is no vehicle that passed, drawn: nothing may be told of it."""

from __future__ import annotations

from math import sin

import pytest

from edge.domain.passage import Direction
from tests.replay.scenes import (
    BLACK,
    RED,
    Car,
    Cyclist,
    Path,
    Rain,
    Scene,
    Shadow,
    Thing,
    Trolley,
    Walker,
    chained,
    standing,
    straight,
)
from tests.replay.watching import told, watched


def through(y: float = 95, *, begin_s: float = 2, seconds: float = 7, behind: float = 0) -> Path:
    return straight((-50 - behind, y), (370 - behind, y), begin_s, begin_s + seconds)


def with_shadow(path: Path, tall: float = 64) -> tuple[Thing, Thing]:
    """A walker and what the low sun throws beside the feet."""

    def below(time_s: float) -> tuple[float, float]:
        x, y = path(time_s)
        return x + 0.45 * tall, y + 0.5 * tall

    return Shadow(path=below, size=(round(tall), round(0.3 * tall))), Walker(path=path, tall=tall)


def under_cycle(path: Path) -> Path:
    return lambda time_s: (path(time_s)[0] + 15, path(time_s)[1] + 30)


THINGS: dict[str, tuple[Thing, ...]] = {
    "a walker": (Walker(path=through()),),
    "a tall walker": (Walker(path=through(), tall=100),),
    "three walkers, side by side": tuple(
        Walker(path=through(80 + 14 * n, behind=9.0 * n), phase=0.3 * n) for n in range(3)
    ),
    "three walkers, one after the other": tuple(
        Walker(path=through(90 + 4 * n, behind=24.0 * n), phase=0.3 * n, color=RED) for n in range(3)
    ),
    "a walker towards the camera": (Walker(path=straight((160, -60), (165, 250), 2, 9)),),
    "a cyclist": (Cyclist(path=through(seconds=4)),),
    "a large cyclist": (Cyclist(path=through(seconds=4), size=42),),
    "a walker and the shadow": with_shadow(through()),
    "a group with their shadows": tuple(
        thing for n in range(3) for thing in with_shadow(through(80 + 12 * n, behind=20.0 * n))
    ),
    "a cyclist and the shadow": (
        Shadow(path=under_cycle(through(seconds=4)), size=(95, 40)),
        Cyclist(path=through(seconds=4)),
    ),
    "a trolley": (Trolley(path=through()),),
    "a trolley and who pushes it": (Trolley(path=through(110)), Walker(path=through(95, behind=48), tall=80)),
    "a shadow": (Shadow(path=through()),),
    "a large deep shadow": (Shadow(path=through(), size=(200, 140), ratio=0.5),),
    "rain": (Rain(),),
    "a tall walker in the rain": (Walker(path=through(), tall=100), Rain()),
    "a parked car": (Car(path=standing((150, 90)), heading=Direction.RIGHT, color=BLACK),),
}


@pytest.mark.parametrize("things", THINGS.values(), ids=THINGS.keys())
def test_no_vehicle(things: tuple[Thing, ...]) -> None:
    assert told(watched(Scene(things=things).frames(10, fps=10))) == []


def test_a_parked_car_with_walkers_around_it() -> None:
    walkers = tuple(Walker(path=through(y, begin_s=b), tall=64) for y, b in ((45, 1), (130, 2)))
    parked = Car(path=standing((150, 90)), heading=Direction.RIGHT, color=RED)
    assert told(watched(Scene(things=(parked, *walkers)).frames(10, fps=10))) == []


def test_a_parked_car_for_five_minutes() -> None:
    parked = Car(path=standing((150, 90)), heading=Direction.RIGHT)
    assert told(watched(Scene(things=(parked,)).frames(300, fps=1))) == []


def test_a_car_that_was_parked_and_shifts_a_little() -> None:
    """Less than half its width: somebody made room; nobody passed."""
    path = chained((99, straight((150, 90), (162, 90), 3, 4)))
    parked = Car(path=path, heading=Direction.RIGHT)
    assert told(watched(Scene(things=(parked,)).frames(16, fps=8))) == []


def test_an_empty_lane_for_five_minutes() -> None:
    assert told(watched(Scene().frames(300, fps=1))) == []


@pytest.mark.parametrize("gain", [0.6, 1.4])
def test_the_exposure_jumps(gain: float) -> None:
    def light(time_s: float) -> float:
        return gain if 3 < time_s < 7 else 1.0

    assert told(watched(Scene(light=light).frames(10, fps=10))) == []


@pytest.mark.parametrize("gain", [0.6, 1.4])
def test_the_exposure_jumps_while_a_walker_passes(gain: float) -> None:
    scene = Scene(things=(Walker(path=through()),), light=lambda time_s: gain if time_s > 5 else 1.0)
    assert told(watched(scene.frames(10, fps=10))) == []


def test_the_light_drifts() -> None:
    def light(time_s: float) -> float:
        return 1 + 0.4 * sin(time_s / 10)

    assert told(watched(Scene(light=light).frames(60, fps=3))) == []


@pytest.mark.parametrize("noise", [5.0, 9.0])
def test_a_noisy_sensor(noise: float) -> None:
    assert told(watched(Scene(noise=noise).frames(8))) == []
