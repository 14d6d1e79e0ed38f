"""The card that every network brings: size, colour, labels, hash, calibration, measured accuracy."""

from __future__ import annotations

import hashlib
import tomllib
from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

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

    kind: Literal["scores", "distances", "logits", "embedding"]
    stride: int | None = Field(default=None, gt=0)
    labels: str | None = None
    """File with the labels of this output, where they are not the card's."""
    temperature: float | None = Field(default=None, gt=0)
    """Of this output, where it is not the card's."""
    threshold: float | None = None
    """Of logits that tell known from unknown: the highest one under which no label is meant."""


class PassSpec(_Part):
    """One run over a picture."""

    scale: float = Field(default=1.0, gt=0, le=1)
    """Of a letterboxed picture in the input, whose rest is filled."""
    mirrored: bool = False


class DecodeSpec(_Part):
    """How a detector's cells become boxes."""

    nms_iou: float = Field(ge=0, le=1)
    min_score: float = Field(gt=0, le=1)
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


class Golden(_Part):
    """What one output gives for the golden input (see `golden.py`)."""

    tolerance: float = Field(gt=0)
    """Mean difference that is still the same network on another runtime or processor."""
    values: tuple[float, ...] = Field(min_length=1)


class Card(_Part):
    """``card.toml`` of one network."""

    format: Literal[1]
    name: str
    version: str
    task: Literal["detection", "classification", "reading", "recognition"]
    file: str
    sha256: str = Field(pattern="^[0-9a-f]{64}$")
    labels: str
    files: dict[str, str] = {}
    """SHA-256 of every other file that the network is read with: its labels, what it knows by heart."""
    date: date
    seed: int
    recipe: str
    input: InputSpec
    outputs: tuple[OutputSpec, ...]
    decode: DecodeSpec | None = None
    passes: tuple[PassSpec, ...] = Field(default=(PassSpec(),), min_length=1)
    """What several tell of one picture is put together (test-time augmentation): a detector's boxes are fused
    where they overlap by more than ``nms_iou``, other outputs averaged."""
    calibration: Calibration
    cost: Cost
    accuracy: tuple[Accuracy, ...]
    training_data: tuple[TrainingData, ...]
    golden: tuple[Golden, ...] = ()
    """One for each output; none on cards from before there were any."""

    @model_validator(mode="after")
    def _passes_make_sense(self) -> Card:
        if self.task == "reading" and self.passes != (PassSpec(),):
            raise ValueError("passes: a text is read in one, as it is")
        if self.input.resize == "stretch" and any(each.scale < 1 for each in self.passes):
            raise ValueError("passes: a stretched picture fills the input")
        return self


class Folder:
    """A network's folder, checked: card, labels, and the bytes of every file against the card's hash.

    Raises:
        ModelError: something is missing, malformed, or not what the card says; names the file.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.card = _read_card(path / "card.toml")
        self.network = path / self.card.file
        self._verify()
        self.labels = _read_labels(path / self.card.labels)

    @property
    def ref(self) -> ModelRef:
        """The network's name in an event."""
        return ModelRef(name=self.card.name, version=self.card.version, sha256=self.card.sha256)

    def labels_of(self, output: OutputSpec) -> tuple[str, ...]:
        """What the places of an output stand for. Raises ModelError."""
        return _read_labels(self.path / output.labels) if output.labels else self.labels

    def read(self, name: str) -> bytes:
        """One of the card's other files. Raises ModelError where the card does not vouch for it."""
        if name not in self.card.files:
            raise ModelError(f"{self.path / 'card.toml'}: has no hash of {name}")
        return _read(self.path / name)

    def _verify(self) -> None:
        hashes = {self.card.file: self.card.sha256, **self.card.files}
        for name, wanted in hashes.items():
            found = hashlib.sha256(_read(self.path / name)).hexdigest()
            if found != wanted:
                raise ModelError(f"{self.path / name}: sha256 is {found}, the card says {wanted}")


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
