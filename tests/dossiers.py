"""Two visits of a car, and the dossier of the second: a dent is still there, a scratch new, another gone."""

from __future__ import annotations

import hashlib
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np

from edge.app.exporting import make_writer
from edge.domain.frame import Image
from edge.domain.geometry import Box
from edge.domain.inspection import (
    BaselineRef,
    Coverage,
    Decision,
    Finding,
    FindingBaseline,
    Inspection,
    Seen,
    Status,
    Vehicle,
)
from edge.storage.evidence import Picture
from edge.storage.store import Store
from edge.vision.encode import encode_jpeg
from edge.wire.event import EventType
from tests.carside import HEIGHT, HERE, THERE, WIDTH, car_side, seen_again
from tests.examples import KEY, NOON, SOURCE, inspection, make_model, passage, plate

MADE_AT = datetime(2026, 11, 22, tzinfo=UTC)
LATER = timedelta(days=2)
GONE = Box(left=300, top=300, right=350, bottom=330)
SIZE = 1280, 720
CAR = Box.of_size(300, 200, WIDTH, HEIGHT)
COAT = Box.of_size(60, 140, 80, 80)
"""Somebody in a chequered coat beside the car."""


def lane(side: Image) -> Image:
    """The side of a car in a lane, and the coat."""
    picture = np.full((720, 1280, 3), (95, 105, 100), np.uint8)
    rows, columns = np.mgrid[0:80, 0:80] // 8
    picture[140:220, 60:140] = (((rows + columns) % 2) * 255)[..., None].astype(np.uint8)
    picture[200 : 200 + HEIGHT, 300 : 300 + WIDTH] = side
    return picture


def visits(store: Store) -> tuple[Inspection, Inspection]:
    """Both visits of the car, as filed."""
    first, second = filed_picture(car_side(HERE, GONE)), filed_picture(seen_again(car_side(HERE, THERE)))
    dent, gone = _finding("dent", HERE, first.image_id), _finding("scratch", GONE, first.image_id)
    before = replace(_visit(1), findings=(dent, gone))
    link = FindingBaseline(
        inspection_id=before.inspection_id, finding_id=None, image_id=first.image_id, box=None
    )
    left = passage().left_at
    after = replace(
        _visit(2),
        decision=Decision.NEW_DAMAGE,
        decision_reasons=("new:scratch:lane",),
        baseline=BaselineRef(inspection_id=before.inspection_id, at=left, age_days=2.0),
        passage=replace(passage(), entered_at=NOON + LATER, left_at=left + LATER),
        findings=(
            replace(
                _finding("dent", HERE, second.image_id),
                status=Status.PRE_EXISTING,
                status_reason="matched",
                baseline=replace(link, finding_id="dent", box=dent.box),
            ),
            replace(
                _finding("scratch", THERE, second.image_id),
                status=Status.NEW,
                status_reason="changed_at_place",
                baseline=link,
            ),
            replace(
                gone,
                status=Status.REPAIRED,
                status_reason="changed_at_place",
                baseline=replace(link, finding_id="scratch", box=gone.box),
            ),
        ),
    )
    told = [
        store.file(EventType.COMPLETED, each, [taken], at).event.data
        for each, taken, at in ((before, first, NOON), (after, second, NOON + LATER))
    ]
    assert isinstance(told[0], Inspection)
    assert isinstance(told[1], Inspection)
    return told[0], told[1]


def filed_picture(side: Image) -> Picture:
    """A view of that side in the lane."""
    jpeg = encode_jpeg(lane(side))
    return Picture(
        image_id=hashlib.sha256(jpeg).hexdigest()[:16],
        role="view",
        view="lane",
        jpeg=jpeg,
        width=SIZE[0],
        height=SIZE[1],
        vehicle_box=CAR.normalized(*SIZE),
    )


def _visit(number: int) -> Inspection:
    return replace(
        inspection(number),
        vehicle=Vehicle(key=KEY, plate=plate(), make_model=make_model(), color="white"),
        coverage=(Coverage(view="lane", status=Seen.SEEN, quality=0.8),),
        gaps=(),
    )


def _finding(kind: str, where: Box, image_id: str) -> Finding:
    return Finding(
        id=f"{kind}-{where.left:.0f}",
        kind=kind,
        view="lane",
        part=None,
        severity=None,
        size=0.08,
        confidence=0.83,
        box=where.moved(CAR.left, CAR.top).normalized(*SIZE),
        vehicle_box=where.normalized(WIDTH, HEIGHT),
        image_id=image_id,
        status=Status.NOT_COMPARABLE,
        status_confidence=0.9,
        baseline=None,
    )


def page_of(store: Store, inspection: Inspection) -> bytes:
    """Its dossier."""
    body = store.chain.proved(inspection.inspection_id)
    assert body is not None
    return make_writer(store).page(body, MADE_AT)


def page_in(folder: Path) -> bytes:
    """The dossier of the second visit, of a new store in this folder."""
    with closing(Store.open(folder, source=SOURCE)) as store:
        return page_of(store, visits(store)[1])
