"""The replay driver, the specification of the live one: every frame, one thread, the same answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from edge.app.filing import Desk
from edge.app.watcher import Watcher
from edge.domain.frame import Frame
from edge.domain.passage import Passage
from edge.flow.clock import ReplayClock
from edge.storage.filing import Filed


def passages(
    frames: Iterable[Frame], make_watcher: Callable[[], Watcher], clock: ReplayClock
) -> Iterator[Passage]:
    """Every passage of every camera, in the order in which they were completed.

    Args:
        frames: in time order; each camera (role) has a watch of its own.
        make_watcher: makes the watch of one more camera.
        clock: told how far the recording has come.
    """
    watchers: dict[str, Watcher] = {}
    for frame in frames:
        clock.reach(frame.time_ns)
        watcher = watchers.get(frame.role) or watchers.setdefault(frame.role, make_watcher())
        yield from watcher.step(frame)
    for watcher in watchers.values():
        yield from watcher.finish()


def replay(found: Iterable[Passage], desk: Desk) -> Iterator[Filed]:
    """File every passage."""
    for passage in found:
        yield desk.file(passage)
