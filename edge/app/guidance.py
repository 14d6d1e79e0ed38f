"""The ``lane`` topic: what happens in the lane, and what the driver may be told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from edge.app.posts import InspectPost
from edge.app.threads import Lane as Line
from edge.flow.clock import Clock
from edge.messaging.board import NoticeBoard
from edge.wire.standing import Advice, Lane, LaneState

BLOCKED_S = 120.0
"""A vehicle that is in view for so long does not pass."""
LEAVING_S = 8.0
"""How long a driver is told that all is done."""
RENEWED_S = {LaneState.IDLE: 60.0}
"""How often a state is said again; a state in which something happens: ``BUSY_RENEWED_S``."""
BUSY_RENEWED_S = 5.0
LASTS = 2.5
"""A word is void after so many renewals."""
_ADVICE = {
    LaneState.APPROACHING: Advice.SLOW_DOWN,
    LaneState.INSPECTING: Advice.WAIT,
    LaneState.LEAVING: Advice.DONE,
    LaneState.BLOCKED: Advice.STOP,
}


@dataclass(slots=True, kw_only=True)
class Guidance:
    """Looks about once a second. One thread calls it.

    A gate that does not watch says nothing more, and what it said is void at once: it cannot claim that the
    lane is empty.
    """

    board: NoticeBoard
    clock: Clock
    lines: Sequence[Line]
    inspect: InspectPost
    _said: tuple[LaneState, str | None] | None = field(default=None, init=False)
    _since: datetime | None = field(default=None, init=False)
    _renew_ns: int = field(default=0, init=False)
    _in_view_ns: int | None = field(default=None, init=False)

    def look(self, *, watching: bool) -> None:
        """Pin the lane's state where it changed or must be said again."""
        now_ns = self.clock.now_ns()
        if not watching:
            self._fall_silent(now_ns)
            return
        state, passage = self._state(now_ns)
        if (state, passage) != self._said:
            self._said, self._since = (state, passage), self.clock.at(now_ns)
        elif now_ns < self._renew_ns:
            return
        every_s = RENEWED_S.get(state, BUSY_RENEWED_S)
        self._renew_ns = now_ns + int(every_s * 1e9)
        self._pin(state, passage, now_ns, every_s * LASTS)

    def _state(self, now_ns: int) -> tuple[LaneState, str | None]:
        in_view = any(line.post.busy for line in self.lines)
        if not in_view:
            self._in_view_ns = None
        elif self._in_view_ns is None:
            self._in_view_ns = now_ns
        if self._in_view_ns is not None and now_ns - self._in_view_ns > BLOCKED_S * 1e9:
            return LaneState.BLOCKED, None
        under_way, done = self.inspect.under_way, self.inspect.done
        if under_way is not None or self.inspect.waiting:
            return LaneState.INSPECTING, under_way
        if in_view:
            return LaneState.APPROACHING, None
        if done is not None and now_ns - done.at_ns < LEAVING_S * 1e9:
            return LaneState.LEAVING, done.inspection_id
        return LaneState.IDLE, None

    def _fall_silent(self, now_ns: int) -> None:
        if self._said is not None:
            self._pin(*self._said, now_ns, 0.0)
        self._said, self._in_view_ns = None, None

    def _pin(self, state: LaneState, passage: str | None, now_ns: int, lasts_s: float) -> None:
        now = self.clock.at(now_ns)
        self.board.pin(
            Lane(
                state=state,
                passage=passage,
                since=self._since or now,
                expires_at=now + timedelta(seconds=lasts_s),
                advice=_ADVICE.get(state),
            )
        )
