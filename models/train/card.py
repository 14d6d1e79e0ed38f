"""Write a network's card: the program's own `Card` type, turned into TOML.

The card is checked by the type that the gate reads it with before it is written, so a recipe cannot ship a
card that the gate refuses.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from edge.inference.card import Card
from models.train.seal import Answer, golden_answer, seal

Table = dict[str, Any]


def draft(
    *,
    name: str,
    version: str,
    seed: int,
    width: int,
    height: int,
    outputs: Sequence[Mapping[str, Any]],
    resize: str = "letterbox",
    decode: Mapping[str, Any] | None = None,
    task: str = "classification",
    passes: Sequence[Mapping[str, Any]] = (),
) -> Table:
    """A card before anything is measured: temperature 1, threshold 0.5, no cost, no hash."""
    table: Table = {
        "format": 1,
        "name": name,
        "version": version,
        "task": task if decode is None else "detection",
        "file": "model.tflite",
        "sha256": "0" * 64,
        "labels": "labels.txt",
        "date": datetime.now(UTC).date(),
        "seed": seed,
        "recipe": f"python -m models.train {name}",
        "input": {"width": width, "height": height, "color": "RGB", "resize": resize, "fill": 114},
        "outputs": [dict(output) for output in outputs],
        "calibration": {"temperature": 1.0, "threshold": 0.5, "chosen": "not chosen yet"},
        "cost": {"bytes": 0, "parameters": 0, "macs": 0},
        "accuracy": [],
        "training_data": [],
        "files": {},
        "golden": [],
    }
    if decode is not None:
        table["decode"] = dict(decode)
    if passes:
        table["passes"] = [dict(each) for each in passes]
    return table


def detector_outputs(strides: Sequence[int]) -> list[Table]:
    """Scores and distances of every level, in the order in which the recipes' networks give them."""
    return [{"kind": kind, "stride": stride} for stride in strides for kind in ("scores", "distances")]


def checked(table: Mapping[str, Any]) -> Card:
    """The card as the gate understands it.

    Raises:
        pydantic.ValidationError: the gate would refuse it.
    """
    return Card.model_validate(table)


def write_folder(
    folder: Path,
    table: Table,
    network: bytes,
    labels: Sequence[str],
    *,
    beside: Mapping[str, bytes] | None = None,
    answer: Answer = golden_answer,
) -> None:
    """Write network, labels and card; hashes, size and golden answers are filled in. The README is by hand.

    Args:
        folder: made where it is missing.
        table: the card; completed.
        network: the TFLite file.
        labels: of the card.
        beside: other files that the network is read with, by name.
        answer: runs the network on the golden input.
    """
    table["sha256"] = hashlib.sha256(network).hexdigest()
    table["cost"]["bytes"] = len(network)
    files = {table["labels"]: lines(labels), **(beside or {})}
    table |= seal(checked(table), network, files, answer)
    checked(table)
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in {table["file"]: network, **files}.items():
        (folder / name).write_bytes(content)
    (folder / "card.toml").write_text(to_toml(table))


def lines(labels: Sequence[str]) -> bytes:
    """A file of labels."""
    return "".join(f"{label}\n" for label in labels).encode()


def to_toml(table: Mapping[str, Any]) -> str:
    """TOML of a table of values, tables of values and lists of them, the values first as TOML wants it."""
    plain = {key: value for key, value in table.items() if not _is_nested(value)}
    parts = [_lines(plain)]
    for key, value in table.items():
        if isinstance(value, Mapping):
            parts.append(f"[{key}]\n{_lines(value)}")
        elif _is_nested(value):
            parts += [f"[[{key}]]\n{_lines(entry)}" for entry in value]
    return "\n".join(parts)


def _is_nested(value: object) -> bool:
    return isinstance(value, Mapping | list)


def _lines(table: Mapping[str, Any]) -> str:
    return "".join(f"{_key(key)} = {_value(value)}\n" for key, value in table.items() if value is not None)


def _key(key: str) -> str:
    return key if re.fullmatch(r"[A-Za-z0-9_-]+", key) else json.dumps(key)


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, list):
        return f"[{', '.join(map(_value, value))}]"
    # A JSON string is a TOML basic string, save for a delete character, which no card holds.
    return json.dumps(str(value), ensure_ascii=False)
