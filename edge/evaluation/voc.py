"""Read labelImg (Pascal VOC) boxes: an XML file for each picture."""

from __future__ import annotations

from math import isfinite
from pathlib import Path
from xml.etree import ElementTree

import numpy as np

from edge.domain.errors import DataError
from edge.evaluation.labelled import Labelled


def read_voc(folder: Path) -> list[Labelled]:
    """One picture for each XML file, sorted by its name.

    Args:
        folder: holds `annotations/` and `images/`, or, as labelImg saves them, both kinds of file beside each
            other.

    Raises:
        DataError: the folder holds no XML, or a file is malformed, has an empty box or no picture; the
            message names it.
    """
    annotations, images = folder / "annotations", folder / "images"
    if not annotations.is_dir():
        annotations = images = folder
    files = sorted(annotations.glob("*.xml"))
    if not files:
        raise DataError(f"{annotations}: no XML files")
    return [_read_one(file, images) for file in files]


def _read_one(file: Path, images: Path) -> Labelled:
    try:
        root = ElementTree.parse(file).getroot()
        picture = images / (root.findtext("filename") or "")
        entries = [(entry.findtext("name") or "", _corners(entry)) for entry in root.iter("object")]
    except OSError as fault:
        raise DataError(f"{file}: {fault.strerror}") from fault
    except (ElementTree.ParseError, LookupError, ValueError) as fault:
        raise DataError(f"{file}: not a labelImg file: {fault}") from fault
    if not picture.is_file():
        raise DataError(f"{file}: its picture {picture} is missing")
    for name, (left, top, right, bottom) in entries:
        if not name or right <= left or bottom <= top:
            raise DataError(f"{file}: an object without name or size: {name!r} {left, top, right, bottom}")
    return Labelled(
        picture=picture,
        boxes=np.asarray([box for _, box in entries], np.float32).reshape(-1, 4),
        names=tuple(name for name, _ in entries),
    )


def _corners(entry: ElementTree.Element) -> tuple[float, float, float, float]:
    values = [float(entry.findtext(f"bndbox/{key}") or "nan") for key in ("xmin", "ymin", "xmax", "ymax")]
    if not all(map(isfinite, values)):
        raise ValueError("bndbox is incomplete")
    left, top, right, bottom = values
    return left, top, right, bottom
