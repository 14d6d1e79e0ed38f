"""The notice board: what stands on the broker, retained, until it is changed."""

from __future__ import annotations

from threading import Lock

from edge.wire.plain import to_json
from edge.wire.standing import Alert, Health, Info, Lane, State

STATE, HEALTH = "state", "health"


class NoticeBoard:
    """Any thread pins and unpins; the publisher takes what changed. Topics are tails, such as ``lane``."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._standing: dict[str, bytes] = {}
        self._changed: set[str] = set()

    def pin(self, notice: State | Info | Health | Lane | Alert) -> None:
        """Let this stand under its topic in place of what stood there."""
        tail = f"alert/{notice.code}" if isinstance(notice, Alert) else type(notice).__name__.lower()
        with self._lock:
            self._standing[tail] = to_json(notice)
            self._changed.add(tail)

    def unpin(self, code: str) -> None:
        """The alert is over; its topic is cleared, also what an earlier run may have left there."""
        tail = f"alert/{code}"
        with self._lock:
            if self._standing.get(tail) != b"":
                self._standing[tail] = b""
                self._changed.add(tail)

    def everything(self) -> dict[str, bytes]:
        """All that stands, for a fresh connection; ``state`` last, as it says that the rest is there."""
        with self._lock:
            self._changed.clear()
            return _state_last(dict(self._standing))

    def changes(self) -> dict[str, bytes]:
        """What changed since the last call. ``state`` goes with every ``health``, as a heartbeat."""
        with self._lock:
            changed, self._changed = self._changed, set()
            tails = changed | ({STATE} & self._standing.keys() if HEALTH in changed else set())
            return _state_last({tail: self._standing[tail] for tail in sorted(tails)})


def _state_last(notices: dict[str, bytes]) -> dict[str, bytes]:
    state = notices.pop(STATE, None)
    return notices if state is None else notices | {STATE: state}
