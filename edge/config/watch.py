"""``[watch]``: what runs on every frame."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from edge.config.base import Section, Share


class Watch(Section):
    """The watch over the lane: motion, vehicles, tracks, passages."""

    small_px: Annotated[int, Field(ge=64, le=2_048)] = 320
    """Longer side of the small picture on which motion is looked for."""
    min_vehicle_share: Share = 0.01
    """Least share of the picture that a vehicle covers; what is smaller is none."""
