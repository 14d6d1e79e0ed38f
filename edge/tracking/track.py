"""One thing that moves through the lane: its boxes over time, and what they say about its movement."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import hypot

from edge.domain.geometry import Box
from edge.domain.passage import Direction

SETTLED_NS = 300_000_000
RECOGNISED = 2
"""Looks in which the detector saw a vehicle there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """The thing in one frame: its box in pixels of the small picture, and its blob's solidity, 0 to 1."""

    time_ns: int
    box: Box
    solidity: float
    pieces: int = 1
    """Blobs of which it is made up."""
    merged: bool = False
    """The blob was shared with another track: the box is a guess."""


class Track:
    """A growing list of sightings; what is asked for on every frame is kept up, the rest is derived."""

    def __init__(self, number: int, first: Sighting) -> None:
        self.number = number
        self.sightings: list[Sighting] = []
        self.frames_missed = 0
        self.looks = 0
        """How often the detector looked while it was in view ..."""
        self.hits = 0
        """... and saw a vehicle there."""
        self.from_standstill = False
        """It stood in view before anything was seen of it to move."""
        self.sure_ns = first.time_ns
        """When it was last seen by itself, or by the detector."""
        self.largest = first.box
        """Of the box's sizes, by area."""
        self.travel = 0.0
        """Farthest distance of the box's middle from where it was once it had settled, in pixels.

        In its first moment a box may jump without anything moving (a patch of light appears in pieces), and
        the box of a shared blob is a guess: neither counts.
        """
        self._settled: Box | None = None
        self._stretch = 0.0
        self.see(first)

    def see(self, sighting: Sighting) -> None:
        """Go on with where it is now."""
        self.sightings.append(sighting)
        box = sighting.box
        if not sighting.merged:
            self.sure_ns = sighting.time_ns
        if box.area > self.largest.area:
            self.largest = box
        if sighting.merged or not self.settled:
            return
        self._settled = self._settled or box
        (x, y), (x0, y0) = box.center, self._settled.center
        self.travel = max(self.travel, hypot(x - x0, y - y0))
        self._stretch = max(self._stretch, _edge_shift(box, self._settled))

    def place(self, box: Box) -> None:
        """It is here, as the detector sees it: the last sighting was a guess, or took in its neighbour."""
        self.see(replace(self.sightings.pop(), box=box, merged=False))

    @property
    def settled(self) -> bool:
        """Whether its first moments are over, in which a box may be anything."""
        return self.last.time_ns - self.first.time_ns >= SETTLED_NS

    @property
    def recognised(self) -> bool:
        """Whether the detector knows it for a vehicle."""
        return self.hits >= RECOGNISED

    @property
    def last(self) -> Sighting:
        """The latest sighting."""
        return self.sightings[-1]

    @property
    def first(self) -> Sighting:
        """The first sighting."""
        return self.sightings[0]

    def predicted(self, time_ns: int) -> Box:
        """Where it should be now if it went on as over the last third of a second."""
        x, y = self.velocity
        ahead_s = (time_ns - self.last.time_ns) / 1e9
        return self.last.box.moved(x * ahead_s, y * ahead_s)

    @property
    def velocity(self) -> tuple[float, float]:
        """Pixels per second of the box's middle over the last 0.35 s, (x, y)."""
        now = self.last
        then = next(
            (s for s in reversed(self.sightings) if now.time_ns - s.time_ns >= 350_000_000), self.sightings[0]
        )
        elapsed_s = (now.time_ns - then.time_ns) / 1e9
        if elapsed_s <= 0:
            return 0.0, 0.0
        (x1, y1), (x0, y0) = now.box.center, then.box.center
        return (x1 - x0) / elapsed_s, (y1 - y0) / elapsed_s

    def still_for_s(self) -> float:
        """Seconds for which every edge of the box stayed within a tenth of the box's size."""
        now = self.last
        slack = 0.1 * max(now.box.width, now.box.height) + 1.5
        since = now.time_ns
        for s in reversed(self.sightings):
            if _edge_shift(s.box, now.box) > slack:
                break
            since = s.time_ns
        return (now.time_ns - since) / 1e9

    @property
    def progress(self) -> float:
        """How far it got, in shorter sides of its box: by its middle, or from a standstill by its edges.

        What drives off towards the camera grows, and hangs together with its hole in the model, long before
        its middle moves. In all else growing edges are no movement: light does that.
        """
        by_middle = self.travel / _shorter(self.largest)
        if not self.from_standstill or self._settled is None:
            return by_middle
        return max(by_middle, self._stretch / _shorter(self._settled))

    @property
    def direction(self) -> Direction:
        """Net movement, by the mean of the first and of the last fifth of its sightings."""
        few = max(1, len(self.sightings) // 5)
        x0, y0 = _mean_center(self.sightings[:few])
        x1, y1 = _mean_center(self.sightings[-few:])
        if abs(x1 - x0) > abs(y1 - y0):
            return Direction.RIGHT if x1 > x0 else Direction.LEFT
        return Direction.DOWN if y1 > y0 else Direction.UP


def _shorter(box: Box) -> float:
    return max(1.0, min(box.width, box.height))


def _edge_shift(a: Box, b: Box) -> float:
    return max(abs(a.left - b.left), abs(a.top - b.top), abs(a.right - b.right), abs(a.bottom - b.bottom))


def _mean_center(sightings: list[Sighting]) -> tuple[float, float]:
    centers = [s.box.center for s in sightings]
    return sum(x for x, _ in centers) / len(centers), sum(y for _, y in centers) / len(centers)
