"""What a detector says about one frame."""

from __future__ import annotations

from dataclasses import dataclass

from edge.domain.geometry import Box


@dataclass(frozen=True, slots=True, kw_only=True)
class Detection:
    """One object in one picture: its box in pixels of that picture, its label, its calibrated score."""

    box: Box
    label: str
    score: float
    second_opinion: float | None = None
    """The chance that its place is damaged at all, as another network sees it; None where none was asked."""
