"""What happens in a clip: takes under one light each, cars that drive or stand, people who walk. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from models.scenes.camera import Camera
from models.scenes.damage import Damage, State
from models.scenes.design import BodyType
from models.scenes.finish import Finish
from models.scenes.hatchback import HATCHBACK
from models.scenes.path import Drive, Leg, Pose, Road
from models.scenes.plate import Plate

SkyKind = Literal["clear", "overcast", "night"]


@dataclass(frozen=True, kw_only=True)
class Light:
    """elevation, azimuth: the sun's, degrees, azimuth from +y to +x; sky: world strength; haze: 0..10."""

    elevation: float
    azimuth: float
    sky: float = 0.12
    sun: float = 1.0
    haze: float = 1.0
    sky_kind: SkyKind = "clear"
    exposure: float = 0.0
    """Stops by which the camera lets in more light than by day."""
    wet: bool = False
    """Rain on the ground."""
    shade: bool = False
    """Boards beside the lane throw shadows on the car."""
    lamps: float = 1.0
    """How brightly the car's lamps shine; above 1 its headlights are on."""


@dataclass(frozen=True, kw_only=True)
class CarPart:
    """One car's part in a story: how it looks, where it drives, what damage it wears."""

    name: str
    plate: Plate
    drive: Drive
    finish: Finish
    kind: BodyType = HATCHBACK
    damages: Sequence[tuple[Damage, State]] = ()
    dirt: float = 0.0
    passes: bool = True
    """False for a car that stands parked through the whole clip."""


@dataclass(frozen=True, kw_only=True)
class Walker:
    """A person who walks along a road of its own; pushes: "", "trolley" or "cycle"."""

    name: str
    road: Road
    starts_s: float
    speed: float = 1.3
    tall: float = 1.74
    coat: tuple[float, float, float] = (0.05, 0.08, 0.2)
    legs: tuple[float, float, float] = (0.03, 0.03, 0.035)
    pushes: str = ""

    def pose(self, at_s: float) -> Pose | None:
        """Where the walker is, None before and after the walk."""
        walked = (at_s - self.starts_s) * self.speed
        return self.road.at(walked) if 0.0 <= walked <= self.road.length else None


@dataclass(frozen=True, kw_only=True)
class Take:
    """A stretch of the clip under one light, [from_s, to_s)."""

    from_s: float
    to_s: float
    light: Light
    cars: Sequence[CarPart]
    walkers: Sequence[Walker] = ()


@dataclass(frozen=True, kw_only=True)
class Story:
    """A clip: its takes joined end to end as one camera sees them."""

    name: str
    fps: int
    camera: Camera
    takes: Sequence[Take]
    seed: int
    samples: int = 4
    noise: float = 1.3
    """Sensor noise in grey levels of 255."""
    place: str = "lane"
    """Where it plays: lane or yard."""

    @property
    def frames(self) -> int:
        """Number of pictures."""
        return round(self.takes[-1].to_s * self.fps)

    def take_at(self, at_s: float) -> int:
        """Index of the take that shows at a moment."""
        return max(k for k, take in enumerate(self.takes) if take.from_s <= at_s + 1e-9)


def parked(x: float, y: float, heading: float) -> Drive:
    """A drive that goes nowhere."""
    return Drive(
        road=Road(x=x, y=y, heading=heading, legs=(Leg(length=1.0),)), starts_s=0.0, speeds=((0, 0), (1, 0))
    )
