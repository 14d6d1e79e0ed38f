"""Where the files that ship with the program lie: networks, plate formats, the bundled clip."""

from __future__ import annotations

from pathlib import Path

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


def plate_formats() -> Path:
    """The table of the regions' plate formats (TOML)."""
    return Path(__file__).parent / "inspection/formats.toml"
