"""Boxes: the one geometric value that every room shares."""

from __future__ import annotations

from dataclasses import dataclass

NormalBox = tuple[float, float, float, float]
"""x, y, width, height as fractions of the picture that the box refers to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """Half-open rectangle in pixels: ``left <= x < right``, ``top <= y < bottom``."""

    left: float
    top: float
    right: float
    bottom: float

    @classmethod
    def of_size(cls, x: float, y: float, width: float, height: float) -> Box:
        """Box from its top-left corner and its size."""
        return cls(left=x, top=y, right=x + width, bottom=y + height)

    @property
    def width(self) -> float:
        """Width in pixels, never negative."""
        return max(0.0, self.right - self.left)

    @property
    def height(self) -> float:
        """Height in pixels, never negative."""
        return max(0.0, self.bottom - self.top)

    @property
    def area(self) -> float:
        """Area in square pixels; 0 for an empty box."""
        return self.width * self.height

    @property
    def center(self) -> tuple[float, float]:
        """Middle as (x, y)."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    def intersection(self, other: Box) -> Box:
        """What both cover; a box of area 0 if they do not meet."""
        left, top = max(self.left, other.left), max(self.top, other.top)
        right, bottom = min(self.right, other.right), min(self.bottom, other.bottom)
        return Box(left=left, top=top, right=max(left, right), bottom=max(top, bottom))

    def hull(self, other: Box) -> Box:
        """Smallest box that holds both."""
        return Box(
            left=min(self.left, other.left),
            top=min(self.top, other.top),
            right=max(self.right, other.right),
            bottom=max(self.bottom, other.bottom),
        )

    def iou(self, other: Box) -> float:
        """Intersection over union in [0, 1]; 0 if either is empty."""
        shared = self.intersection(other).area
        union = self.area + other.area - shared
        return shared / union if union > 0 else 0.0

    def covered_by(self, other: Box) -> float:
        """Share of this box that lies in the other, in [0, 1]."""
        return self.intersection(other).area / self.area if self.area > 0 else 0.0

    def scaled(self, x: float, y: float) -> Box:
        """The same box in a picture that is x times as wide and y times as high."""
        return Box(left=self.left * x, top=self.top * y, right=self.right * x, bottom=self.bottom * y)

    def moved(self, x: float, y: float) -> Box:
        """The same box with its origin moved by (x, y) pixels."""
        return Box(left=self.left + x, top=self.top + y, right=self.right + x, bottom=self.bottom + y)

    def grown(self, share: float) -> Box:
        """Wider and higher by ``share`` of its size on every side."""
        x, y = self.width * share, self.height * share
        return Box(left=self.left - x, top=self.top - y, right=self.right + x, bottom=self.bottom + y)

    def clamped(self, width: float, height: float) -> Box:
        """The part inside a picture of this size."""
        return self.intersection(Box(left=0, top=0, right=width, bottom=height))

    def normalized(self, width: float, height: float) -> NormalBox:
        """(x, y, w, h) as fractions of a picture of this size, rounded to 1e-5 so that events stay small."""
        return (
            round(self.left / width, 5),
            round(self.top / height, 5),
            round(self.width / width, 5),
            round(self.height / height, 5),
        )


def from_normalized(box: NormalBox, width: float, height: float) -> Box:
    """Pixels of a picture of this size; the inverse of :meth:`Box.normalized`."""
    x, y, w, h = box
    return Box.of_size(x * width, y * height, w * width, h * height)
