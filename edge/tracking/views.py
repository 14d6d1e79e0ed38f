"""Keep the best views of one vehicle, spread over its passage."""

from __future__ import annotations

from edge.domain.frame import Frame
from edge.domain.geometry import Box
from edge.domain.passage import View
from edge.vision.quality import crop, measure

CUT = 0.35
"""Worth of a view that the picture cuts: less than that of the whole vehicle far away."""
APART_NS = 250_000_000
"""Two kept views are at least so far apart: five frames of one moment say no more than one."""


class BestViews:
    """At most ``most`` views; a frame is measured only if its place and size could win it a place.

    Args:
        most: how many are kept.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._views: list[View] = []

    def offer(self, frame: Frame, box: Box) -> None:
        """Consider a frame with the vehicle at ``box`` (pixels of the frame)."""
        whole = _inside(frame, box)
        promise = _size_score(frame, box) * (1.0 if whole else CUT)
        rival = self._rival(frame.time_ns)
        if rival is not None and promise <= rival.quality:
            return
        quality = promise * measure(crop(frame.image, box)).score
        if rival is None or quality > rival.quality:
            if rival is not None:
                self._views.remove(rival)
            self._views.append(View(frame=frame, box=box, quality=round(quality, 4), whole=whole))

    def best(self) -> tuple[View, ...]:
        """The kept views, best first."""
        return tuple(sorted(self._views, key=lambda view: -view.quality))

    def _rival(self, time_ns: int) -> View | None:
        """The view that a new one must beat; None if there is room."""
        near = [v for v in self._views if abs(v.frame.time_ns - time_ns) < APART_NS]
        if near:
            return max(near, key=lambda view: view.quality)
        if len(self._views) < self._most:
            return None
        return min(self._views, key=lambda view: view.quality)


def _inside(frame: Frame, box: Box) -> bool:
    margin = 0.006 * max(frame.width, frame.height)
    return (
        box.left > margin
        and box.top > margin
        and box.right < frame.width - margin
        and box.bottom < frame.height - margin
    )


def _size_score(frame: Frame, box: Box) -> float:
    """1 for a vehicle that takes a third of the picture or more."""
    share = box.area / (frame.width * frame.height)
    return float(min(1.0, (share / 0.33) ** 0.35))
