"""One labelled picture, the word that all data sets here are turned into."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt

from edge.evaluation.labelled import Labelled

Boxes = npt.NDArray[np.float32]
Labels = npt.NDArray[np.int64]


def no_boxes() -> Boxes:
    """An empty (0, 4) array."""
    return np.zeros((0, 4), np.float32)


def no_labels() -> Labels:
    """An empty (0,) array."""
    return np.zeros(0, np.int64)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A picture file and what is known to be in it."""

    picture: Path
    source: str
    """Name of the data set, as in `sources.py`."""
    boxes: Boxes = field(default_factory=no_boxes)
    """(n, 4) left, top, right, bottom in pixels of the file."""
    labels: tuple[str, ...] = ()
    """One for each box."""
    ignore: Boxes = field(default_factory=no_boxes)
    """(m, 4) regions where nobody knows; neither object nor background for the loss."""

    def with_boxes(self, boxes: Boxes, label: str, ignore: Boxes) -> Sample:
        """The same picture with other boxes, all of one label."""
        return Sample(
            picture=self.picture, source=self.source, boxes=boxes, labels=(label,) * len(boxes), ignore=ignore
        )


def sample_of(labelled: Labelled, source: str) -> Sample:
    """A picture of one data set as it was read."""
    return Sample(picture=labelled.picture, source=source, boxes=labelled.boxes, labels=labelled.names)


def to_array(boxes: list[tuple[float, float, float, float]]) -> Boxes:
    """(n, 4) float32, also of an empty list."""
    return np.asarray(boxes, np.float32).reshape(-1, 4)
