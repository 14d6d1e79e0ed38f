"""Read a classification data set: a folder for each class."""

from __future__ import annotations

from pathlib import Path

from edge.domain.errors import DataError
from edge.evaluation.labelled import read_class
from models.train.data.samples import Sample


def read_folders(folder: Path, source: str) -> dict[str, list[Sample]]:
    """Pictures by class (the folder's name), sorted; labels and boxes of the samples are empty.

    Raises:
        DataError: no folders, or a class without pictures.
    """
    classes = sorted(path for path in folder.iterdir() if path.is_dir()) if folder.is_dir() else []
    if not classes:
        raise DataError(f"{folder}: no class folders")
    return {path.name: [Sample(picture=file, source=source) for file in read_class(path)] for path in classes}
