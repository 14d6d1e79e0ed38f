"""Which notices cost the connection: some brokers answer a forbidden publish by cutting it."""

from __future__ import annotations

import logging
from collections.abc import Iterable

from edge.flow.clock import Clock
from edge.messaging.verdict import CUT, CUTS, words

_LOG = logging.getLogger(__name__)
ASIDE_S = 3600.0


class Suspects:
    """Notices by the tail of their topic, such as ``alert/disk``.

    What was under way when the connection was lost is suspected, and goes alone from then on. What has cost
    it three times in a row is set aside with all of its kind (``alert``), as an access list allows or forbids
    a kind: else every alert in turn would cost three. An hour later the kind has one more try.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._cuts: dict[str, int] = {}
        self._until_ns: dict[str, int] = {}

    def __contains__(self, tail: str) -> bool:
        return tail in self._cuts

    def aside(self, tail: str) -> bool:
        """It is not told for now."""
        return _kind(tail) in self._until_ns

    def blame(self, tails: Iterable[str]) -> None:
        """The connection was lost over one of these."""
        for tail in tails:
            self._cuts[tail] = self._cuts.get(tail, 0) + 1
            if self._cuts[tail] >= CUTS and not self.aside(tail):
                _LOG.error("code=notice-set-aside kind=%s topic=%s%s", _kind(tail), tail, words(CUT))
                self._until_ns[_kind(tail)] = self._clock.now_ns() + int(ASIDE_S * 1e9)

    def clear(self, tail: str) -> None:
        """The broker has taken it."""
        self._cuts.pop(tail, None)

    def pardon(self) -> bool:
        """Let those have their try whose time has come; whether there are any."""
        over = [kind for kind, until_ns in self._until_ns.items() if self._clock.now_ns() >= until_ns]
        for kind in over:
            del self._until_ns[kind]
        return bool(over)


def _kind(tail: str) -> str:
    return tail.partition("/")[0]
