"""A place of a vehicle as two pictures show it: pixel on pixel, and as sharp and as lit as each other.

Both patches are in the pixels of the picture that shows the finding, reduced so that a large one costs no
more than a small one. The other picture's patch is shifted to where it fits best, as a vehicle is no plane;
the sharper of the two is blurred, and the other's grey levels are brought to this one's by a gain and a bias
that are fitted around the finding, never on it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from math import sqrt

import cv2
import numpy as np
import numpy.typing as npt

from edge.domain.geometry import Box
from edge.vision.align import Matrix
from edge.vision.pyramid import Grey, Pyramid, Where

Values = npt.NDArray[np.float32] | npt.NDArray[np.float64]
Places = npt.NDArray[np.intp]
"""(n,) indices of pixels of a patch, row after row."""
AREA_PX, SIDE_PX = 96 * 96, 176
"""Pixels of a patch, and of its longer side, at most."""
AROUND, LEAST_AROUND_PX = 0.35, 14.0
"""What is looked at beside a finding: this share of its size, but so many pixels at least."""
SEARCH_PX = 3
"""How far the other patch may be shifted, in pixels of the patch."""
WORTH = 0.02
"""Gain in correlation that a shift, or a blur, must bring."""
BLURS_PX = (0.7, 1.3)
WHITE, BLACK = 252, 3
"""Beyond these a picture tells nothing of what is there."""
LEAST_FRAMED = 0.5
LEAST_ON, LEAST_BESIDE = 9, 40
"""Pixels that must be comparable."""
NO_STRUCTURE = 25.0
"""Variance in squared grey levels around the finding up to which noise would make the gain too small."""
SAMPLED = 1000
"""Pixels on the finding, and beside it, that are looked at about."""


class Unmeasured(StrEnum):
    """Why two pictures do not both tell of a place."""

    OUTSIDE = "outside_the_other_picture"
    UNLIT = "too_bright_or_dark_there"


@dataclass(frozen=True, slots=True, kw_only=True)
class Patches:
    """One place in two pictures."""

    this: Grey
    """With the finding."""
    other: Grey
    """The other picture there, as sharp and as lit; where it tells nothing, the same as ``this``."""
    on: Places
    """Pixels of the finding that both pictures tell of, or an even choice of them."""
    beside: Places
    """Such pixels around it."""


def patches(shown: Pyramid, other: Pyramid, onto: Matrix, box: Box) -> Patches | Unmeasured:
    """Cut one place out of both pictures.

    Args:
        shown: with the finding.
        other: of the other visit.
        onto: the other's pixels to those of ``shown``.
        box: the finding in the pixels of ``shown``; may reach beyond it.
    """
    height, width = shown.grey.shape
    box = box.clamped(width, height)
    if box.area < 4:
        return Unmeasured.OUTSIDE
    window, size, scale = _window(box)
    from_other = window @ onto
    this, there = shown.seen(window, size, scale), other.seen(from_other, size, scale)
    x, y = _best_shift(this, there)
    if (x, y) != (0.0, 0.0):
        from_other = np.array([[1, 0, x], [0, 1, y], [0, 0, 1.0]]) @ from_other
        there = other.seen(from_other, size, scale)
    inside, framed = _inside(box, window, size), shown.frame(window, size) & other.frame(from_other, size)
    if framed[inside].sum() < LEAST_FRAMED * max(1, inside.sum()):
        return Unmeasured.OUTSIDE
    lit = framed & _lit(this) & _lit(there)
    on, beside = _some(lit & inside), _some(lit & ~inside)
    if len(on) < LEAST_ON or len(beside) < LEAST_BESIDE:
        return Unmeasured.UNLIT
    this, there = _equally_sharp(this, there, beside)
    there = np.where(lit, _equally_lit(this, there, beside), this)
    return Patches(this=this, other=there, on=on, beside=beside)


def _window(box: Box) -> tuple[Matrix, tuple[int, int], float]:
    """The way from a picture's pixels to those of the patch around a box, the patch's size, its scale."""
    across, down = max(AROUND * box.width, LEAST_AROUND_PX), max(AROUND * box.height, LEAST_AROUND_PX)
    width, height = box.width + 2 * across, box.height + 2 * down
    scale = min(1.0, SIDE_PX / max(width, height), (AREA_PX / (width * height)) ** 0.5)
    shift = 0.5 * scale - 0.5  # centres of pixels, not their corners, are what a reduction keeps
    left, top = shift - scale * (box.left - across), shift - scale * (box.top - down)
    size = max(8, round(width * scale)), max(8, round(height * scale))
    return np.array([[scale, 0, left], [0, scale, top], [0, 0, 1.0]]), size, scale


def _inside(box: Box, window: Matrix, size: tuple[int, int]) -> Where:
    there = box.scaled(window[0, 0], window[1, 1]).moved(window[0, 2], window[1, 2])
    x, y = np.arange(size[0]), np.arange(size[1])[:, None]
    inside = (x >= there.left - 0.5) & (x < there.right - 0.5)
    return inside & (y >= there.top - 0.5) & (y < there.bottom - 0.5)


def _best_shift(this: Grey, there: Grey) -> tuple[float, float]:
    """Pixels that ``there`` must move right and down to fit best; none where it hardly matters."""
    reach = SEARCH_PX
    if min(this.shape) < 6 * reach:
        return 0.0, 0.0
    inner = fine(this)[reach:-reach, reach:-reach]
    scores = np.asarray(cv2.matchTemplate(fine(there), inner, cv2.TM_CCORR_NORMED), np.float32)
    row, column = divmod(int(np.argmax(scores)), scores.shape[1])
    if scores[row, column] < scores[reach, reach] + WORTH:
        return 0.0, 0.0
    x = column + _vertex(scores[row], column)
    y = row + _vertex(scores[:, column], row)
    return float(reach - x), float(reach - y)


def _vertex(scores: Grey, best: int) -> float:
    """Where between its neighbours the maximum lies, in (-0.5, 0.5); 0 at the border of the search."""
    if not 0 < best < len(scores) - 1:
        return 0.0
    before, at, after = scores[best - 1 : best + 2].tolist()
    bend = before - 2 * at + after
    return 0.5 * (before - after) / bend if bend < 0 else 0.0


def fine(patch: Grey) -> Grey:
    """What is finer than about 10 pixels."""
    return np.asarray(patch - cv2.blur(patch, (11, 11)), np.float32)


def _lit(patch: Grey) -> Where:
    """Neither white nor black, nor beside such."""
    without = ((patch >= WHITE) | (patch <= BLACK)).astype(np.uint8)
    return np.asarray(cv2.dilate(without, np.ones((3, 3), np.uint8)) == 0)


def middle_of(values: Values) -> float:
    """The upper median of (n,) values: a third of the time of NumPy's, which also looks for NaN."""
    half = len(values) // 2
    return float(np.partition(values, half)[half])


