"""Scenes through the real watch, with no detector to help it."""

from __future__ import annotations

from collections.abc import Iterable

from edge.app.watcher import Watcher
from edge.domain.detection import Detection
from edge.domain.frame import Frame, Image
from edge.domain.passage import Passage
from edge.tracking.judgement import VehicleRules
from edge.tracking.lane import WHOLE_PICTURE, Lane


def sees_nothing(image: Image) -> list[Detection]:
    """A detector that does not know this view."""
    return []


def watched(frames: Iterable[Frame], lane: Lane = WHOLE_PICTURE) -> list[Passage]:
    """Every passage of a recording, with the defaults of the program."""
    watcher = Watcher(detect=sees_nothing, rules=VehicleRules(), lane=lane)
    found = [passage for frame in frames for passage in watcher.step(frame)]
    return found + watcher.finish()


def told(passages: Iterable[Passage]) -> list[tuple[str, float, float]]:
    """Direction, entered and left in seconds, by time of entry: what a failing test should print."""
    times = [(str(p.direction), round(p.entered_ns / 1e9, 2), round(p.left_ns / 1e9, 2)) for p in passages]
    return sorted(times, key=lambda each: each[1])
