"""Read a COCO data set: a folder with `annotations.json` and `images/`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from models.train.data.samples import Sample, to_array
from models.train.errors import RecipeError

BoxTuple = tuple[float, float, float, float]


def read_coco(folder: Path, source: str) -> list[Sample]:
    """All pictures of the folder in the order of the file, also those without a box.

    Raises:
        RecipeError: the file is missing, is no COCO, names an unknown category or picture, or a box is empty;
            the message names the file and the annotation.
    """
    path = folder / "annotations.json"
    try:
        content = json.loads(path.read_text())
        names = {entry["id"]: str(entry["name"]) for entry in content["categories"]}
        pictures = {entry["id"]: str(entry["file_name"]) for entry in content["images"]}
        annotations: list[dict[str, Any]] = content["annotations"]
    except OSError as error:
        raise RecipeError(f"{path}: {error.strerror}") from error
    except (ValueError, KeyError, TypeError) as error:
        raise RecipeError(f"{path}: not a COCO file: {error!r}") from error
    boxes: dict[Any, list[BoxTuple]] = {key: [] for key in pictures}
    labels: dict[Any, list[str]] = {key: [] for key in pictures}
    for number, entry in enumerate(annotations):
        picture, name, box = _read_annotation(path, number, entry)
        if picture not in boxes or name not in names:
            raise RecipeError(f"{path}: annotation {number} names an unknown picture or category")
        boxes[picture].append(box)
        labels[picture].append(names[name])
    return [
        Sample(
            picture=folder / "images" / file,
            source=source,
            boxes=to_array(boxes[key]),
            labels=tuple(labels[key]),
        )
        for key, file in pictures.items()
    ]


def _read_annotation(path: Path, number: int, entry: dict[str, Any]) -> tuple[Any, Any, BoxTuple]:
    try:
        x, y, width, height = (float(value) for value in entry["bbox"])
        picture, category = entry["image_id"], entry["category_id"]
    except (KeyError, TypeError, ValueError) as error:
        raise RecipeError(f"{path}: annotation {number} is malformed: {error!r}") from error
    if not (width > 0 and height > 0):
        raise RecipeError(f"{path}: annotation {number} has a box of size {width} x {height}")
    return picture, category, (x, y, x + width, y + height)
