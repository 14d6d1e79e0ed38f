"""``[watch]``: what runs on every frame."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from edge.config.base import Seconds, Section, Share


class Watch(Section):
    """The watch over the lane: motion, vehicles, tracks, passages."""

    small_px: Annotated[int, Field(ge=64, le=2_048)] = 320
    """Longer side of the small picture on which motion and vehicles are looked for."""
    min_vehicle_share: Share = 0.012
    """Least share of the picture that a vehicle covers; what is smaller is too far to inspect."""
    unaided_vehicle_share: Share = 0.05
    """Share from which a thing that fills its outline is a vehicle even where no detector knows the view."""
    detect_every_s: Seconds = 0.3
    """The vehicle detector looks at most so often, and only while something moves."""
    join_s: Seconds = 4.0
    """Longest time between one camera's passage and another's of the same vehicle."""
    keep_views: Annotated[int, Field(ge=1, le=20)] = 5
    """Best views kept of one passage: they are inspected and filed."""
