"""Pictures of plates whose text is known, as a CSV file tells it."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from edge.domain.errors import DataError
from edge.domain.geometry import Box
from edge.inspection.plate_text import normalize_plate

COLUMNS = ("file", "text", "x", "y", "width", "height")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlateTruth:
    """One picture and the plate of its main vehicle."""

    picture: Path
    text: str
    """Normalised."""
    box: Box | None
    """In pixels of the picture; None where nobody has drawn it."""


def read_plate_truth(file: Path, images: Path) -> list[PlateTruth]:
    """Every row of a CSV file with the columns ``file,text,x,y,width,height``; a box of zeros is unknown.

    Args:
        file: the CSV.
        images: folder of the pictures.

    Raises:
        DataError: the file is missing, empty or malformed; names it, and the line.
    """
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            rows = csv.DictReader(lines)
            missing = [name for name in COLUMNS if name not in (rows.fieldnames or ())]
            if missing:
                raise DataError(f"{file}: no column {', '.join(missing)}")
            found = [_row(row, images, f"{file}:{rows.line_num}") for row in rows]
    except (OSError, UnicodeDecodeError) as fault:
        raise DataError(f"{file}: {getattr(fault, 'strerror', None) or fault}") from fault
    if not found:
        raise DataError(f"{file}: no rows")
    return found


def _row(row: dict[str, str], images: Path, where: str) -> PlateTruth:
    if not row["file"]:
        raise DataError(f"{where}: a row without a file")
    text = normalize_plate(row["text"] or "")
    if not text:
        raise DataError(f"{where}: a plate without text")
    try:
        x, y, width, height = (float(row[name]) for name in COLUMNS[2:])
    except (TypeError, ValueError) as fault:
        raise DataError(f"{where}: x, y, width and height must be numbers") from fault
    box = Box.of_size(x, y, width, height) if width and height else None
    return PlateTruth(picture=images / row["file"], text=text, box=box)
