"""What the gate raises an alert for, and when that is over."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from edge.app import machine
from edge.app.feed import Feed
from edge.capture.fault import FAULTS
from edge.config.gate import GateConfig
from edge.flow.clock import Clock
from edge.messaging.board import NoticeBoard
from edge.storage.outbox import Depth
from edge.storage.store import Store
from edge.wire.standing import Alert

CLOCK_PATIENCE_S = 120.0
"""How long after a start the time service may take to set the clock."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ailment:
    """One thing that is wrong now; ``code`` is stable, ``text`` may change while it lasts."""

    code: str
    text: str
    remedy: str


class Alerts:
    """Keeps the alerts on the notice board as they are. One thread calls it."""

    def __init__(self, board: NoticeBoard, clock: Clock, known: Sequence[str]) -> None:
        """``known``: every code that may come; what an earlier run may have left of them is cleared."""
        self._board, self._clock = board, clock
        self._standing: frozenset[str] = frozenset()
        for code in known:
            board.unpin(code)

    def show(self, ailments: Sequence[Ailment]) -> bool:
        """Pin what is new and clear what is over; whether anything was."""
        now = self._clock.at(self._clock.now_ns())
        for ailment in ailments:
            if ailment.code not in self._standing:
                self._board.pin(Alert(code=ailment.code, since=now, text=ailment.text, remedy=ailment.remedy))
        standing = frozenset(ailment.code for ailment in ailments)
        for code in self._standing - standing:
            self._board.unpin(code)
        changed, self._standing = standing != self._standing, standing
        return changed


@dataclass(frozen=True, slots=True, kw_only=True)
class Examination:
    """Looks at everything that may be wrong. ``lost``: events that were lost before this session."""

    feeds: Sequence[Feed]
    store: Store
    clock: Clock
    config: GateConfig
    began_ns: int
    lost: int

    @property
    def codes(self) -> tuple[str, ...]:
        """Every code that may come."""
        own = "disk", "clock", "throttled", "outbox-overflow", "events-set-aside"
        return *own, *(_code(feed, fault) for feed in self.feeds for fault in FAULTS)

    def ailments(self) -> tuple[Ailment, ...]:
        """What is wrong now. Raises StorageError."""
        looks: Sequence[Callable[[], Iterator[Ailment]]] = (
            self._cameras,
            self._disk,
            self._time,
            self._power,
            self._queue,
        )
        return tuple(ailment for look in looks for ailment in look())

    def _cameras(self) -> Iterator[Ailment]:
        for feed in self.feeds:
            fault = feed.fault
            if fault is not None:
                yield Ailment(code=_code(feed, fault.code), text=fault.text, remedy=fault.remedy)

    def _disk(self) -> Iterator[Ailment]:
        free = shutil.disk_usage(self.store.folder).free
        if free < self.config.storage.min_free_bytes:
            text = (
                f"{free / 1e6:.0f} MB free, {self.config.storage.min_free_bytes / 1e6:.0f} MB are to stay so"
            )
            yield Ailment(code="disk", text=text, remedy="make room, or lower storage.evidence_max_bytes")

    def _time(self) -> Iterator[Ailment]:
        settled = self.clock.now_ns() - self.began_ns > CLOCK_PATIENCE_S * 1e9
        if settled and not self.clock.synchronized():
            text = "no time service keeps the clock"
            yield Ailment(
                code="clock", text=text, remedy="timedatectl set-ntp true, and let it reach a server"
            )

    def _power(self) -> Iterator[Ailment]:
        if machine.throttled():
            text = "the board slows itself down: too little voltage, or too hot"
            yield Ailment(code="throttled", text=text, remedy="use its own power supply, and give it air")

    def _queue(self) -> Iterator[Ailment]:
        depth: Depth = self.store.outbox.depth()
        if depth.lost > self.lost:
            text = f"{depth.lost - self.lost} events were lost, as more waited than the disk may hold"
            yield Ailment(code="outbox-overflow", text=text, remedy="mend the way to the broker")
        if depth.set_aside:
            text = f"{depth.set_aside} events stand aside: the broker or the consumer will not have them"
            yield Ailment(code="events-set-aside", text=text, remedy="look at them: gate outbox list")


def _code(feed: Feed, fault: str) -> str:
    return f"camera-{fault}-{feed.camera.role}"
