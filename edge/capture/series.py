"""Several sources as one: after each other, or side by side."""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import replace

from edge.capture.source import Source
from edge.domain.frame import Frame

STEP_NS = 80_000_000
"""Between the last frame of one source and the first of the next, where the last alone tells no pace."""


class Series:
    """Sources of one camera that follow one another: times and sequence numbers run on."""

    live = False

    def __init__(self, sources: Sequence[Source]) -> None:
        self._sources = sources

    def __iter__(self) -> Iterator[Frame]:
        """Every frame of each in turn. The next source begins one frame after the last ended."""
        start_ns, start = 0, 0
        for source in self._sources:
            last, step_ns = None, STEP_NS
            for frame in source:
                shifted = replace(frame, time_ns=start_ns + frame.time_ns, sequence=start + frame.sequence)
                step_ns = shifted.time_ns - last.time_ns if last else step_ns
                last = shifted
                yield shifted
            if last:
                start_ns, start = last.time_ns + step_ns, last.sequence + 1

    def close(self) -> None:
        """Close all of them."""
        for source in self._sources:
            source.close()


def together(sources: Sequence[Source]) -> Iterator[Frame]:
    """Frames of simultaneous cameras in time order; at the same moment, in the order of the cameras."""
    return heapq.merge(*sources, key=lambda frame: frame.time_ns)
