"""The plate of one passage: find it on every view, read it, let the reads vote."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from edge.app.box_readers import ReadBox
from edge.domain.detection import Detection
from edge.domain.frame import Image
from edge.domain.geometry import Box
from edge.domain.inspection import Gap
from edge.domain.observation import PlateReading, PlateSighting, PlateVote
from edge.domain.passage import Passage
from edge.inspection.formats import Formats
from edge.inspection.plate_box import carried, is_plate_box
from edge.inspection.plate_text import is_plate_text
from edge.inspection.vote import vote
from edge.vision.quality import crop

Detect = Callable[[Image], Sequence[Detection]]

AROUND = 0.05
"""Of a vehicle's box: how far around it its plate is looked for."""
MOST_BOXES = 3
NO_FORMAT, NO_PLATE_TEXT = 0.5, 0.05
"""What a text counts that fits no expected format, and one that no plate has at all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A plate in one picture; the box is in its pixels."""

    box: Box
    reading: PlateReading
    score: float
    """That this is the plate: the detector's score times the read's confidence, less where no format fits."""


class PlateLook:
    """Looks for the plate of one vehicle in one picture.

    A badge, a lamp or lettering may look more like a plate than the plate: so several boxes are read, and the
    text decides with the detector.

    Args:
        detect: the plate detector; what it is barely sure of too, best first.
        read: reads a box; raises StageError.
        formats: of the regions that are expected.
    """

    def __init__(self, *, detect: Detect, read: ReadBox, formats: Formats) -> None:
        self._detect = detect
        self._read = read
        self._formats = formats

    def __call__(self, image: Image, vehicle: Box) -> Look | None:
        """The plate, or None where there is none to be read.

        Args:
            image: (H, W, 3) uint8, BGR.
            vehicle: where the vehicle is; the whole picture where nobody knows.
        """
        best: Look | None = None
        for found in self._boxes(image, vehicle):
            if best is not None and found.score <= best.score:
                break  # no read could make this one the better of the two
            reading = self._read(image, found.box)
            if reading is not None:
                score = found.score * reading.confidence * self._worth(reading.text)
                best = max((best, Look(box=found.box, reading=reading, score=score)), key=_score)
        return best

    def _boxes(self, image: Image, vehicle: Box) -> list[Detection]:
        """The best boxes; one that reaches out of the vehicle, as a neighbour's plate, counts for less."""
        height, width = image.shape[:2]
        area = vehicle.grown(AROUND).clamped(width, height)
        found = [_moved(each, int(area.left), int(area.top)) for each in self._detect(crop(image, area))]
        plausible = [_within(each, vehicle) for each in found if is_plate_box(each.box, vehicle)]
        return sorted(plausible, key=lambda each: -each.score)[:MOST_BOXES]

    def _worth(self, text: str) -> float:
        if not is_plate_text(text):
            return NO_PLATE_TEXT
        return 1.0 if self._formats.fits(text) else NO_FORMAT


def _moved(found: Detection, x: int, y: int) -> Detection:
    return replace(found, box=found.box.moved(x, y))


def _within(found: Detection, vehicle: Box) -> Detection:
    return replace(found, score=found.score * found.box.covered_by(vehicle))


def _score(look: Look | None) -> float:
    return -1.0 if look is None else look.score


class PlateStage:
    """Look on every kept view, and let the reads vote.

    Args:
        look: finds and reads the plate of one view.
    """

    def __init__(self, look: Callable[[Image, Box], Look | None]) -> None:
        self._look = look

    def __call__(self, passage: Passage) -> PlateVote | Gap:
        """The vote over the passage, or why there is none."""
        looks = [self._look(view.frame.image, view.box) for view in passage.views]
        sightings = [
            PlateSighting(reading=look.reading, view=index, box=look.box)
            for index, look in enumerate(looks)
            if look is not None
        ]
        return vote(carried(sightings, passage.views), [view.frame.role for view in passage.views])
