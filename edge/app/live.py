"""The live driver: the same objects as the replay's, each in its thread, and one round a second over all."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from threading import Event

from edge.app.feed import Feed
from edge.app.filing import Desk, Inspects
from edge.app.health import Service, sickness
from edge.app.housekeeping import Housekeeper
from edge.app.notices import Notices
from edge.app.overload import Turnstile, in_short
from edge.app.posts import Confluence, InspectPost, Watches, WatchPost
from edge.app.threads import Lane, Threads
from edge.app.wiring import make_fusion
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
FIRST_RETRY_S, MOST_RETRY_S = 0.5, 30.0
WATCH_DEADLINE_S, PUBLISH_DEADLINE_S, PRUNE_DEADLINE_S = 20.0, 60.0, 300.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What the driver drives. Each maker is called in the thread that will use what it makes."""

    open_source: Callable[[Camera], Source]
    make_watcher: Callable[[], Watches]
    make_inspector: Callable[[], Inspects]
    models: tuple[ModelRef, ...]
    key: bytes
    """The fleet's key."""


def run(
    config: GateConfig,
    parts: Parts,
    *,
    clock: Clock,
    service: Service,
    stop: Event,
    round_s: float = ROUND_S,
) -> None:
    """Watch, inspect, file and tell until ``stop`` is set, and look after all that every ``round_s``.

    What ends a thread is raised here with that thread's traceback; a StorageError means that the store cannot
    be opened or written.
    """
    topics = Topics(base=config.mqtt.base, site=config.site, gate=config.gate)
    with ExitStack() as stack:
        store = stack.enter_context(Store.open(config.storage.folder, source=topics.source))
        session = _begin_session(store, clock)
        board = NoticeBoard()
        build = _Build(config=config, parts=parts, clock=clock, store=store, stack=stack)
        threads = build.threads(board, topics, session)
        notices = Notices(
            board=board,
            store=store,
            clock=clock,
            config=config,
            models=parts.models,
            session=session,
            lanes=threads.lanes,
            inspect=threads.post,
        )
        _drive(threads, notices, service, stop, round_s)
        store.end_session(clock.at(clock.now_ns()))


def _begin_session(store: Store, clock: Clock) -> int:
    """A start tells first of all since when nobody has watched."""
    now = clock.at(clock.now_ns())
    session = store.begin_session(now)
    store.file(EventType.BLIND, session.blind, (), now)
    return session.number


def _drive(threads: Threads, notices: Notices, service: Service, stop: Event, round_s: float) -> None:
    notices.begin()
    threads.start()
    try:
        service.tell("READY=1")
        while not stop.wait(round_s):
            _round(threads, notices, service)
        service.tell("STOPPING=1")
        log.info("code=stopping")
    finally:
        threads.stop()
        notices.end()
        threads.take_leave()


def _round(threads: Threads, notices: Notices, service: Service) -> None:
    """Raise what ended a thread, keep the record of watching, tell, and feed the watchdog."""
    for worker in threads.workers:
        worker.raise_failure()
    notices.look()
    feeds = [lane.feed for lane in threads.lanes]
    sick = sickness(feeds, threads.workers)
    if sick:
        log.error("code=watchdog-starved %s", sick)
    service.tell(f"STATUS={notices.status()}", *([] if sick else ["WATCHDOG=1"]))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Build:
    """Puts the line together. Each thread gets a store of its own, closed when the gate has stopped."""

    config: GateConfig
    parts: Parts
    clock: Clock
    store: Store
    stack: ExitStack

    def threads(self, board: NoticeBoard, topics: Topics, session: int) -> Threads:
        queue: Bounded[Passage] = Bounded(capacity=WAITING_PASSAGES)
        post = InspectPost(queue=queue, make_file=self._inspecting_desk())
        deadline_s = 30 + self.config.plate.deadline_s * 2 * self.config.watch.keep_views
        publisher = self._publisher(board, topics, session) if self.config.mqtt.enabled else None
        cameras = self.config.camera
        fusion = make_fusion(self.config, tuple(camera.role for camera in cameras))
        confluence = Confluence(fusion, len(cameras))
        return Threads(
            lanes=[self._lane(camera, confluence, queue) for camera in cameras],
            queue=queue,
            post=post,
            inspect=self._worker("inspect", post.step, deadline_s),
            publisher=publisher,
            publish=self._worker("publish", publisher.step, PUBLISH_DEADLINE_S) if publisher else None,
            keep=self._worker("housekeeping", self._housekeeper().step, PRUNE_DEADLINE_S),
        )

    def _lane(self, camera: Camera, confluence: Confluence, queue: Bounded[Passage]) -> Lane:
        slot: Latest[Frame] = Latest()
        feed = Feed(
            camera=camera,
            open_source=self.parts.open_source,
            slot=slot,
            clock=self.clock,
            backoff=Backoff(first_s=FIRST_RETRY_S, most_s=MOST_RETRY_S),
        )
        turnstile = self._desk(Turnstile())
        post = WatchPost(
            slot=slot,
            make_watcher=self.parts.make_watcher,
            confluence=confluence,
            queue=queue,
            refuse=lambda passage: turnstile.file(in_short(passage)),
        )
        return Lane(
            feed=feed,
            capture=self._worker(f"capture-{camera.role}", feed.step, 10 + 3 * camera.stall_s),
            post=post,
            watch=self._worker(f"watch-{camera.role}", post.step, WATCH_DEADLINE_S),
        )

    def _inspecting_desk(self) -> Callable[[], Callable[[Passage], object]]:
        store = self.stack.enter_context(self.store.sibling())
        return lambda: self._desk(self.parts.make_inspector(), store).file

    def _desk(self, inspector: Inspects, store: Store | None = None) -> Desk:
        return Desk(
            inspector=inspector,
            store=store or self.stack.enter_context(self.store.sibling()),
            key=self.parts.key,
            clock=self.clock,
            purpose=Purpose(self.config.inspection.purpose),
            now_ns=time.perf_counter_ns,
        )

    def _publisher(self, board: NoticeBoard, topics: Topics, session: int) -> Publisher:
        return Publisher(
            settings=self.config.mqtt,
            rules=self.config.outbox,
            topics=topics,
            outbox=self.stack.enter_context(self.store.sibling()).outbox,
            board=board,
            session=session,
            clock=self.clock,
        )

    def _housekeeper(self) -> Housekeeper:
        store = self.stack.enter_context(self.store.sibling())
        return Housekeeper(store=store, rules=self.config.storage, clock=self.clock)

    def _worker(self, name: str, step: Callable[[], None], deadline_s: float) -> Worker:
        return Worker(name=name, step=step, clock=self.clock, deadline_s=deadline_s)
