"""Where frames come from, as the rest of the house sees it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from edge.domain.frame import Frame


class Source(Protocol):
    """Frames of one camera, in time order. A hole in their sequence numbers is a frame that was lost.

    One thread iterates and closes: a driver's handle is nothing that two threads may touch.
    """

    @property
    def live(self) -> bool:
        """Whether frames come at their own pace and are lost if nobody takes them."""
        ...

    def __iter__(self) -> Iterator[Frame]:
        """The frames, once.

        :raises SourceError: where the source stops delivering before its end; a live one has no end.
        """
        ...

    def close(self) -> None:
        """Let go of the device or file; afterwards nothing is delivered."""
        ...
