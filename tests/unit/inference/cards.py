"""A network's folder as the recipes write it, and a network whose answers the test chooses."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from edge.inference.runtime import Network

BYTES = b"TFL3 stands for a network" * 100
LABELS = ("car", "van")

CARD = """
format = 1
name = "{name}"
version = "1"
task = "{task}"
file = "model.tflite"
sha256 = "{sha256}"
labels = "labels.txt"
date = 2026-11-21
seed = 1
recipe = "python -m models.train {name}"
outputs = [{outputs}]
passes = [{passes}]
accuracy = []
training_data = []
[input]
width = 64
height = 32
color = "RGB"
resize = "letterbox"
[calibration]
temperature = {temperature}
threshold = 0.5
chosen = "by hand"
[cost]
bytes = 2500
parameters = 10
macs = 10
"""
DECODE = "[decode]\nnms_iou = 0.5\nmin_score = 0.05\nmax_detections = 10\n"
DETECTOR_OUTPUTS = ", ".join(
    f'{{kind = "{kind}", stride = {stride}}}' for stride in (8, 16) for kind in ("scores", "distances")
)
DETECTOR_SHAPES = [(1, 4, 8, 2), (1, 4, 8, 4), (1, 2, 4, 2), (1, 2, 4, 4)]


def write(
    folder: Path,
    *,
    task: str = "detection",
    temperature: float = 1.0,
    labels: Sequence[str] = LABELS,
    outputs: str = "",
    files: Mapping[str, bytes] | None = None,
    passes: str = "{}",
) -> Path:
    """``outputs``, ``files``, ``passes``: beyond what the task needs anyway."""
    folder.mkdir(parents=True, exist_ok=True)
    detects = task == "detection"
    beside = files or {}
    hashes = "".join(f'"{name}" = "{hashlib.sha256(body).hexdigest()}"\n' for name, body in beside.items())
    for name, body in beside.items():
        (folder / name).write_bytes(body)
    card = CARD.format(
        name=folder.name,
        task=task,
        sha256=hashlib.sha256(BYTES).hexdigest(),
        outputs=outputs or (DETECTOR_OUTPUTS if detects else '{kind = "logits"}'),
        temperature=temperature,
        passes=passes,
    )
    (folder / "card.toml").write_text(card + DECODE * detects + f"[files]\n{hashes}" * bool(beside))
    (folder / "labels.txt").write_text("".join(f"{label}\n" for label in labels))
    (folder / "model.tflite").write_bytes(BYTES)
    return folder


class Scripted(Network):
    """Gives the tensors it was made with, whatever it is fed, and keeps that."""

    def __init__(self, tensors: list[npt.NDArray[np.float32]], *, size: tuple[int, int] = (64, 32)) -> None:
        self.tensors = tensors
        self.input_shape = (1, size[1], size[0], 3)
        self.output_shapes = [tuple(tensor.shape) for tensor in tensors]
        self.fed: list[npt.NDArray[np.uint8]] = []

    def __call__(self, picture: npt.NDArray[np.uint8]) -> list[npt.NDArray[np.float32]]:
        self.fed.append(picture)
        return self.tensors


def silent_tensors() -> list[npt.NDArray[np.float32]]:
    """A detector that sees nothing: every logit far below zero."""
    return [np.full(shape, -20 if shape[-1] == 2 else 1, np.float32) for shape in DETECTOR_SHAPES]
