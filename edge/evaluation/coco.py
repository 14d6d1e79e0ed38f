"""Read COCO boxes (cocodataset.org/#format-data)."""

from __future__ import annotations

import json
from math import isfinite
from pathlib import Path
from typing import Any

import numpy as np

from edge.domain.errors import DataError
from edge.evaluation.labelled import Labelled

Corners = tuple[float, float, float, float]


def read_coco(file: Path, images: Path) -> list[Labelled]:
    """All pictures in the order of the file, also those without a box.

    Args:
        file: the JSON.
        images: folder that its `file_name`s are in.

    Raises:
        DataError: the file is missing, is no COCO, names an unknown category or picture, or a box is empty;
            the message names the file and the annotation.
    """
    try:
        content = json.loads(file.read_text())
        names = {entry["id"]: str(entry["name"]) for entry in content["categories"]}
        pictures = {entry["id"]: str(entry["file_name"]) for entry in content["images"]}
        annotations: list[dict[str, Any]] = list(content["annotations"])
    except OSError as fault:
        raise DataError(f"{file}: {fault.strerror}") from fault
    except (ValueError, KeyError, TypeError) as fault:
        raise DataError(f"{file}: not a COCO file: {fault!r}") from fault
    boxes: dict[Any, list[Corners]] = {key: [] for key in pictures}
    labels: dict[Any, list[str]] = {key: [] for key in pictures}
    for number, entry in enumerate(annotations):
        picture, name, box = _read_annotation(file, number, entry)
        if picture not in boxes or name not in names:
            raise DataError(f"{file}: annotation {number} names an unknown picture or category")
        boxes[picture].append(box)
        labels[picture].append(names[name])
    return [
        Labelled(
            picture=images / name,
            boxes=np.asarray(boxes[key], np.float32).reshape(-1, 4),
            names=tuple(labels[key]),
        )
        for key, name in pictures.items()
    ]


def _read_annotation(file: Path, number: int, entry: dict[str, Any]) -> tuple[Any, Any, Corners]:
    try:
        x, y, width, height = (float(value) for value in entry["bbox"])
        picture, category = entry["image_id"], entry["category_id"]
        hash((picture, category))
    except (KeyError, TypeError, ValueError) as fault:
        raise DataError(f"{file}: annotation {number} is malformed: {fault!r}") from fault
    if not (width > 0 and height > 0 and all(map(isfinite, (x, y, width, height)))):
        raise DataError(f"{file}: annotation {number} has a box of {width} x {height} at {x}, {y}")
    return picture, category, (x, y, x + width, y + height)
