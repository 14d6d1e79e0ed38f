"""Read a labelImg (Pascal VOC) data set: a folder with `annotations/*.xml` and `images/`."""

from __future__ import annotations

from pathlib import Path

from edge.evaluation import voc
from models.train.data.samples import Sample, sample_of


def read_voc(folder: Path, source: str) -> list[Sample]:
    """One sample for each XML file, sorted by its name.

    Raises:
        DataError: as `edge.evaluation.voc.read_voc`.
    """
    return [sample_of(each, source) for each in voc.read_voc(folder)]
