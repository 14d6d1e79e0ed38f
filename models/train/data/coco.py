"""Read a COCO data set: a folder with `annotations.json` and `images/`."""

from __future__ import annotations

from pathlib import Path

from edge.domain.errors import DataError
from edge.evaluation import coco
from models.train.data.samples import Sample, sample_of


def read_coco(folder: Path, source: str) -> list[Sample]:
    """All pictures of the folder in the order of the file, also those without a box.

    Raises:
        DataError: as `edge.evaluation.coco.read_coco`, and for a file without a picture.
    """
    file = folder / "annotations.json"
    found = [sample_of(each, source) for each in coco.read_coco(file, folder / "images")]
    if not found:
        raise DataError(f"{file}: no pictures")
    return found
