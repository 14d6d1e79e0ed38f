"""Run a detector over labelled pictures."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

import cv2
import numpy as np

from edge.domain.detection import Detection
from edge.domain.errors import DataError
from edge.domain.frame import Image
from edge.evaluation.boxes import BoxScore, Seen, score_boxes
from edge.evaluation.labelled import Labelled, read_picture

Look = Callable[[Image], Sequence[Detection]]
"""Objects in a BGR picture of any size, best first, boxes in its pixels."""
LENSOR = {
    f"{grade}-{name}": kind
    for grade in ("minor", "moderate", "severe")
    for name, kind in (("scratch", "scratch"), ("dent", "dent"), ("broken", "broken_part"))
}
"""Category to kind, of the Lensor inspection photographs."""


def in_our_words(
    labelled: Sequence[Labelled], kinds: Sequence[str], renamed: Mapping[str, str], where: Path
) -> list[Labelled]:
    """The pictures with categories renamed; those that are no kind of ours keep their name.

    Args:
        labelled: as read.
        kinds: of the network.
        renamed: category to kind.
        where: the file or folder that the pictures were read from.

    Raises:
        DataError: there are no pictures, or none of the boxes is of a kind of ours; names the file.
    """
    told = [
        Labelled(
            picture=each.picture,
            boxes=each.boxes,
            names=tuple(renamed.get(name, name) for name in each.names),
        )
        for each in labelled
    ]
    if not any(name in kinds for each in told for name in each.names):
        found = sorted({name for each in labelled for name in each.names})
        raise DataError(
            f"{where}: no box of a kind that the network knows ({', '.join(kinds)}); "
            f"its categories are: {', '.join(found) or 'none'}"
        )
    return told


def measure_boxes(look: Look, labelled: Iterable[Labelled], kinds: Sequence[str], scale: float) -> BoxScore:
    """Look at every picture and score what was found.

    Args:
        look: detections in a BGR picture, in its pixels.
        labelled: pictures in our words; a box of another kind is a region to ignore.
        kinds: of the network.
        scale: pictures are reduced to this share of their size first, in (0, 1].

    Raises:
        DataError: a picture is missing or cannot be decoded; names the file.
    """
    seen, times_ms = [], []
    for each in labelled:
        image = reduced(read_picture(each.picture), scale)
        began = time.perf_counter()
        found = look(image)
        times_ms.append((time.perf_counter() - began) * 1e3)
        seen.append(seen_in(found, each, kinds, scale))
    return score_boxes(seen, kinds, times_ms)


def seen_in(found: Sequence[Detection], labelled: Labelled, kinds: Sequence[str], scale: float = 1.0) -> Seen:
    """Detections beside the truth of a picture that was reduced to `scale`."""
    ours = np.array([name in kinds for name in labelled.names], np.bool_)
    boxes = np.asarray(labelled.boxes * scale, np.float32)
    return Seen(
        found=found,
        boxes=boxes[ours],
        kinds=tuple(name for name in labelled.names if name in kinds),
        ignore=boxes[~ours],
    )


def reduced(image: Image, scale: float) -> Image:
    """The picture made smaller by area, as a car further away is; itself at 1."""
    if scale == 1.0:
        return image
    return np.asarray(cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)
