"""Read a classification data set: a folder for each class."""

from __future__ import annotations

from pathlib import Path

from models.train.data.samples import Sample
from models.train.errors import RecipeError

SUFFIXES = {".webp", ".jpg", ".jpeg", ".png"}


def read_folders(folder: Path, source: str) -> dict[str, list[Sample]]:
    """Pictures by class (the folder's name), sorted; labels and boxes of the samples are empty.

    Raises:
        RecipeError: no folders, or a class without pictures.
    """
    classes = sorted(path for path in folder.iterdir() if path.is_dir()) if folder.is_dir() else []
    if not classes:
        raise RecipeError(f"{folder}: no class folders")
    found = {
        path.name: [
            Sample(picture=file, source=source)
            for file in sorted(path.iterdir())
            if file.suffix.lower() in SUFFIXES
        ]
        for path in classes
    }
    for name, samples in found.items():
        if not samples:
            raise RecipeError(f"{folder / name}: a class without pictures")
    return found
