"""What a detector of middling quality would say of a picture whose damages are known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from edge.domain.detection import Detection
from edge.domain.geometry import Box

JITTER, DROPPED, FALSE = 0.20, 0.10, 0.5
"""Share of its size that a box is off by; of damages that are missed; of pictures with a false box."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A damage as it is in one picture."""

    kind: str
    box: Box
    certain: bool = False
    """Never missed."""


def detected(
    known: Sequence[Known],
    size: tuple[int, int],
    sizes: npt.NDArray[np.float64],
    dice: np.random.Generator,
) -> tuple[Detection, ...]:
    """Jittered boxes, some missing, and in every second picture a false one.

    Args:
        known: what is there.
        size: width and height of the picture.
        sizes: (n, 2) of damages, to draw a false one's from.
        dice: random numbers.
    """
    told = [
        Detection(box=jittered(each.box, dice), label=each.kind, score=round(dice.uniform(0.2, 0.95), 3))
        for each in known
        if each.certain or dice.random() >= DROPPED
    ]
    if dice.random() < FALSE:
        box = empty_place([each.box for each in known], size, sizes, dice)
        kind = known[int(dice.integers(len(known)))].kind if known else "scratch"
        if box is not None:
            told.append(Detection(box=box, label=kind, score=round(dice.uniform(0.15, 0.7), 3)))
    return tuple(told)


def jittered(box: Box, dice: np.random.Generator) -> Box:
    """Off its place, too large or too small, by up to 20 % of its size along each axis."""
    x, y = dice.uniform(-JITTER, JITTER, 2) * (box.width, box.height)
    across, down = dice.uniform(-JITTER, JITTER, 2) * (box.width, box.height) / 2
    moved = box.moved(float(x), float(y))
    return Box(
        left=moved.left - across, top=moved.top - down, right=moved.right + across, bottom=moved.bottom + down
    )


def empty_place(
    taken: Sequence[Box],
    size: tuple[int, int],
    sizes: npt.NDArray[np.float64],
    dice: np.random.Generator,
) -> Box | None:
    """A box of a damage's size that meets no other; None where twenty throws found none."""
    for _ in range(20):
        width, height = sizes[int(dice.integers(len(sizes)))]
        if width >= 0.5 * size[0] or height >= 0.5 * size[1]:
            continue
        place = Box.of_size(
            dice.uniform(0, size[0] - width), dice.uniform(0, size[1] - height), float(width), float(height)
        )
        if not any(place.intersection(other).area > 0 for other in taken):
            return place
    return None
