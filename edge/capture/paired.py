"""A small picture beside the full one, from whatever source."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from edge.capture.source import Source
from edge.domain.frame import Frame
from edge.vision.shrink import shrink, small_size


class Paired:
    """Every frame of another source with its small picture, made while the full one is still in the cache.

    So the thread that watches an empty lane need not touch the full picture at all.

    Args:
        source: delivers full pictures, or both.
        small_px: longer side of the small one.
    """

    def __init__(self, source: Source, small_px: int) -> None:
        self._source, self._small_px = source, small_px

    @property
    def live(self) -> bool:
        """As the source behind it."""
        return self._source.live

    def __iter__(self) -> Iterator[Frame]:
        """The frames, each with both pictures."""
        for frame in self._source:
            full = frame.image if frame.small is None else frame.small
            size = small_size(frame.width, frame.height, self._small_px)
            yield replace(frame, small=shrink(full, size))

    def close(self) -> None:
        """Close the source behind it."""
        self._source.close()
