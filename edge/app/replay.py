"""The replay driver, the specification of the live one: every frame, one thread, the same answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from edge.app.filing import Desk
from edge.app.watcher import Watcher
from edge.domain.frame import Frame
from edge.domain.passage import Passage
from edge.flow.clock import ReplayClock
from edge.storage.filing import Filed
from edge.tracking.fusion import Fusion


def passages(
    frames: Iterable[Frame], make_watcher: Callable[[str], Watcher], fusion: Fusion, clock: ReplayClock
) -> Iterator[Passage]:
    """Every vehicle's passage, in the order in which they were completed.

    Args:
        frames: in time order; each camera (role) has a watch of its own.
        make_watcher: makes the watch of the camera with a role.
        fusion: of this replay's cameras.
        clock: told how far the recording has come.
    """
    watchers: dict[str, Watcher] = {}
    for frame in frames:
        clock.reach(frame.time_ns)
        watcher = watchers.get(frame.role) or watchers.setdefault(frame.role, make_watcher(frame.role))
        found = watcher.step(frame)
        fusion.see(frame.role, watcher.since_ns, frame.time_ns)
        for passage in found:
            fusion.add(passage)
        yield from fusion.ready(frame.time_ns)
    for watcher in watchers.values():
        for passage in watcher.finish():
            fusion.add(passage)
    yield from fusion.finish()


def replay(found: Iterable[Passage], desk: Desk) -> Iterator[Filed]:
    """File every passage."""
    for passage in found:
        yield desk.file(passage)
