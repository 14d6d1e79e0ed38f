"""Rendered cars with their damage, as `python -m models.scenes strewn` leaves them, to be learnt from."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from edge.domain.geometry import Box
from edge.evaluation.labelled import read_picture
from edge.vision.nms import rows_of
from models.train.data.pictures import Image, Loaded, cut_around
from models.train.data.samples import no_boxes
from models.train.errors import RecipeError

AROUND = 0.15
"""Of the vehicle's box: what of the lane is kept beside it."""
ENLARGED = 1.5
"""A still is as small as the gate's, a photograph large: so that crops at the scale of photographs show a
rendered car from two thirds to twice as large as the gate does."""


def strewn_cars(folder: Path, kinds: Sequence[str], limit: int | None = None) -> list[Loaded]:
    """The stills of so many visits, each cut to the vehicle and enlarged, with the damages that show.

    Raises:
        RecipeError: a visit's truth cannot be read, or names a kind that is none of `kinds`.
        DataError: a still cannot be read.
    """
    return [
        _loaded(read_picture(folder / "images" / view["file"]), view, kinds)
        for file in sorted((folder / "truth").glob("*.json"))[:limit]
        for view in _views(file, kinds)
    ]


def _views(file: Path, kinds: Sequence[str]) -> list[dict[str, Any]]:
    try:
        views: list[dict[str, Any]] = json.loads(file.read_text(encoding="utf-8"))["views"]
        foreign = {damage["kind"] for view in views for damage in view["damages"]} - set(kinds)
    except (OSError, ValueError, KeyError, TypeError) as fault:
        raise RecipeError(f"{file}: no truth of a visit: {fault!r}") from fault
    if foreign:
        raise RecipeError(f"{file}: {', '.join(sorted(foreign))}: no kind of damage")
    return views


def _loaded(image: Image, view: dict[str, Any], kinds: Sequence[str]) -> Loaded:
    car = Box.of_size(*view["vehicle_box"])
    cut, (left, top) = cut_around(image, (car.left, car.top, car.right, car.bottom), AROUND)
    shown = [damage for damage in view["damages"] if damage["box"]]
    boxes = (Box.of_size(*damage["box"]).moved(-left, -top).scaled(ENLARGED, ENLARGED) for damage in shown)
    large = cv2.resize(cut, None, fx=ENLARGED, fy=ENLARGED, interpolation=cv2.INTER_CUBIC)
    return Loaded(
        np.asarray(large, np.uint8),
        rows_of(boxes),
        np.array([kinds.index(damage["kind"]) for damage in shown], np.int64),
        no_boxes(),
    )
