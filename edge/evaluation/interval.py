"""95 % intervals of what is measured on a sample."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import sqrt

import numpy as np
import numpy.typing as npt

DRAWS = 200
Z = 1.96
Times = npt.NDArray[np.intp]
Interval = tuple[float, float]


def share(hits: int, of: int) -> float:
    """A rate as it is told; 0 of nothing."""
    return round(hits / of, 4) if of else 0.0


def wilson(hits: int, of: int) -> Interval:
    """Interval of a share (Wilson, 1927); (0, 1) of nothing."""
    if not of:
        return 0.0, 1.0
    share, width = hits / of, Z * Z / of
    middle = (share + width / 2) / (1 + width)
    reach = Z * sqrt(share * (1 - share) / of + width / (4 * of)) / (1 + width)
    return round(max(0.0, middle - reach), 4), round(min(1.0, middle + reach), 4)


def byar(count: int, of: int) -> Interval:
    """Interval of a count per trial where one may count more than once (Byar's approximation to Poisson's).

    Of no trials (0, 1).
    """
    if not of:
        return 0.0, 1.0
    above = count + 1
    low = count * (1 - 1 / (9 * count) - Z / (3 * sqrt(count))) ** 3 if count else 0.0
    high = above * (1 - 1 / (9 * above) + Z / (3 * sqrt(above))) ** 3
    return round(max(0.0, low) / of, 4), round(high / of, 4)


def bootstrap(measure: Callable[[Times], Mapping[str, float]], pictures: int) -> dict[str, Interval]:
    """Interval of every figure by drawing the pictures anew, with replacement (Efron, 1979).

    Args:
        measure: figures of a sample in which each picture comes so many times; NaN where it has none.
        pictures: how many there are.
    """
    random = np.random.default_rng(0)
    draws = [
        measure(np.bincount(random.integers(pictures, size=pictures), minlength=pictures))
        for _ in range(DRAWS)
    ]
    return {name: _middle([draw[name] for draw in draws]) for name in draws[0]}


def _middle(values: list[float]) -> Interval:
    known = np.array([value for value in values if not np.isnan(value)])
    if not len(known):
        return 0.0, 1.0
    low, high = np.quantile(known, [0.025, 0.975]).tolist()
    return round(low, 4), round(high, 4)
