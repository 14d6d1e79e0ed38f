"""Training pictures cut out of photographs at about the scale at which the gate will look at them.

Where `scenes` lays one thing at any size, here the scale of the whole picture is what is drawn: how long a
scratch is beside the car is half of what tells it from a panel gap.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from models.train.augment.confusers import confused
from models.train.augment.geometry import Pose, place
from models.train.augment.light import cast, exposure, weather
from models.train.data.pictures import Loaded

Random = np.random.Generator
MOSAIC_ZOOM = 0.7
"""Of the crop's zoom: at half, where a quarter would show what the crop shows, fine scratches are lost."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Crop:
    """How crops are drawn."""

    side: int
    """Of the crop, pixels."""
    zoom: tuple[float, float]
    """Crop pixels per picture pixel, log-uniform."""
    aimed: float = 0.6
    """Share that is laid over a random box; the rest lies anywhere, and shows undamaged places as often."""
    stretch: float = 0.12
    turn: float = 5.0
    least_share: float = 0.3
    least_side: float = 4.0
    confused: float = 0.3
    """Share with water, dirt, stickers, shadows or glints on it."""
    harsh: float = 0.2
    """Share in bad weather; all in it would wash out many fine scratches and leave their boxes."""


def crop(loaded: Loaded, recipe: Crop, random: Random) -> Loaded:
    """One training picture; grey where the photograph ends, as letterboxing leaves it."""
    zoom = float(np.exp(random.uniform(*np.log(recipe.zoom))))
    pose = Pose(
        at=_middle(loaded, recipe.side / zoom, recipe.aimed, random),
        to=(recipe.side / 2, recipe.side / 2),
        zoom=zoom,
        stretch=float(np.exp(random.normal(0, recipe.stretch))),
        turn=float(random.normal(0, recipe.turn)),
        mirror=bool(random.random() < 0.5),
    )
    canvas = np.full((recipe.side, recipe.side, 3), 114, np.uint8)
    made = place(loaded, pose, canvas, least_share=recipe.least_share, least_side=recipe.least_side)
    shown = confused(made.image, random) if random.random() < recipe.confused else made.image
    harsh = random.random() < recipe.harsh
    image = weather(shown, random) if harsh else exposure(cast(shown, random), random)
    return replace(made, image=image)


def mosaic(four: Sequence[Loaded], recipe: Crop, random: Random) -> Loaded:
    """Four pictures, each in a quarter of the crop and so much smaller (Bochkovskiy, YOLOv4, 2020): what is
    beside a damage is new each time, and cannot be learnt by heart.
    """
    half = recipe.side // 2
    small = replace(recipe, side=half, zoom=(MOSAIC_ZOOM * recipe.zoom[0], MOSAIC_ZOOM * recipe.zoom[1]))
    made = [crop(loaded, small, random) for loaded in four]
    rows = [np.hstack([one.image for one in made[n : n + 2]]) for n in (0, 2)]
    corners = [np.tile([x, y], 2).astype(np.float32) for y in (0, half) for x in (0, half)]
    return Loaded(
        image=np.vstack(rows),
        boxes=np.concatenate([one.boxes + corner for one, corner in zip(made, corners, strict=True)]),
        labels=np.concatenate([one.labels for one in made]),
        ignore=np.concatenate([one.ignore + corner for one, corner in zip(made, corners, strict=True)]),
    )


def _middle(loaded: Loaded, reach: float, aimed: float, random: Random) -> tuple[float, float]:
    """Where in the picture the crop's middle lies, so that the crop of `reach` pixels stays inside or, where
    it is larger than the picture, holds all of it."""
    size = np.array([loaded.image.shape[1], loaded.image.shape[0]], np.float64)
    if len(loaded.boxes) and random.random() < aimed:
        box = loaded.boxes[int(random.integers(len(loaded.boxes)))].astype(np.float64)
        wanted = box[:2] + (box[2:] - box[:2]) * random.random(2) + (random.random(2) - 0.5) * reach * 0.7
    else:
        wanted = size * random.random(2)
    low = np.minimum(reach, size) / 2
    x, y = wanted.clip(low, size - low) + (reach > size) * (random.random(2) - 0.5) * (reach - size)
    return float(x), float(y)


def pick(weights: Sequence[float], random: Random) -> int:
    """An index, drawn in proportion to the weights."""
    shares = np.asarray(weights, np.float64)
    return int(random.choice(len(shares), p=shares / shares.sum()))
