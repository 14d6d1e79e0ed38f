"""Where the files that ship with the program lie: networks, plate formats, the bundled clip."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

_INSTALLED = Path(__file__).parent / "_data"
_SOURCE = Path(__file__).parent.parent
"""In a checkout (or an editable install) the files lie where they are made."""


def models_folder() -> Path:
    """The folder of the networks: one folder each, with ``card.toml``."""
    return _INSTALLED / "models" if _INSTALLED.is_dir() else _SOURCE / "models"


def bundled_clip() -> Path:
    """The clip of the demonstration: one car drives through the lane twice."""
    folder = _INSTALLED / "clips" if _INSTALLED.is_dir() else _SOURCE / "models/scenes/clips"
    return folder / "return-lane.mp4"


@cache
def plate_formats() -> dict[str, Any]:
    """The table of the regions' plate formats, as it stands in its file."""
    return tomllib.loads((Path(__file__).parent / "inspection/formats.toml").read_text())


@cache
def change_rule() -> dict[str, Any]:
    """By what the comparison tells whether a place of a vehicle changed, as it stands in its file."""
    return tomllib.loads((Path(__file__).parent / "inspection/compare/change.toml").read_text())


@cache
def suspicion_rule() -> dict[str, Any]:
    """What it takes to tell a damage that the damage network only suspects, as it stands in its file."""
    return tomllib.loads((Path(__file__).parent / "inspection/compare/suspicion.toml").read_text())


def known_regions() -> set[str]:
    """Every region and group of regions of that table."""
    return {*plate_formats()["region"], *plate_formats()["group"]}


@cache
def dossier_file(name: str) -> str:
    """The template of a dossier's page, ``page.html``, or its style, ``page.css``."""
    return (Path(__file__).parent / "dossier" / name).read_text(encoding="utf-8")
