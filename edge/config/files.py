"""Which values of the file name other files, and where those lie."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from edge.config.base import Fault, Place


def absolute(value: Any, folder: Path, key: str = "") -> Any:
    """The same tree with every relative path counted from ``folder``, where the configuration lies."""
    if isinstance(value, dict):
        return {name: absolute(inner, folder, name) for name, inner in value.items()}
    if isinstance(value, list):
        return [absolute(item, folder, key) for item in value]
    return str(folder / value) if isinstance(value, str) and value and _is_path(key, value) else value


def named_files(value: Any, place: Place = ()) -> Iterator[tuple[Place, Path]]:
    """Every ``*_file`` of an absolute tree."""
    for key, inner in _children(value):
        yield from named_files(inner, (*place, key))
    if place and str(place[-1]).endswith("_file") and isinstance(value, str) and value:
        yield place, Path(value)


def missing_files(value: Any) -> Iterator[Fault]:
    """Every one that is not there."""
    for place, file in named_files(value):
        if not file.is_file():
            yield place, f"no such file: {file}"


def _children(value: Any) -> list[tuple[str | int, Any]]:
    if isinstance(value, dict):
        return list(value.items())
    return list(enumerate(value)) if isinstance(value, list) else []


def _is_path(key: str, value: str) -> bool:
    if key == "source":  # a camera's number, an address or `picamera2:0` is none
        return ":" not in value and not value.isdigit()
    return key.endswith("_file") or key in ("folder", "textfile")
