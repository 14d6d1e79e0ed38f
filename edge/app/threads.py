"""The threads of a live gate, and the order in which they begin and end.

    capture ──Latest──► watch ──Bounded──► inspect and file ──disk──► publish ──Bounded──► commands

They begin at the end of the line, so that whatever is handed on finds somebody; they end at its beginning,
so that nothing that was seen is lost.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass

from edge.app.feed import Feed
from edge.app.posts import InspectPost, WatchPost
from edge.domain.passage import Passage
from edge.flow.bounded import Bounded
from edge.flow.worker import Worker
from edge.messaging.publisher import Publisher
from edge.wire.order import Order

log = logging.getLogger(__name__)

LAST_FRAME_S, LAST_PASSAGE_S, LAST_PICTURE_S, LAST_COMMAND_S, LAST_MESSAGE_S = 10.0, 40.0, 5.0, 10.0, 5.0
"""Longest wait for each kind of thread; together less than the unit's TimeoutStopSec."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """One camera's part of the line."""

    feed: Feed
    capture: Worker
    post: WatchPost
    watch: Worker


@dataclass(frozen=True, slots=True, kw_only=True)
class Central:
    """What deals with the centre."""

    publisher: Publisher
    publish: Worker
    inbox: Bounded[Order]
    commands: Worker
    upload: Worker | None
    """Brings pictures, where there is somewhere to bring them."""

    @property
    def workers(self) -> list[Worker]:
        """In the order in which they begin."""
        return [self.publish, self.commands, *([self.upload] if self.upload else [])]


@dataclass(frozen=True, slots=True, kw_only=True)
class Threads:
    """The whole line. Without a broker there is nobody to publish to."""

    lanes: Sequence[Lane]
    queue: Bounded[Passage]
    post: InspectPost
    inspect: Worker
    central: Central | None
    keep: Worker
    """Housekeeping: beside the line."""

    @property
    def workers(self) -> list[Worker]:
        """In the order in which they begin."""
        lanes = [lane.watch for lane in self.lanes] + [lane.capture for lane in self.lanes]
        return [*(self.central.workers if self.central else []), self.inspect, *lanes, self.keep]

    def start(self) -> None:
        """Begin, from the end of the line."""
        for worker in self.workers:
            worker.start()

    def stop(self) -> None:
        """End, from the beginning of the line: what was seen is inspected and filed."""
        self.keep.stop()
        for lane in self.lanes:
            lane.capture.stop()
        for lane in self.lanes:
            if _joined(lane.capture, LAST_FRAME_S):
                lane.feed.close()
        if not self.inspect.alive:
            self.queue.close()  # nobody will make room any more: let no watch wait for it
        for lane in self.lanes:
            _joined(lane.watch, LAST_PASSAGE_S)
        self.queue.close()
        _joined(self.inspect, LAST_PASSAGE_S)
        _joined(self.keep, LAST_FRAME_S)

    def take_leave(self) -> None:
        """Send what still stands on the notice board, and part from the broker."""
        if self.central is None:
            return
        self.central.inbox.close()
        if self.central.upload:
            self.central.upload.stop()
            _joined(self.central.upload, LAST_PICTURE_S)
        _joined(self.central.commands, LAST_COMMAND_S)
        self.central.publish.stop()
        if _joined(self.central.publish, LAST_MESSAGE_S):
            self.central.publisher.close()


def _joined(worker: Worker, patience_s: float) -> bool:
    ended = worker.join(patience_s)
    if not ended:
        log.error("code=thread-left-behind name=%s", worker.name)
    return ended
