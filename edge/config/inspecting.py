"""``[inspection]``, ``[plate]`` and ``[identity]``: what is asked of a passage."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, Self

from pydantic import Field, model_validator

from edge.config.base import DiskPath, Fault, Region, Seconds, Section, Share, Text, refuse
from edge.resources import known_regions

Engine = Literal["network", "tesseract", "contour-tesseract"]
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
    false_new_per_view: Share = 0.007
    """Findings on a view without new damage that may be called new, as measured on photographs. Fewer cost
    new damage that is missed; of the operating points of the shipped rule the next lower counts."""
    by_direction: ByDirection = Field(default_factory=ByDirection)
    """What it is in single directions, where cars leave and come back through one lane."""


class Plate(Section):
    """The plate reader."""

    engine: Engine = "network"
    """Which reader reads."""
    regions: tuple[Region, ...] = ()
    """Regions whose plates are expected, most frequent first; empty: every region that we know."""
    second_opinion_below: Share = 0.0
    """Confidence of the network under which Tesseract is asked as well; 0: never."""
    deadline_s: Seconds = 5.0
    """Longest time for one read by Tesseract; what takes longer is a gap of the inspection."""

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        refuse(self._faults())
        return self

    def _faults(self) -> Iterator[Fault]:
        for place, region in enumerate(self.regions):
            if region not in known_regions():
                yield ("regions", place), f"{region!r} is not in the table of plate formats"


class Identity(Section):
    """How a plate becomes the key of a vehicle."""

    key_file: DiskPath | None = None
    """The fleet's key, the same at every gate. Left out, the gate makes one of its own, and no other gate
    knows its cars."""
