"""The live driver: the same objects as the replay's, each in its thread, and one round a second over all.

    capture ──Latest──► watch ──Bounded(4)──► inspect and file ──disk──► publisher

Started from the end to the beginning, so that whatever is handed on finds somebody; stopped from the
beginning to the end, so that nothing that was seen is lost.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from threading import Event

from edge.app.feed import Feed
from edge.app.filing import Desk, Inspects
from edge.app.health import Service, sickness
from edge.app.notices import Notices
from edge.app.overload import Turnstile, in_short
from edge.app.posts import InspectPost, Watches, WatchPost
from edge.capture.source import Source
from edge.config.camera import Camera
from edge.config.gate import GateConfig
from edge.domain.frame import Frame
from edge.domain.inspection import ModelRef, Purpose
from edge.domain.passage import Passage
from edge.flow.backoff import Backoff
from edge.flow.bounded import Bounded
from edge.flow.clock import Clock
from edge.flow.latest import Latest
from edge.flow.worker import Worker
from edge.messaging.board import NoticeBoard
from edge.messaging.publisher import Publisher
from edge.storage.store import Store
from edge.wire.event import EventType
from edge.wire.topics import Topics

log = logging.getLogger(__name__)

WAITING_PASSAGES = 4
ROUND_S = 1.0
FIRST_RETRY_S, MOST_RETRY_S = 1.0, 30.0
WATCH_DEADLINE_S, PUBLISH_DEADLINE_S = 20.0, 60.0
LAST_FRAME_S, LAST_PASSAGE_S, FAREWELL_S = 10.0, 40.0, 5.0
"""How long a stop waits for each thread; together less than the unit's TimeoutStopSec."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What the driver drives. Each maker is called in the thread that will use what it makes."""

    open_source: Callable[[Camera], Source]
    make_watcher: Callable[[], Watches]
    make_inspector: Callable[[], Inspects]
    models: tuple[ModelRef, ...]
    key: bytes
    """The fleet's key."""


def run(config: GateConfig, parts: Parts, *, clock: Clock, service: Service, stop: Event) -> None:
    """Watch, inspect, file and tell until ``stop`` is set.

    Raises:
        StorageError: the store cannot be opened or written.
    Whatever ends a thread is raised here, with that thread's traceback.
    """
    with Store.open(config.storage.folder, source=f"/{config.site}/{config.gate}") as store:
        now = clock.at(clock.now_ns())
        session = store.begin_session(now)
        store.file(EventType.BLIND, session.blind, (), now)
        with _gate(config, parts, clock, store, session.number) as gate:
            gate.rounds(service, stop)
        store.end_session(clock.at(clock.now_ns()))


@contextmanager
def _gate(
    config: GateConfig, parts: Parts, clock: Clock, store: Store, session: int
) -> Iterator[_LiveGate]:
    with ExitStack() as stack:
        gate = _LiveGate(config, parts, clock, store, session, stack)
        gate.start()
        try:
            yield gate
        finally:
            gate.stop()


class _LiveGate:
    """The threads of one gate. Each has a store of its own; the main thread's is ``store``."""

    def __init__(
        self,
        config: GateConfig,
        parts: Parts,
        clock: Clock,
        store: Store,
        session: int,
        stack: ExitStack,
    ) -> None:
        self._config, self._parts, self._clock, self._store = config, parts, clock, store
        self._stack = stack
        self._queue: Bounded[Passage] = Bounded(capacity=WAITING_PASSAGES)
        self._board = NoticeBoard()
        self._feeds: list[Feed] = []
        self._watch_posts: list[WatchPost] = []
        for camera in config.camera:
            self._add_camera(camera)
        self._inspect_post = self._make_inspect_post()
        self._capture = [self._capture_worker(feed) for feed in self._feeds]
        self._watch = [
            self._worker(f"watch-{feed.camera.role}", post.step, WATCH_DEADLINE_S)
            for feed, post in zip(self._feeds, self._watch_posts, strict=True)
        ]
        self._inspect = self._worker("inspect", self._inspect_post.step, _inspect_deadline_s(config))
        self._publisher = self._make_publisher(session) if config.mqtt.enabled else None
        self._publish = [
            self._worker("publish", publisher.step, PUBLISH_DEADLINE_S)
            for publisher in [self._publisher]
            if publisher
        ]
        self._notices = Notices(
            board=self._board,
            store=store,
            clock=clock,
            config=config,
            models=parts.models,
            session=session,
            feeds=self._feeds,
            watches=self._watch_posts,
            inspect=self._inspect_post,
        )

    @property
    def _workers(self) -> list[Worker]:
        return [*self._publish, self._inspect, *self._watch, *self._capture]

    def start(self) -> None:
        self._notices.begin()
        for worker in self._workers:
            worker.start()

    def rounds(self, service: Service, stop: Event) -> None:
        """Until stopped: raise what ended a thread, keep the record of watching, tell, feed the watchdog."""
        service.tell("READY=1")
        while not stop.wait(ROUND_S):
            for worker in self._workers:
                worker.raise_failure()
            if all(feed.delivering for feed in self._feeds):
                self._store.watched(self._clock.at(self._clock.now_ns()))
            self._notices.look()
            service.tell(f"STATUS={self._notices.status()}", *self._food())
        service.tell("STOPPING=1")
        log.info("code=stopping")

    def stop(self) -> None:
        for worker in self._capture:
            worker.stop()
        for worker, feed in zip(self._capture, self._feeds, strict=True):
            if worker.join(LAST_FRAME_S):
                feed.close()
        self._join(self._watch, LAST_PASSAGE_S)
        self._queue.close()
        self._join([self._inspect], LAST_PASSAGE_S)
        self._say_goodbye()

    def _food(self) -> list[str]:
        why = sickness(self._feeds, self._workers)
        if why is not None:
            log.error("code=watchdog-starved %s", why)
        return [] if why else ["WATCHDOG=1"]

    def _say_goodbye(self) -> None:
        for worker in self._publish:
            worker.stop()
        self._join(self._publish, FAREWELL_S)
        self._notices.end()
        if self._publisher is not None and not any(worker.alive for worker in self._publish):
            self._publisher.close()

    def _join(self, workers: list[Worker], patience_s: float) -> None:
        for worker in workers:
            if not worker.join(patience_s):
                log.error("code=thread-left-behind name=%s", worker.name)
