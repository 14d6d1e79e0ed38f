"""Vehicle boxes for pictures that have none, by a published detector.

The teacher is SSD MobileNetV1 trained on COCO (Apache-2.0), run at its own 300 x 300. It is trusted where it
is sure, its half-sure boxes are regions to ignore, and what it does not see counts as background. It is used
here only: neither shipped nor called by the program.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

import cv2
import numpy as np

from edge.evaluation.labelled import read_picture
from models.train.data.pictures import Image
from models.train.data.samples import Boxes, Sample, to_array
from models.train.errors import RecipeError

FILE = "ssd_mobilenet_v1_coco_uint8.tflite"
VEHICLE_CLASSES = {2, 5, 7}  # car, bus, truck in the order of the COCO label file
SURE, UNSURE = 0.55, 0.2
log = logging.getLogger(__name__)


class Seen(NamedTuple):
    """One box of the teacher, in pixels of the picture."""

    label: int
    score: float
    box: tuple[float, float, float, float]


class Teacher:
    """The teacher network.

    Raises:
        RecipeError: its file or the TFLite runtime is missing.
    """

    def __init__(self, weights: Path) -> None:
        path = weights / FILE
        if not path.is_file():
            raise RecipeError(f"{path}: teacher network is missing")
        self._run: Any = import_module("ai_edge_litert.interpreter").Interpreter(str(path), num_threads=1)
        self._run.allocate_tensors()
        self._input = self._run.get_input_details()[0]["index"]
        self._outputs = [entry["index"] for entry in self._run.get_output_details()]

    def __call__(self, image: Image) -> list[Seen]:
        """Everything it sees in a BGR picture, at most ten boxes."""
        height, width = image.shape[:2]
        small = cv2.cvtColor(cv2.resize(image, (300, 300)), cv2.COLOR_BGR2RGB)
        self._run.set_tensor(self._input, small[None])
        self._run.invoke()
        boxes, labels, scores = (self._run.get_tensor(index)[0] for index in self._outputs[:3])
        scale = np.array([height, width, height, width], np.float32)
        return [
            Seen(int(label), round(float(score), 4), (float(b[1]), float(b[0]), float(b[3]), float(b[2])))
            for b, label, score in zip(boxes * scale, labels, scores, strict=True)
            if score >= UNSURE
        ]


def see_all(samples: Iterable[Sample], weights: Path, cache: Path) -> list[list[Seen]]:
    """What the teacher sees in every sample; remembered in a JSON file, as it takes minutes."""
    samples = list(samples)
    known: dict[str, Any] = json.loads(cache.read_text()) if cache.is_file() else {}
    missing = [sample for sample in samples if _key(sample) not in known]
    if missing:
        log.info("the teacher looks at %d pictures", len(missing))
        teacher = Teacher(weights)
        for sample in missing:
            known[_key(sample)] = teacher(read_picture(sample.picture))
        cache.parent.mkdir(parents=True, exist_ok=True)
        cache.write_text(json.dumps(known))
    return [[Seen(label, score, tuple(box)) for label, score, box in known[_key(s)]] for s in samples]


def _key(sample: Sample) -> str:
    return f"{sample.source}/{sample.picture.parent.name}/{sample.picture.name}"


def label_vehicles(sample: Sample, seen: list[Seen]) -> Sample | None:
    """The sample with the vehicles that the teacher is sure of; None if it is sure of none.

    A plate that a person marked lies on some vehicle: a picture where no sure vehicle holds every marked
    plate is dropped, as the teacher has missed one.
    """
    vehicles = [one for one in seen if one.label in VEHICLE_CLASSES]
    sure = to_array([one.box for one in vehicles if one.score >= SURE])
    unsure = to_array([one.box for one in vehicles if one.score < SURE])
    plates = sample.boxes[[label == "plate" for label in sample.labels]] if sample.labels else sample.boxes
    if not len(sure) or not all(_inside_any(plate, sure) for plate in plates):
        return None
    doubtful = [box for box in unsure if _shared_with_any(box, sure) < 0.6]
    return sample.with_boxes(merged(sure), "vehicle", to_array([tuple(box) for box in doubtful]))


def _shared_with_any(box: Boxes, others: Boxes) -> float:
    """Biggest share of a box that lies in one of the others."""
    size = max(1e-6, float((box[2] - box[0]) * (box[3] - box[1])))
    return max((_shared(box, other) / size for other in others), default=0.0)


def _inside_any(plate: Boxes, vehicles: Boxes) -> bool:
    x, y = (plate[0] + plate[2]) / 2, (plate[1] + plate[3]) / 2
    held = (vehicles[:, 0] <= x) & (x <= vehicles[:, 2]) & (vehicles[:, 1] <= y) & (y <= vehicles[:, 3])
    return bool(held.any())


def merged(boxes: Boxes) -> Boxes:
    """Boxes without those that lie mostly (80 %) inside a bigger one: a van is at once car and truck."""
    kept: list[Boxes] = []
    for box in sorted(boxes, key=lambda b: -float((b[2] - b[0]) * (b[3] - b[1]))):
        area = max(1e-6, float((box[2] - box[0]) * (box[3] - box[1])))
        if all(_shared(box, other) / area < 0.8 for other in kept):
            kept.append(box)
    return np.asarray(kept, np.float32).reshape(-1, 4)


def _shared(a: Boxes, b: Boxes) -> float:
    width = min(a[2], b[2]) - max(a[0], b[0])
    height = min(a[3], b[3]) - max(a[1], b[1])
    return float(max(0.0, width) * max(0.0, height))
