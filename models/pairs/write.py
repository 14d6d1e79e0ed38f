"""Write pairs as `gate evaluate compare --pairs` reads them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import cv2

from edge.domain.detection import Detection
from edge.domain.geometry import Box
from models.pairs.pair import Pair, Visit
from models.train.errors import RecipeError


class PairWriter:
    """Writes pictures as they come and `pairs.json` at the end.

    Raises RecipeError where the folder holds something already: two sets never mix.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._entries: list[dict[str, Any]] = []
        if folder.exists() and any(folder.iterdir()):
            raise RecipeError(f"{folder}: is not empty")
        (folder / "images").mkdir(parents=True, exist_ok=True)

    def add(self, pair: Pair) -> None:
        """One more."""
        number = len(self._entries)
        self._entries.append(
            {
                "before": self._write(pair.before, f"{number:05d}-before.jpg"),
                "after": self._write(pair.after, f"{number:05d}-after.jpg"),
                "damages": [
                    {
                        "kind": each.kind,
                        "state": each.state.value,
                        "before_box": _plain(each.before_box),
                        "after_box": _plain(each.after_box),
                    }
                    for each in pair.damages
                ],
                "detections_before": [_told(each) for each in pair.before.detections],
                "detections_after": [_told(each) for each in pair.after.detections],
            }
        )

    def close(self) -> None:
        """The list of all of them."""
        (self._folder / "pairs.json").write_text(json.dumps(self._entries, indent=1) + "\n")

    def _write(self, visit: Visit, name: str) -> str:
        file = self._folder / "images" / name
        cv2.imwrite(str(file), visit.image, [cv2.IMWRITE_JPEG_QUALITY, visit.quality])
        return name


def _plain(box: Box | None) -> list[float] | None:
    if box is None:
        return None
    return [round(value, 2) for value in (box.left, box.top, box.width, box.height)]


def _told(detection: Detection) -> dict[str, Any]:
    return {"kind": detection.label, "box": _plain(detection.box), "score": detection.score}
