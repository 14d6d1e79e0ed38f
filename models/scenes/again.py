"""One rendered visit photographed again: other light, another lens, the camera a little aside.

Rendering is slow, and an unchanged visit is known without it: the stills are lit, blurred and moved as the
photographs of `models.pairs` are, and their truth moves with them.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from edge.domain.frame import Image
from edge.domain.geometry import Box
from edge.evaluation.labelled import read_picture
from edge.vision.align import Matrix, carried
from models.pairs.look import another_look
from models.pairs.viewpoint import moved_camera, seen_from

Record = dict[str, Any]
REACH = 0.02
"""Farthest that a corner of the picture moves, as a share of its side."""


def photograph_again(folder: Path, *, times: int, seed: int) -> int:
    """Adds so many visits for each rendered one to `images/` and `truth/`; returns how many are new.

    Those that are there stay.
    """
    made = 0
    for file in sorted((folder / "truth").glob("*.json")):
        visit = json.loads(file.read_text(encoding="utf-8"))
        for turn in range(1, times + 1):
            told = file.with_name(f"{file.stem}-again-{turn}.json")
            if "again" not in visit and not told.exists():
                told.write_text(
                    json.dumps(_again(folder, visit, turn, seed), indent=1) + "\n", encoding="utf-8"
                )
                made += 1
    return made


def _again(folder: Path, visit: Record, turn: int, seed: int) -> Record:
    car = int(visit["car"].rpartition("-")[2])
    dice = np.random.default_rng([seed, car, visit["visit"], turn])
    views = []
    for view in visit["views"]:
        image = read_picture(folder / "images" / view["file"])
        onto = moved_camera(dice, (image.shape[1], image.shape[0]), REACH)
        shot, quality = another_look(seen_from(image, onto, dice), dice)
        file = view["file"].replace(".jpg", f"-again-{turn}.jpg")
        _write(folder / "images" / file, shot, quality)
        views.append(moved_view(view, onto, file))
    return {**visit, "again": turn, "views": views}


def moved_view(view: Record, onto: Matrix, file: str) -> Record:
    """A still's truth after its picture was moved by a homography."""
    plate = view["plate"] and {**view["plate"], "box": _moved(view["plate"]["box"], onto)}
    damages = [{**damage, "box": _moved(damage["box"], onto)} for damage in view["damages"]]
    vehicle = _moved(view["vehicle_box"], onto)
    return {**view, "file": file, "vehicle_box": vehicle, "plate": plate, "damages": damages}


def _moved(box: list[float] | None, onto: Matrix) -> list[float] | None:
    if box is None:
        return None
    moved = carried(Box.of_size(*box), onto)
    return [round(value, 1) for value in (moved.left, moved.top, moved.width, moved.height)]


def _write(to: Path, image: Image, quality: int) -> None:
    if not cv2.imwrite(str(to), image, [cv2.IMWRITE_JPEG_QUALITY, quality]):
        raise OSError(f"{to} was not written")
