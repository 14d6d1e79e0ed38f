"""``[inspection]``, ``[plate]`` and ``[identity]``: what is asked of a passage."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field

from edge.config.base import Region, Seconds, Section, Text

PurposeName = Literal["checkout", "return", "move", "unknown"]


class ByDirection(Section):
    """Purposes of single directions in the picture; those left out have the lane's own."""

    up: PurposeName | None = None
    down: PurposeName | None = None
    left: PurposeName | None = None
    right: PurposeName | None = None


class Inspection(Section):
    """The inspection of one passage."""

    purpose: PurposeName = "return"
    """What a passage through this lane is."""
    never_inspected: tuple[Text, ...] = ("underbody",)
    """Parts that no camera of this gate can see, as the cameras stand; told in `info`."""
    by_direction: ByDirection = Field(default_factory=ByDirection)
    """What it is in single directions, where cars leave and come back through one lane."""


class Plate(Section):
    """The plate reader."""

    engine: Literal["network", "tesseract", "contour-tesseract"] = "tesseract"
    """Which reader reads."""
    regions: tuple[Region, ...] = ()
    """Regions whose plates are expected, most frequent first; empty: every region that we know."""
    deadline_s: Seconds = 5.0
    """Longest time for one read; what takes longer is a gap of the inspection."""


class Identity(Section):
    """How a plate becomes the key of a vehicle."""

    key_file: Path | None = None
    """The fleet's key, the same at every gate. Left out, the gate makes one of its own, and no other gate
    knows its cars."""
