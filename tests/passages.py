"""Frames, views and passages for the tests of the rooms that look at them."""

from __future__ import annotations

import cv2
import numpy as np

from edge.domain.frame import Frame, Image
from edge.domain.geometry import Box
from edge.domain.inspection import Coverage, Gap, ModelRef, Seen
from edge.domain.observation import Damage, Observation, PlateReading, PlateSighting, PlateVote
from edge.domain.passage import Direction, Passage, View

CAR_BOX = Box(left=80, top=60, right=240, bottom=140)
SECOND = 1_000_000_000


def car_picture(paint: tuple[int, int, int] = (40, 40, 180)) -> Image:
    """320 by 180: a car of one colour (BGR) with crisp panel lines, at ``CAR_BOX`` on a grey lane."""
    image = np.full((180, 320, 3), 110, np.uint8)
    cv2.rectangle(image, (80, 60), (239, 139), paint, cv2.FILLED)
    for x in range(90, 240, 12):
        cv2.line(image, (x, 62), (x, 137), (230, 230, 230), 1)
    return image


def frame(sequence: int = 0, time_ns: int = 0, image: Image | None = None, *, role: str = "lane") -> Frame:
    picture = car_picture() if image is None else image
    return Frame(role=role, sequence=sequence, time_ns=time_ns, image=picture)


def view(image: Image | None = None, *, box: Box = CAR_BOX, quality: float = 0.8, whole: bool = True) -> View:
    return View(frame=frame(image=image), box=box, quality=quality, whole=whole)


def passage(*views: View, number: int = 1) -> Passage:
    kept = views or (view(),)
    return Passage(
        roles=("lane",),
        number=number,
        entered_ns=2 * SECOND,
        left_ns=6 * SECOND,
        direction=Direction.UP,
        views=kept,
        frames_seen=50,
        frames_missed=3,
    )


def reading(text: str = "AB123CD", confidence: float = 0.95) -> PlateReading:
    return PlateReading(
        text=text, raw=text, confidence=confidence, char_confidence=(confidence,) * len(text), region=None
    )


def sighting(text: str = "AB123CD", confidence: float = 0.95, *, view: int = 0) -> PlateSighting:
    box = Box(left=140, top=100, right=180, bottom=110)
    return PlateSighting(reading=reading(text, confidence), view=view, box=box)


def plate_vote(text: str = "AB123CD") -> PlateVote:
    return PlateVote(winner=sighting(text), confidence=0.95, reads=2, agreeing=2)


def damage(*, left: float = 90, view: int = 0) -> Damage:
    box = Box(left=left, top=70, right=left + 20, bottom=90)
    return Damage(kind="unspecified", view=view, box=box, confidence=0.9)


def coverage(status: Seen = Seen.SEEN, *, view: str = "lane", reason: str | None = None) -> Coverage:
    return Coverage(view=view, status=status, quality=0.8, reason=reason)


def observation(*damages: Damage) -> Observation:
    """Everything seen and read; replace what a test is about."""
    return Observation(
        passage=passage(),
        plate=plate_vote(),
        make_model=Gap(stage="make_model", reason="no_network"),
        color="red",
        damages=damages,
        coverage=(coverage(),),
        models=(ModelRef(name="condition", version="1", sha256="ab" * 32),),
        timing_ms={"plate": 1.0},
    )
