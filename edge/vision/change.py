"""How differently two pictures show a place: measures that other light, blur and noise hardly move.

Each is taken on the finding and judged against what is around it, where nothing is thought to have changed.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import cv2
import numpy as np

from edge.vision.patches import Patches, Places, middle_of
from edge.vision.pyramid import Grey

FINE, COARSE, COARSEST = (0.7, 9), (1.5, 21), (3.0, 41)
"""Structure of one scale: a Gaussian of this sigma less the mean over so many pixels."""
NEIGHBOURS = ((0, 2), (2, 0), (2, 2), (2, -2))
"""Rows and columns to the pixels that each is compared with."""
REACH = 2
LEAST_NOISE = 0.3
"""Grey levels; pictures without any are drawn, not taken."""
CELL = 7
"""Pixels of a side of the windows that likeness is taken in."""
CONTRAST = 20.0
"""Squared grey levels below which a window shows no structure to be alike in."""
LEAST_ALIKE = 0.1
"""Share of the windows that likeness is told of: a scratch is a small part of its box."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What was measured; logarithms are natural, and the noise is what differs around the finding."""

    order: float
    """Mean difference of the soft census (Zabih and Woodfill, 1994): by how many spreads of the noise, 1 at
    most, a pixel is brighter than its neighbours. 0 (the same) to 2."""
    order_beside: float
    """The same around the finding."""
    confined: float
    """Share of changed pixels on the finding less that around it, -1 to 1: new damage is a change that ends
    where the finding does."""
    likeness: float
    """Structural similarity (Wang, 2004) without its brightness, where it is least; -1 to 1."""
    likeness_in_noise: float
    """The same, with the noise for the structure that may be absent: faint structure counts as well."""
    shown: float
    """Share of the finding's own fine structure that the other picture shows (a matched filter), -1 to 2."""
    correlation: float
    """Of the fine structure on the finding, -1 to 1."""
    coarse_difference: float
    """Log of the coarsest structure's difference in spreads of the noise: dents have no edges."""
    gained: float
    """Log of the coarse structure on the finding over that of the other picture there: damage adds some."""
    noise: float
    """Log of the fine noise in grey levels."""


def change(both: Patches) -> Change:
    """Measure the change of one place."""
    left = both.this - both.other
    rough = np.asarray(left - cv2.blur(left, (13, 13)), np.float32)
    noise = _spread(rough.ravel()[both.beside]) + LEAST_NOISE
    fine, coarse, coarsest = (_Band.of(both, *scale) for scale in (FINE, COARSE, COARSEST))
    smooth = _smooth(both.this), _smooth(both.other)
    spreads, common = _windows(both)
    return Change(
        order=_order(both, *smooth, both.on, noise),
        order_beside=_order(both, *smooth, both.beside, noise),
        confined=coarse.confined(),
        likeness=_least_alike(spreads, common, both.on, CONTRAST),
        likeness_in_noise=_least_alike(spreads, common, both.on, 2 * noise**2),
        shown=fine.shown(),
        correlation=fine.correlation(),
        coarse_difference=coarsest.difference(),
        gained=coarse.gained(),
        noise=float(np.log(fine.noise)),
    )


@dataclass(frozen=True, slots=True)
class _Band:
    """Structure of one scale in both pictures."""

    this: Grey
    other: Grey
    on: Places
    beside: Places
    noise: float
    """In grey levels."""

    @classmethod
    def of(cls, both: Patches, sigma: float, width: int) -> _Band:
        this, other = (
            np.asarray(cv2.GaussianBlur(patch, (0, 0), sigma) - cv2.blur(patch, (width, width)), np.float32)
            for patch in (both.this, both.other)
        )
        return cls(
            this, other, both.on, both.beside, _spread((this - other).ravel()[both.beside]) + LEAST_NOISE
        )

    def shown(self) -> float:
        this, other = self.this.ravel()[self.on], self.other.ravel()[self.on]
        share = float(this @ other) / (float(this @ this) + 0.2 * len(this) * self.noise**2)
        return min(2.0, max(-1.0, share))

    def correlation(self) -> float:
        this, other = self.this.ravel()[self.on], self.other.ravel()[self.on]
        return float(this @ other) / float(np.sqrt(float(this @ this) * float(other @ other) + 1e-3))

    def difference(self) -> float:
        left = (self.this - self.other).ravel()[self.on]
        return float(np.log(_size(left) / self.noise + 1e-3))

    def gained(self) -> float:
        this, other = (_size(patch.ravel()[self.on]) for patch in (self.this, self.other))
        return float(np.log((this + self.noise) / (other + self.noise)))

    def confined(self) -> float:
        off = cv2.GaussianBlur(np.abs(self.this - self.other), (0, 0), 2.0).ravel() / self.noise
        on, beside = off[self.on], off[self.beside]
        much = max(1.5, 0.5 * float(np.quantile(on, 0.8)))
        return float((on > much).mean() - (beside > much).mean())


def _size(values: Grey) -> float:
    """Root of the mean square."""
    return sqrt(float(values @ values) / len(values))


def _spread(values: Grey) -> float:
    """Standard deviation of normal noise with this median of absolute values."""
    return 1.48 * middle_of(np.abs(values))


def _order(both: Patches, this: Grey, other: Grey, where: Places, step: float) -> float:
    """Of smoothed patches, at those of the places that have all their neighbours."""
    height, width = both.this.shape
    down, across = np.divmod(where, width)
    places = where[(down < height - REACH) & (across >= REACH) & (across < width - REACH)]
    if not len(places):  # a thin strip at the patch's border
        return 0.0
    apart = 0.0
    for rows, columns in NEIGHBOURS:
        to = places + rows * width + columns
        steps = [
            np.clip((patch[to] - patch[places]) / step, -1, 1) for patch in (this.ravel(), other.ravel())
        ]
        apart += float(np.abs(steps[0] - steps[1]).mean())
    return apart / len(NEIGHBOURS)


def _smooth(patch: Grey) -> Grey:
    return np.asarray(cv2.GaussianBlur(patch, (0, 0), 0.8), np.float32)


def _windows(both: Patches) -> tuple[Grey, Grey]:
    """Around each pixel: the sum of both pictures' variances, and twice their covariance."""
    this, other = both.this, both.other
    mean_this, mean_other = _mean(this), _mean(other)
    spreads = _mean(this * this + other * other) - mean_this * mean_this - mean_other * mean_other
    common = 2 * (_mean(this * other) - mean_this * mean_other)
    return np.maximum(spreads, 0), np.asarray(common, np.float32)


def _mean(patch: Grey) -> Grey:
    return np.asarray(cv2.blur(patch, (CELL, CELL)), np.float32)


def _least_alike(spreads: Grey, common: Grey, on: Places, contrast: float) -> float:
    alike = (common.ravel()[on] + contrast) / (spreads.ravel()[on] + contrast)
    last = int(LEAST_ALIKE * (len(alike) - 1))
    return float(np.partition(alike, last)[last])
