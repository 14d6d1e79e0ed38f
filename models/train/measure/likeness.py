"""What an embedding tells of two views of one side by one camera: are they of one car?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from edge.inspection.gallery import Floats, direction
from models.train.data.two_visits import Sighting

MISSED = 0.01
"""Share of the views of one car that the threshold may take for another's."""


class Relation(StrEnum):
    """What two sightings of different visits by one camera are to each other."""

    ONE_CAR = "one car at two visits"
    ITS_MODEL = "two cars of one model"
    ANOTHER = "cars of two models"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A sighting and what the network makes of it."""

    sighting: Sighting
    aspect: str
    embedding: Floats


Cosines = dict[Relation, npt.NDArray[np.float64]]


def cosines(seen: Sequence[Seen]) -> Cosines:
    """Of every two that the gate would compare: one camera, two visits, one side as the network tells it."""
    found: dict[Relation, list[float]] = defaultdict(list)
    directions = [direction(each.embedding) for each in seen]
    for n, later in enumerate(seen):
        for m, earlier in enumerate(seen[:n]):
            relation = _relation(earlier, later)
            if relation is not None:
                found[relation].append(float(directions[m] @ directions[n]))
    return {relation: np.array(found[relation]) for relation in Relation if relation in found}


def _relation(one: Seen, other: Seen) -> Relation | None:
    a, b = one.sighting, other.sighting
    if a.camera != b.camera or one.aspect != other.aspect:
        return None
    if a.car == b.car:
        return None if a.visit == b.visit else Relation.ONE_CAR
    return Relation.ITS_MODEL if a.model == b.model else Relation.ANOTHER


def least_alike(sets: Sequence[Cosines]) -> float:
    """The cosine under which `MISSED` of the views of one car lie, on the worst of the sets."""
    lowest = min(float(np.quantile(each[Relation.ONE_CAR], MISSED)) for each in sets)
    return round(lowest, 4)


def row(name: str, relation: Relation, cosines: npt.NDArray[np.float64], least: float) -> dict[str, object]:
    """One row of the report: quantiles of the cosines, and which share of them passes for one car."""
    low, middle, high = np.quantile(cosines, [0.01, 0.5, 0.99]).round(4).tolist()
    return {
        "set": name,
        "pair": relation.value,
        "n": len(cosines),
        "p01": low,
        "p50": middle,
        "p99": high,
        "passes": round(float((cosines >= least).mean()), 4),
    }
