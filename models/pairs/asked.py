"""What the comparison asks the pictures of pairs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

from tqdm import tqdm

from edge.domain.detection import Detection
from edge.domain.geometry import Box
from edge.domain.inspection import Status
from edge.evaluation.compare import MATCH_IOU
from edge.evaluation.compare_truth import TruePair
from edge.evaluation.labelled import read_picture
from edge.inspection.compare.verdict import Reason
from edge.inspection.compare.views import Side, Views, whole
from edge.vision.change import Change

Answer = TypeVar("Answer")
BESIDE = 0.02
"""A box that overlaps a damage by more than this and less than a match tells nothing of right and wrong."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One detection that the other visit has no counterpart of, and what the pictures say of its place."""

    clean: bool
    """Nothing in its pair is new."""
    later: bool
    """It is of the later picture."""
    changed: bool | None
    """New or repaired in truth; None where nobody can say."""
    measured: Change | None
    """None where the pictures tell nothing of this place."""


def asked_of_all(pairs: Sequence[TruePair], question: Callable[[TruePair], list[Answer]]) -> list[Answer]:
    """The answers to a question about each pair, in order; one process for each core."""
    with ProcessPoolExecutor() as pool:
        told = tqdm(pool.map(question, pairs, chunksize=8), total=len(pairs), unit=" pairs", disable=None)
        return [each for some in told for each in some]


def ask(pair: TruePair) -> list[Asked]:
    """Of one pair, the later picture's first. Raises DataError where a picture cannot be read."""
    before, after = read_picture(pair.before), read_picture(pair.after)
    views = Views(
        Side(image=before, vehicle=pair.before_vehicle or whole(before), detections=pair.detections_before),
        Side(image=after, vehicle=pair.after_vehicle or whole(after), detections=pair.detections_after),
    )
    explained = {m for m, _ in views.matched.values()}
    later = [
        Asked(
            clean=pair.clean,
            later=True,
            changed=changed(pair, detection, later=True),
            measured=_or_none(views.measured_later(n)),
        )
        for n, detection in enumerate(pair.detections_after)
        if n not in views.matched
    ]
    earlier = [
        Asked(
            clean=pair.clean,
            later=False,
            changed=changed(pair, detection, later=False),
            measured=_or_none(views.measured_earlier(m)),
        )
        for m, detection in enumerate(pair.detections_before)
        if m not in explained
    ]
    return later + earlier


def changed(pair: TruePair, detection: Detection, *, later: bool) -> bool | None:
    """Whether a detection is of new damage, on the later picture, or of repaired, on the earlier; None where
    it lies on a damage without matching it.
    """
    state = Status.NEW if later else Status.REPAIRED
    boxes = [
        (box, damage.state)
        for damage in pair.damages
        if (box := damage.after_box if later else damage.before_box) is not None
    ]
    best, found = max(((_overlap(box, detection), state) for box, state in boxes), default=(0.0, None))
    if best >= MATCH_IOU:
        return found is state
    return None if best > BESIDE else False


def _or_none(measured: Change | Reason) -> Change | None:
    return None if isinstance(measured, Reason) else measured


def _overlap(box: Box, detection: Detection) -> float:
    return box.iou(detection.box)
