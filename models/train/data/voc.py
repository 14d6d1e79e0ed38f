"""Read a labelImg (Pascal VOC) data set: a folder with `annotations/*.xml` and `images/`."""

from __future__ import annotations

from math import isnan
from pathlib import Path
from xml.etree import ElementTree

from models.train.data.samples import Sample, to_array
from models.train.errors import RecipeError


def read_voc(folder: Path, source: str) -> list[Sample]:
    """One sample for each XML file, sorted by its name.

    Raises:
        RecipeError: the folder holds no XML, or a file is malformed, has an empty box or no picture; the
            message names it.
    """
    files = sorted((folder / "annotations").glob("*.xml"))
    if not files:
        raise RecipeError(f"{folder / 'annotations'}: no XML files")
    return [_read_one(file, folder / "images", source) for file in files]


def _read_one(file: Path, images: Path, source: str) -> Sample:
    try:
        root = ElementTree.parse(file).getroot()
        picture = images / (root.findtext("filename") or "")
        entries = [(entry.findtext("name") or "", _corners(entry)) for entry in root.iter("object")]
    except (ElementTree.ParseError, ValueError) as error:
        raise RecipeError(f"{file}: not a labelImg file: {error}") from error
    if not picture.is_file():
        raise RecipeError(f"{file}: its picture {picture} is missing")
    for name, (left, top, right, bottom) in entries:
        if not name or right <= left or bottom <= top:
            raise RecipeError(f"{file}: an object without name or size: {name!r} {left, top, right, bottom}")
    return Sample(
        picture=picture,
        source=source,
        boxes=to_array([box for _, box in entries]),
        labels=tuple(name for name, _ in entries),
    )


def _corners(entry: ElementTree.Element) -> tuple[float, float, float, float]:
    values = [float(entry.findtext(f"bndbox/{key}") or "nan") for key in ("xmin", "ymin", "xmax", "ymax")]
    if any(isnan(value) for value in values):
        raise ValueError("bndbox is incomplete")
    left, top, right, bottom = values
    return left, top, right, bottom
