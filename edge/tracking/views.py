"""Keep the best views of one vehicle, spread over its passage."""

from __future__ import annotations

from edge.domain.frame import Frame
from edge.domain.geometry import Box
from edge.domain.passage import View
from edge.vision.quality import crop, measure

CUT = 0.35
"""Worth of a view that the picture cuts: less than that of the whole vehicle far away."""
MOMENT_NS = 250_000_000
"""Of one moment one view is kept: five frames of it say no more than one."""


class BestViews:
    """The best view of each moment, at first so short, and twice as long each time that they grow too many.

    So a passage of any length ends with views from all of it. Were a new view weighed only against those that
    are kept, a vehicle that comes ever nearer would take its best view along with it and leave none behind.
    A frame is measured only if its place and size could win it a place. Up to twice ``most`` are held.

    Args:
        most: how many come out.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._moment_ns = MOMENT_NS
        self._began_ns: int | None = None
        self._views: dict[int, View] = {}

    def offer(self, frame: Frame, box: Box) -> None:
        """Consider a frame with the vehicle at ``box`` (pixels of the frame)."""
        if self._began_ns is None:
            self._began_ns = (
                frame.time_ns
            )  # so that the hour at which a vehicle comes does not choose its views
        whole = _inside(frame, box)
        promise = _size_score(frame, box) * (1.0 if whole else CUT)
        if promise <= self._to_beat(frame.time_ns):
            return
        quality = round(promise * measure(crop(frame.image, box)).score, 4)
        self._keep(View(frame=frame, box=box, quality=quality, whole=whole))
        while len(self._views) > 2 * self._most:
            self._moment_ns *= 2
            views, self._views = self._views, {}
            for view in views.values():
                self._keep(view)

    def best(self) -> tuple[View, ...]:
        """The kept views, best first."""
        return tuple(sorted(self._views.values(), key=lambda view: -view.quality)[: self._most])

    def _keep(self, view: View) -> None:
        if view.quality > self._to_beat(view.frame.time_ns):
            self._views[self._moment(view.frame.time_ns)] = view

    def _moment(self, time_ns: int) -> int:
        assert self._began_ns is not None  # set by the first offer
        return (time_ns - self._began_ns) // self._moment_ns

    def _to_beat(self, time_ns: int) -> float:
        """Quality of the view of that moment, below all others if there is none."""
        rival = self._views.get(self._moment(time_ns))
        return -1.0 if rival is None else rival.quality


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
