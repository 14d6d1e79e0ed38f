"""``[inspection]``, ``[plate]`` and ``[identity]``: what is asked of a passage."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from edge.config.base import Region, Seconds, Section

PurposeName = Literal["checkout", "return", "move", "unknown"]


class Inspection(Section):
    """The inspection of one passage."""

    purpose: PurposeName = "return"
    """What a passage through this lane is."""


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