def _some(where: Where) -> Places:
    """Of many pixels an even choice: it tells as much, and costs less."""
    places = np.flatnonzero(where)
    return places[:: 1 + len(places) // SAMPLED]


def _equally_sharp(this: Grey, there: Grey, beside: Places) -> tuple[Grey, Grey]:
    """Blur one of the two until they agree best around the finding, if they then agree clearly better."""
    fine_this, fine_there = fine(this), fine(there)
    here, yonder = fine_this.ravel()[beside], fine_there.ravel()[beside]
    found = (_agreement(here, yonder) + WORTH, 0, 0.0)
    for blur in BLURS_PX:
        found = max(found, (_agreement(_blurred(fine_this, blur).ravel()[beside], yonder), 0, blur))
        found = max(found, (_agreement(here, _blurred(fine_there, blur).ravel()[beside]), 1, blur))
    _, which, blur = found
    if not blur:
        return this, there
    return (this, _blurred(there, blur)) if which else (_blurred(this, blur), there)


def _blurred(patch: Grey, sigma: float) -> Grey:
    return np.asarray(cv2.GaussianBlur(patch, (0, 0), sigma), np.float32)


def _agreement(this: Values, there: Values) -> float:
    """Correlation of structure around 0, less where it is of a grey level or two. Of noise it is about 0,
    however much one of the two is blurred.
    """
    size = float(this @ this) * float(there @ there)
    return float(this @ there) / sqrt(size + float(len(this)) ** 2)


def _equally_lit(this: Grey, there: Grey, beside: Places) -> Grey:
    """Make ``there`` look like ``this`` around the finding: by a gain, and a bias that may slope across the
    patch; fitted three times, each time without what fitted least. Where nothing has structure, the gain is
    that of the brightness, as of a light that grew.
    """
    height, width = this.shape
    down, across = np.divmod(beside, width)
    known, wanted = there.ravel()[beside], this.ravel()[beside]
    middle = float(known.mean())
    likely = min(2.0, max(0.5, float(wanted.mean()) / max(1.0, middle)))
    rows = np.column_stack([known - middle, across - width / 2, down - height / 2, np.ones(len(beside))])
    weights = np.ones(len(beside))
    for _ in range(3):
        held = rows * weights[:, None]
        doubt = np.array([NO_STRUCTURE * weights.sum(), 1, 1, 0])
        prior = doubt * (likely, 0, 0, 0)
        found = np.linalg.solve(held.T @ rows + np.diag(doubt), held.T @ wanted + prior)
        off = np.abs(wanted - rows @ found)
        weights = (off < max(2.0, 3.7 * middle_of(off))).astype(np.float64)
    gain, x, y, bias = found.tolist()
    gain = min(3.0, max(0.3, gain))
    slope = x * (np.arange(width) - width / 2) + y * (np.arange(height)[:, None] - height / 2)
    return np.asarray(gain * (there - middle) + bias + slope, np.float32)
