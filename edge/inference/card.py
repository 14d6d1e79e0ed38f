"""The card that every network brings: size, colour, labels, hash, calibration, measured accuracy."""

from __future__ import annotations

import hashlib
import tomllib
from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from edge.domain.errors import ModelError
from edge.domain.inspection import ModelRef


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class InputSpec(_Part):
    """What the network wants to be fed."""

    width: int = Field(gt=0)
    height: int = Field(gt=0)
    color: Literal["RGB"]
    resize: Literal["letterbox", "stretch"]
    fill: int = Field(default=114, ge=0, le=255)


class OutputSpec(_Part):
    """One output tensor; ``stride`` is the detector's pixels per cell."""

    kind: Literal["scores", "distances", "logits"]
    stride: int | None = None


class DecodeSpec(_Part):
    """How a detector's cells become boxes."""

    nms_iou: float = Field(ge=0, le=1)
    min_score: float = Field(ge=0, le=1)
    max_detections: int = Field(gt=0)


class Calibration(_Part):
    """Temperature and operating point, fitted on the quantized network."""

    temperature: float = Field(gt=0)
    threshold: float = Field(ge=0, le=1)
    chosen: str


class Cost(_Part):
    """What a run costs."""

    bytes: int
    parameters: int
    macs: int


class Accuracy(_Part):
    """One measurement, float and int8 on the same pictures."""

    set: str
    metric: str
    n: int
    full: float = Field(alias="float")
    int8: float


class TrainingData(_Part):
    """What it was trained on, with the licence."""

    name: str
    licence: str
    source: str
    pictures: int


class Card(_Part):
    """``card.toml`` of one network."""

    format: Literal[1]
    name: str
    version: str
    task: Literal["detection", "classification", "reading"]
    file: str
    sha256: str = Field(pattern="^[0-9a-f]{64}$")
    labels: str
    date: date
    seed: int
    recipe: str
    input: InputSpec
    outputs: tuple[OutputSpec, ...]
    decode: DecodeSpec | None = None
    calibration: Calibration
    cost: Cost
    accuracy: tuple[Accuracy, ...]
    training_data: tuple[TrainingData, ...]


class Folder:
    """A network's folder, checked: card, labels, and the network's bytes against the card's hash.

    Raises:
        ModelError: something is missing, malformed, or not what the card says; names the file.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.card = _read_card(path / "card.toml")
        self.labels = _read_labels(path / self.card.labels)
        self.network = path / self.card.file
        self._verify()

    @property
    def ref(self) -> ModelRef:
        """The network's name in an event."""
        return ModelRef(name=self.card.name, version=self.card.version, sha256=self.card.sha256)

    def _verify(self) -> None:
        found = hashlib.sha256(_read(self.network)).hexdigest()
        if found != self.card.sha256:
            raise ModelError(f"{self.network}: sha256 is {found}, the card says {self.card.sha256}")


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as fault:
        raise ModelError(f"{path}: {fault.strerror}") from fault


def _read_card(path: Path) -> Card:
    try:
        return Card.model_validate(tomllib.loads(_read(path).decode()))
    except ValidationError as fault:
        first = fault.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise ModelError(f"{path}: {where}: {first['msg']}") from fault
    except ValueError as fault:
        raise ModelError(f"{path}: {fault}") from fault


def _read_labels(path: Path) -> tuple[str, ...]:
    try:
        lines = _read(path).decode().splitlines()
    except UnicodeDecodeError as fault:
        raise ModelError(f"{path}: {fault}") from fault
    labels = tuple(line.strip() for line in lines if line.strip())
    if not labels or len(set(labels)) != len(labels):
        raise ModelError(f"{path}: labels are empty or repeated")
    return labels
