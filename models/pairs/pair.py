"""One photograph becomes two visits of which the truth is known."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from edge.domain.detection import Detection
from edge.domain.frame import Image
from edge.domain.geometry import Box
from edge.domain.inspection import Status
from edge.evaluation.compare_truth import TrueDamage
from edge.evaluation.labelled import read_picture
from edge.vision.align import carried
from models.pairs.detections import Known, detected, empty_place
from models.pairs.look import GOOD_JPEG, another_look
from models.pairs.retouch import painted_over, region
from models.pairs.viewpoint import moved_camera, seen_from
from models.train.data.samples import Sample

NEW, REPAIRED = 0.40, 0.20
"""Of the pairs in which there is a damage that can be painted out; in the others nothing changes."""
PAINTED = 0.5
"""Of the unchanged pairs: an undamaged patch is painted over in one picture."""
LARGEST = 0.40
"""Longer side of a damage that is painted out, as a share of the picture."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One of the two pictures."""

    image: Image = field(repr=False)
    quality: int
    """Of its JPEG."""
    detections: tuple[Detection, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two visits of one car."""

    before: Visit
    after: Visit
    damages: tuple[TrueDamage, ...]


class PairMaker:
    """Makes one pair.

    Args:
        dice: decides everything.
        sizes: (n, 2) widths and heights of damages in pixels, to draw those of patches and false boxes from.
    """

    def __init__(self, dice: np.random.Generator, *, sizes: npt.NDArray[np.float64]) -> None:
        self._dice = dice
        self._sizes = sizes

    def make(self, sample: Sample) -> Pair:
        """Two visits out of one photograph. Raises DataError where it cannot be read."""
        image = read_picture(sample.picture)
        size = image.shape[1], image.shape[0]
        homography = moved_camera(self._dice, size)
        damages = self._damages(sample, size)
        earlier, later = self._painted(image, damages)
        worse = int(self._dice.integers(2))
        before = self._visit(earlier, worse=worse == 0)
        after = self._visit(seen_from(later, homography, self._dice), worse=worse == 1)
        there = tuple(
            replace(each, after_box=None if each.after_box is None else carried(each.after_box, homography))
            for each in damages
        )
        return Pair(
            before=replace(before, detections=self._detected(there, size, "before_box")),
            after=replace(after, detections=self._detected(there, size, "after_box")),
            damages=there,
        )

    def _damages(self, sample: Sample, size: tuple[int, int]) -> tuple[TrueDamage, ...]:
        """All of the picture, at most one of them new or repaired; boxes of both in the earlier picture."""
        boxes = [Box(left=x, top=y, right=r, bottom=b) for x, y, r, b in sample.boxes.tolist()]
        damages = [
            TrueDamage(kind=kind, state=Status.PRE_EXISTING, before_box=box, after_box=box)
            for kind, box in zip(sample.labels, boxes, strict=True)
        ]
        apart = [n for n, box in enumerate(boxes) if _stands_apart(n, boxes) and _small(box, size)]
        chance = self._dice.random()
        if apart and chance < NEW + REPAIRED:
            chosen = apart[int(self._dice.integers(len(apart)))]
            damages[chosen] = (
                replace(damages[chosen], state=Status.NEW, before_box=None)
                if chance < NEW
                else replace(damages[chosen], state=Status.REPAIRED, after_box=None)
            )
        return tuple(damages)

    def _painted(self, image: Image, damages: tuple[TrueDamage, ...]) -> tuple[Image, Image]:
        """The earlier and the later picture, both from the earlier one's place."""
        taken = [box for each in damages if (box := each.before_box or each.after_box) is not None]
        for each, box in zip(damages, taken, strict=True):
            if each.state is not Status.PRE_EXISTING:
                painted = painted_over(image, box, self._dice, taken)
                return (painted, image) if each.state is Status.NEW else (image, painted)
        if self._dice.random() >= PAINTED:
            return image, image
        place = empty_place(taken, (image.shape[1], image.shape[0]), self._sizes, self._dice)
        if place is None:
            return image, image
        patched = painted_over(image, place, self._dice, taken)
        return (patched, image) if self._dice.random() < 0.5 else (image, patched)

    def _visit(self, image: Image, *, worse: bool) -> Visit:
        if not worse:
            return Visit(image=image, quality=GOOD_JPEG)
        seen, quality = another_look(image, self._dice)
        return Visit(image=seen, quality=quality)

    def _detected(
        self, damages: tuple[TrueDamage, ...], size: tuple[int, int], side: str
    ) -> tuple[Detection, ...]:
        known = [
            Known(kind=each.kind, box=box, certain=each.state is Status.NEW)
            for each in damages
            if (box := getattr(each, side)) is not None
        ]
        return detected(known, size, self._sizes, self._dice)


def _stands_apart(number: int, boxes: list[Box]) -> bool:
    """Painting it over leaves every other damage alone."""
    painted = region(boxes[number])
    return not any(painted.intersection(other).area > 0 for n, other in enumerate(boxes) if n != number)


def _small(box: Box, size: tuple[int, int]) -> bool:
    return box.width <= LARGEST * size[0] and box.height <= LARGEST * size[1]
