"""What the bare networks take of the time that a measure reports."""

from __future__ import annotations

import time
from pathlib import Path

from edge.inference.runtime import Network


class Clocked(Network):
    """A network that adds up the time of its bare runs."""

    def __init__(self, path: Path, *, threads: int = 1) -> None:
        super().__init__(path, threads=threads)
        self.spent_ms = 0.0

    def invoke(self) -> None:
        """Run, and note how long it took."""
        began = time.perf_counter()
        super().invoke()
        self.spent_ms += (time.perf_counter() - began) * 1e3


class Stopwatch:
    """Makes networks whose bare runs are timed."""

    def __init__(self) -> None:
        self._made: list[Clocked] = []

    def __call__(self, path: Path) -> Clocked:
        """One more of them."""
        self._made.append(Clocked(path))
        return self._made[-1]

    @property
    def spent_ms(self) -> float:
        """Of all of them so far."""
        return sum(network.spent_ms for network in self._made)
