"""A finding before and after: its place in both pictures at one scale, the earlier laid onto the later."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

import cv2
import numpy as np

from edge.domain.frame import Image
from edge.domain.geometry import Box, NormalBox
from edge.domain.inspection import Finding
from edge.dossier.sights import Sight, Visit
from edge.vision.align import Alignment, Matrix, align, carried, frame_in

ASPECT = 4 / 3
ROOM = 3.0
"""A close-up is so many times as wide as its finding,"""
LEAST_SHARE = 0.22
"""but shows this share of the vehicle, so that one sees where it is."""
LEAST_PX = 96
"""Of a picture's own pixels across: fewer are a blur."""
SHOWN = 0.3
"""Of a close-up must be in the earlier picture."""
PAPER = (128, 128, 128)
"""Where the earlier picture ends."""


class Aligns(Protocol):
    """Lays the earlier picture onto the later one."""

    def __call__(self, earlier: Sight, later: Sight) -> Alignment:
        """Where the earlier one's pixels are in the later one."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseUp:
    """One visit's picture of a place."""

    sight: Sight
    """That it was cut from."""
    image: Image = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """One finding in both visits' pictures, as far as they are there."""

    finding: Finding
    before: CloseUp | None
    after: CloseUp | None
    mark: NormalBox
    """Where it is: in both, as both show the same place at the same scale."""
    fit: float
    """How well they lie on each other: see :class:`edge.vision.align.Alignment`; 0: by outline alone."""


def pair(finding: Finding, now: Visit, then: Visit | None, width: int, aligned: Aligns) -> Pair | None:
    """Show a finding; None where no picture of its place is left.

    Args:
        finding: of the later visit.
        now: the later visit.
        then: the visit it was compared with; None without one.
        width: of each close-up, in pixels.
        aligned: lays pictures onto each other.
    """
    after, before = _sights(finding, now, then)
    if after is None or before is None:
        sight = after or before
        return None if sight is None else _alone(finding, sight, width, is_later=after is not None)
    alignment = aligned(before, after)
    place = _place(finding, before, after, alignment.onto)
    window = _window(place, after)
    cut = _cut(window)
    covered = frame_in(before.image, cut @ alignment.onto, (round(window.width), round(window.height)))
    shown = float(covered.mean()) >= SHOWN
    return Pair(
        finding=finding,
        before=_close_up(before, cut @ alignment.onto, window, width) if shown else None,
        after=_close_up(after, cut, window, width),
        mark=_mark(place, window),
        fit=alignment.fit,
    )


def by_features(earlier: Sight, later: Sight) -> Alignment:
    """As the comparison does it."""
    return align(earlier.grey(), later.grey(), earlier.vehicle, later.vehicle)


def _sights(finding: Finding, now: Visit, then: Visit | None) -> tuple[Sight | None, Sight | None]:
    """The later and the earlier picture that belong together."""
    after = now.of(finding.image_id)
    if then is None:
        return after, None
    before = then.of(finding.baseline.image_id if finding.baseline else None) or then.of(finding.image_id)
    if after is None and before is not None:
        after = now.most_alike(finding.view, before.vehicle, before.size)
    if before is None and after is not None:
        before = then.most_alike(finding.view, after.vehicle, after.size)
    return after, before


def _place(finding: Finding, before: Sight, after: Sight, onto: Matrix) -> Box:
    """In the later picture."""
    if finding.image_id == after.evidence.image_id:
        return after.pixels(finding.box)
    if finding.image_id == before.evidence.image_id:
        return carried(before.pixels(finding.box), onto)
    return after.on_vehicle(finding.vehicle_box)


def _alone(finding: Finding, sight: Sight, width: int, *, is_later: bool) -> Pair:
    known = finding.image_id == sight.evidence.image_id
    place = sight.pixels(finding.box) if known else sight.on_vehicle(finding.vehicle_box)
    window = _window(place, sight)
    close_up = _close_up(sight, _cut(window), window, width)
    return Pair(
        finding=finding,
        before=None if is_later else close_up,
        after=close_up if is_later else None,
        mark=_mark(place, window),
        fit=0.0,
    )


def _window(place: Box, sight: Sight) -> Box:
    """What a close-up shows: the place in its surroundings, inside the picture where that is possible."""
    longer = max(sight.vehicle.width, sight.vehicle.height)
    across = max(ROOM * place.width, ROOM * place.height * ASPECT, LEAST_SHARE * longer, LEAST_PX)
    across = min(across, sight.size[0], sight.size[1] * ASPECT)
    down = across / ASPECT
    x, y = place.center
    left = min(max(0.0, x - across / 2), sight.size[0] - across)
    top = min(max(0.0, y - down / 2), sight.size[1] - down)
    return Box.of_size(left, top, across, down)


def _cut(window: Box) -> Matrix:
    return np.array([[1, 0, -window.left], [0, 1, -window.top], [0, 0, 1.0]])


def _mark(place: Box, window: Box) -> NormalBox:
    return place.moved(-window.left, -window.top).normalized(window.width, window.height)


def _close_up(sight: Sight, cut: Matrix, window: Box, width: int) -> CloseUp:
    """Cut at the picture's own scale first: a reduction by a warp alone would leave pixels out."""
    size = max(1, round(window.width)), max(1, round(window.height))
    part = cv2.warpPerspective(
        sight.image, cut, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=PAPER
    )
    how = cv2.INTER_AREA if width < size[0] else cv2.INTER_CUBIC
    image = cv2.resize(part, (width, round(width / ASPECT)), interpolation=how)
    return CloseUp(sight=sight, image=np.asarray(image, np.uint8))
