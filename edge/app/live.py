"""The live driver: the same objects as the replay's, each in its thread, and one round a second over all."""

from __future__ import annotations

import logging
from contextlib import ExitStack
from threading import Event

from edge.app.building import Build, Parts
from edge.app.guidance import Guidance
from edge.app.health import Service, sickness
from edge.app.notices import Notices
from edge.app.pausing import Pause
from edge.app.threads import Threads
from edge.app.verbs import end_pause
from edge.app.wiring import source_name
from edge.config.gate import GateConfig
from edge.flow.clock import Clock
from edge.messaging.board import NoticeBoard
from edge.storage.store import Store
from edge.wire.event import EventType

log = logging.getLogger(__name__)

ROUND_S = 1.0


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
    with ExitStack() as stack:
        store = stack.enter_context(Store.open(config.storage.folder, source=source_name(config)))
        session = _begin_session(store, clock)
        board, pause = NoticeBoard(), Pause()
        build = Build(
            config=config,
            parts=parts,
            clock=clock,
            store=store,
            stack=stack,
            board=board,
            pause=pause,
            stop=stop,
            session=session,
        )
        threads = build.threads()
        notices = Notices(
            board=board,
            store=store,
            clock=clock,
            config=config,
            models=parts.models,
            session=session,
            lanes=threads.lanes,
            inspect=threads.post,
            pause=pause,
        )
        guidance = Guidance(board=board, clock=clock, lines=threads.lanes, inspect=threads.post)
        watching = _drive(threads, notices, guidance, service, stop, round_s)
        end_pause(pause, store, clock)
        store.end_session(clock.at(clock.now_ns()), watching=watching)


def _begin_session(store: Store, clock: Clock) -> int:
    """A start tells first of all since when nobody has watched."""
    now = clock.at(clock.now_ns())
    session = store.begin_session(now)
    store.file(EventType.BLIND, session.blind, (), now)
    return session.number


def _drive(
    threads: Threads, notices: Notices, guidance: Guidance, service: Service, stop: Event, round_s: float
) -> bool:
    """Whether the cameras showed the lane to the end; a pause tells its own blind interval."""
    notices.begin()
    threads.start()
    try:
        service.tell("READY=1")
        while not stop.wait(round_s):
            _round(threads, notices, service)
            guidance.look(watching=notices.watching)
        service.tell("STOPPING=1")
        log.info("code=stopping")
        notices.look()
        return notices.seeing
    finally:
        threads.stop()
        guidance.look(watching=False)
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
