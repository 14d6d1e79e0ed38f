"""What stands on plates that nobody has labelled, by a published reader.

The teacher is fast-plate-ocr's cct-xs (MIT), trained on plates of many countries, Latin letters alone. Where
it is sure of every character its read is taken as the truth; elsewhere the plate is not used. It is used here
only: neither shipped nor called by the program.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

import cv2
import numpy as np

from edge.evaluation.labelled import read_picture
from models.train.data.pictures import Image, cut_around
from models.train.data.samples import Sample
from models.train.errors import RecipeError

FILE = "cct_xs_v1_global.onnx"
SLOTS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_"
WIDTH, HEIGHT = 128, 64
MARGIN = 0.06
SURE = 0.9
"""Least confidence of the least sure character."""
SHORTEST, NARROWEST_PX = 4, 36
log = logging.getLogger(__name__)


class Read(NamedTuple):
    """A plate's box in its picture (left, top, right, bottom in pixels) and what the teacher is sure of."""

    picture: str
    box: tuple[float, float, float, float]
    text: str


class Teacher:
    """The teacher network. Raises RecipeError where its file or onnxruntime is missing."""

    def __init__(self, weights: Path) -> None:
        path = weights / FILE
        if not path.is_file():
            raise RecipeError(f"{path}: teacher network is missing")
        self._session: Any = import_module("onnxruntime").InferenceSession(str(path))

    def __call__(self, crop: Image) -> tuple[str, float]:
        """Text, and the confidence of its least sure slot, the empty ones too."""
        small = cv2.cvtColor(cv2.resize(crop, (WIDTH, HEIGHT)), cv2.COLOR_BGR2RGB)
        (slots,) = self._session.run(None, {"input": small[None]})
        text = "".join(SLOTS[int(one)] for one in slots[0].argmax(axis=-1)).rstrip("_")
        return text, float(slots[0].max(axis=-1).min())


def read_all(samples: Sequence[Sample], weights: Path, cache: Path) -> list[Read]:
    """What the teacher is sure of in the labelled boxes of every picture; asked once, then cached."""
    if cache.is_file():
        return [Read(one[0], tuple(one[1]), one[2]) for one in json.loads(cache.read_text())]
    teacher = Teacher(weights)
    reads = [read for sample in samples for read in _read(sample, teacher)]
    boxes = sum(len(sample.boxes) for sample in samples)
    log.info("the teacher is sure of %d of %d plates", len(reads), boxes)
    cache.parent.mkdir(parents=True, exist_ok=True)
    cache.write_text(json.dumps(reads))
    return reads


def _read(sample: Sample, teacher: Teacher) -> list[Read]:
    picture, found = read_picture(sample.picture), []
    for left, top, right, bottom in sample.boxes.tolist():
        if right - left < NARROWEST_PX:
            continue
        crop, _ = cut_around(picture, (left, top, right, bottom), MARGIN)
        text, sure = teacher(np.ascontiguousarray(crop))
        if sure >= SURE and len(text) >= SHORTEST and "_" not in text:
            found.append(Read(str(sample.picture), (left, top, right, bottom), text))
    return found
