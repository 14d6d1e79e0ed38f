"""The proving ground's plan: cars, and what each wears and where it stands at every visit. Pure, by seed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from models.scenes.bodies import BODIES
from models.scenes.damage import Damage
from models.scenes.design import BodyType
from models.scenes.dress import Sticker, Wear
from models.scenes.finish import Colour, Finish
from models.scenes.lights import LIGHTS, LightName, drawn_light
from models.scenes.mishaps import mishaps, site
from models.scenes.plate import Plate
from models.scenes.story import Light

Dice = np.random.Generator
# fmt: off
PAINTS: tuple[tuple[str, Colour, float], ...] = (
    ("blue", (0.010, 0.045, 0.17), 0.5),
    ("white", (0.68, 0.68, 0.66), 0.0),
    ("silver", (0.36, 0.37, 0.38), 0.8),
    ("black", (0.006, 0.006, 0.007), 0.3),
    ("red", (0.28, 0.008, 0.010), 0.2),
    ("grey", (0.085, 0.09, 0.095), 0.6),
    ("green", (0.012, 0.055, 0.035), 0.4),
    ("beige", (0.42, 0.36, 0.26), 0.4),
    ("orange", (0.50, 0.11, 0.012), 0.1),
    ("sky", (0.16, 0.30, 0.40), 0.3),
)
# fmt: on
STREWN = 12
"""Damages of a car that is rendered to be learnt from."""
_KOREAN = "가나다라마거너더러머고노도로모구누두루무"
_LATIN = "ABCDEFGHJKLMNPRSTVWXYZ"
_REGIONS = ("de", "de", "nl", "gb", "fr", "de", "kr", "de", "nl", "fr")
_CHANGES = (("same", "new", "same", "repaired"), ("new", "same", "both", "same"))
"""What happens to a car between two visits; cars take turns."""


@dataclass(frozen=True, kw_only=True)
class Visit:
    """One inspection: aside and along in metres, askew in radians, off the middle of the lane."""

    number: int
    light_name: LightName
    light: Light
    worn: frozenset[str]
    """Identities of the damages that the car wears."""
    wear: Wear
    aside: float
    along: float
    askew: float
    drops_on_lens: bool
    seed: int

    @property
    def confusers(self) -> list[str]:
        """What might be taken for damage."""
        told = {
            "dirt": self.wear.dirt > 0.25,
            "water drops": self.wear.wet,
            "drops on the lens": self.drops_on_lens,
            "sticker": bool(self.wear.stickers),
            "shadows": self.light.shade,
        }
        return [word for word, holds in told.items() if holds]


@dataclass(frozen=True, kw_only=True)
class CarLife:
    """One car through all its visits."""

    id: str
    kind: BodyType
    paint: str
    finish: Finish
    plate: Plate
    damages: tuple[Damage, ...]
    """All that it ever wears."""
    visits: tuple[Visit, ...]


def fleet(*, seed: int, cars: int, visits: int) -> tuple[CarLife, ...]:
    """So many cars with so many visits each.

    A car is the same whatever the others are, and a visit whatever comes after it.
    """
    return tuple(_life(seed, index, visits) for index in range(cars))


def strewn(*, seed: int, cars: int) -> tuple[CarLife, ...]:
    """Cars to learn damage from: each comes once, in any paint and light, and wears much at a time."""
    return tuple(_strewn(seed, index) for index in range(cars))


def _life(seed: int, index: int, visits: int) -> CarLife:
    dice = np.random.default_rng([seed, index])
    names = list(BODIES)
    kind = BODIES[names[index % len(names)]]
    damages = mishaps(kind, 7, dice)
    plate = _plate(_REGIONS[index % len(_REGIONS)], dice)
    worn = _worn([damage.id for damage in damages], visits, index, dice)
    lights = [LIGHTS[(index + 2 * number) % len(LIGHTS)] for number in range(visits)]
    story = list(zip(lights, worn, strict=True))
    return _car(seed, index, kind, 3 * index % len(PAINTS), plate, damages, story)


def _strewn(seed: int, index: int) -> CarLife:
    dice = np.random.default_rng([seed, index])
    kind = BODIES[list(BODIES)[int(dice.integers(len(BODIES)))]]
    damages = mishaps(kind, STREWN, dice)
    plate = _plate(_REGIONS[int(dice.integers(len(_REGIONS)))], dice)
    light = LIGHTS[int(dice.integers(len(LIGHTS)))]
    story = [(light, frozenset(damage.id for damage in damages))]
    return _car(seed, index, kind, int(dice.integers(len(PAINTS))), plate, damages, story)


def _car(
    seed: int,
    index: int,
    kind: BodyType,
    paint: int,
    plate: Plate,
    damages: tuple[Damage, ...],
    story: Sequence[tuple[LightName, frozenset[str]]],
) -> CarLife:
    """`story`: the light of each visit and what is worn then."""
    name, colour, flakes = PAINTS[paint]
    return CarLife(
        id=f"car-{index + 1:02d}",
        kind=kind,
        paint=name,
        finish=Finish(colour=colour, flakes=flakes, spokes=(5, 7, 9)[index % 3]),
        plate=plate,
        damages=damages,
        visits=tuple(
            _visit(
                number,
                light,
                kind,
                tuple(damage for damage in damages if damage.id in on),
                np.random.default_rng([seed, index, number]),
            )
            for number, (light, on) in enumerate(story, start=1)
        ),
    )


def _worn(names: list[str], visits: int, index: int, dice: Dice) -> list[frozenset[str]]:
    """The damages of each visit, from what happens in between."""
    waiting = list(names)
    now = {waiting.pop(0) for _ in range(int(dice.integers(1, 4)))}
    story = [frozenset(now)]
    changes = _CHANGES[index % len(_CHANGES)]
    for number in range(visits - 1):
        change = changes[number % len(changes)]
        if change in ("repaired", "both") and now:
            now.discard(sorted(now)[int(dice.integers(len(now)))])
        if change in ("new", "both"):
            for _ in range(min(len(waiting), int(dice.integers(1, 3)))):
                now.add(waiting.pop(0))
        story.append(frozenset(now))
    return story


def _visit(number: int, name: LightName, kind: BodyType, worn: tuple[Damage, ...], dice: Dice) -> Visit:
    light = drawn_light(name, dice)
    stickers: tuple[Sticker, ...] = ()
    if dice.random() < 0.25:
        place = site(kind, dice, ("left", "right", "rear"))
        stickers = ((place.view, place.at),)
    seed = int(dice.integers(2**31))
    dirt = float(dice.choice([0.0, 0.15, 0.4, 0.75], p=[0.3, 0.35, 0.25, 0.1]))
    return Visit(
        number=number,
        light_name=name,
        light=light,
        worn=frozenset(damage.id for damage in worn),
        wear=Wear(damages=worn, dirt=dirt, wet=light.wet, stickers=stickers, seed=seed),
        aside=float(dice.uniform(-0.22, 0.22)),
        along=float(dice.uniform(-0.20, 0.20)),
        askew=float(np.radians(dice.uniform(-2.0, 2.0))),
        drops_on_lens=light.wet and bool(dice.random() < 0.6),
        seed=seed,
    )


def _plate(region: str, dice: Dice) -> Plate:
    def some(letters: str, count: int) -> str:
        return "".join(letters[int(k)] for k in dice.integers(len(letters), size=count))

    digits = "0123456789"
    text = {
        "de": lambda: f"{some('BFHKMS', 1)} {some(_LATIN, 2)} {some('123456789', 1)}{some(digits, 3)}",
        "fr": lambda: f"{some(_LATIN, 2)} {some(digits, 3)} {some(_LATIN, 2)}",
        "nl": lambda: f"{some('GHJKLNPR', 1)} {some(digits, 3)} {some(_LATIN, 2)}",
        "gb": lambda: f"{some(_LATIN, 2)}{some(digits, 2)} {some(_LATIN, 3)}",
        "kr": lambda: f"{some(digits, 3)}{some(_KOREAN, 1)} {some(digits, 4)}",
    }[region]()
    return Plate(text=text, region=region)
