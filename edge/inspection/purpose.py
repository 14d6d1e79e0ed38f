"""Why a vehicle came through, as far as the lane knows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from edge.domain.inspection import Purpose
from edge.domain.passage import Direction


@dataclass(frozen=True, slots=True, kw_only=True)
class Purposes:
    """What passages through this lane are: in and out of a yard through one gate are two purposes."""

    usual: Purpose
    by_direction: Mapping[Direction, Purpose] = field(default_factory=dict)

    def of(self, direction: Direction) -> Purpose:
        """That of a passage in this direction (in the picture of the camera that saw it first)."""
        return self.by_direction.get(direction, self.usual)
