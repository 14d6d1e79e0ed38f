"""The live gate's line, put together: every part, and the thread that it lives in."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cached_property, partial
from threading import Event

from edge.app.centre import Centre
from edge.app.checkup import CheckUp, Trial
from edge.app.commands import CommandPost
from edge.app.feed import Feed
from edge.app.filing import Desk, Inspects
from edge.app.housekeeping import Housekeeper
from edge.app.overload import Turnstile, in_short
from edge.app.pausing import Pause
from edge.app.plates import MOST_BOXES
from edge.app.posts import Confluence, Files, InspectPost, Watches, WatchPost
from edge.app.rulings import Rulings
from edge.app.standing_roster import StandingRoster
from edge.app.threads import Central, Lane, Threads
from edge.app.thumbnails import Thumbnails
from edge.app.verbs import Verbs
from edge.app.wiring import make_desk, make_fusion, make_judge, make_purposes, roles_of
from edge.capture.opening import is_recording
from edge.capture.sight import Sight
from edge.capture.source import Source
from edge.config.camera import Camera
from edge.config.gate import GateConfig
from edge.domain.frame import Frame
from edge.domain.inspection import ModelRef
from edge.domain.passage import Passage
from edge.flow.backoff import Backoff
from edge.flow.bounded import Bounded
from edge.flow.clock import Clock
from edge.flow.latest import Latest
from edge.flow.worker import Worker
from edge.messaging.board import NoticeBoard
from edge.messaging.ear import heard_command
from edge.messaging.enclosures import nothing
from edge.messaging.inquiries import Inquiries
from edge.messaging.mailbox import Mailbox
from edge.messaging.publisher import Publisher
from edge.messaging.replies import Replies
from edge.messaging.uploader import Uploader
from edge.storage.store import Store
from edge.wire.order import Order
from edge.wire.topics import Topics

WAITING_PASSAGES = 4
WAITING_COMMANDS = 16
FIRST_RETRY_S, MOST_RETRY_S = 0.5, 30.0
WATCH_DEADLINE_S, PUBLISH_DEADLINE_S, PRUNE_DEADLINE_S = 20.0, 60.0, 300.0
COMMAND_DEADLINE_S = 120.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What the driver drives. Each maker is called in the thread that will use what it makes."""

    open_source: Callable[[Camera], Source]
    make_watcher: Callable[[str], Watches]
    make_inspector: Callable[[], Inspects]
    models: tuple[ModelRef, ...]
    key: bytes
    """The fleet's key."""
    trials: tuple[Trial, ...] = ()
    """What a health check does with a picture."""


@dataclass(frozen=True, kw_only=True)
class Build:
    """Puts the line together. Each thread gets a store of its own, closed when the gate has stopped."""

    config: GateConfig
    parts: Parts
    clock: Clock
    store: Store
    stack: ExitStack
    board: NoticeBoard
    pause: Pause
    stop: Event
    session: int

    def threads(self) -> Threads:
        """All of it, not yet begun."""
        queue: Bounded[Passage] = Bounded(capacity=WAITING_PASSAGES)
        post = InspectPost(queue=queue, make_file=self._inspecting_desk(), now_ns=self.clock.now_ns)
        deadline_s = 30 + self.config.plate.deadline_s * MOST_BOXES * self.config.watch.keep_views
        deadline_s += self._centre.patience_s if self._centre else 0.0
        cameras = self.config.camera
        fusion = make_fusion(self.config, tuple(camera.role for camera in cameras))
        confluence = Confluence(fusion, len(cameras))
        lanes = [self._lane(camera, confluence, queue) for camera in cameras]
        inspect = self._worker("inspect", post.step, deadline_s)
        keep = self._worker("housekeeping", self._housekeeper().step, PRUNE_DEADLINE_S)
        others = [inspect, keep, *(lane.capture for lane in lanes), *(lane.watch for lane in lanes)]
        return Threads(
            lanes=lanes,
            queue=queue,
            post=post,
            inspect=inspect,
            central=self._central(lanes, others) if self.config.mqtt.enabled else None,
            keep=keep,
        )

    @cached_property
    def _topics(self) -> Topics:
        return Topics(base=self.config.mqtt.base, site=self.config.site, gate=self.config.gate)

    @cached_property
    def _roster(self) -> StandingRoster:
        return StandingRoster(self.board, self.clock)

    @cached_property
    def _inquiries(self) -> Inquiries:
        return Inquiries(witness=self._topics.expected, clock=self.clock)

    @cached_property
    def _centre(self) -> Centre | None:
        if not (self.config.mqtt.enabled and self.config.mqtt.baselines):
            return None
        return Centre(
            inquiries=self._inquiries,
            topics=self._topics,
            rules=self.config.evidence,
            board=self.board,
            clock=self.clock,
        )

    def _lane(self, camera: Camera, confluence: Confluence, queue: Bounded[Passage]) -> Lane:
        slot: Latest[Frame] = Latest()
        feed = Feed(
            camera=camera,
            open_source=self.parts.open_source,
            slot=slot,
            clock=self.clock,
            backoff=Backoff(first_s=FIRST_RETRY_S, most_s=MOST_RETRY_S),
            sight=None if is_recording(camera) else Sight(blind_s=camera.blind_s),
        )
        turnstile = self._desk(Turnstile())
        post = WatchPost(
            role=camera.role,
            slot=slot,
            make_watcher=partial(self.parts.make_watcher, camera.role),
            confluence=confluence,
            queue=queue,
            refuse=lambda passage: turnstile.file(in_short(passage)),
            pause=self.pause,
        )
        return Lane(
            feed=feed,
            capture=self._worker(f"capture-{camera.role}", feed.step, 10 + 3 * camera.stall_s),
            post=post,
            watch=self._worker(f"watch-{camera.role}", post.step, WATCH_DEADLINE_S),
        )

    def _inspecting_desk(self) -> Callable[[], Files]:
        store = self._sibling()
        return lambda: self._desk(self.parts.make_inspector(), store).file

    def _desk(self, inspector: Inspects, store: Store | None = None) -> Desk:
        store = store or self._sibling()
        return make_desk(
            self.config,
            inspector,
            store=store,
            clock=self.clock,
            key=self.parts.key,
            cameras=roles_of(self.config),
            roster=self._roster.now,
            centre=self._centre,
        )

    def _central(self, lanes: list[Lane], others: list[Worker]) -> Central:
        """What deals with the centre: one thread speaks and listens, another carries out commands."""
        inbox: Bounded[Order] = Bounded(capacity=WAITING_COMMANDS)
        mailbox, store = Mailbox(), self._sibling()
        hear = heard_command(inbox, self._replies(store, mailbox))
        publisher = Publisher(
            settings=self.config.mqtt,
            rules=self.config.outbox,
            topics=self._topics,
            outbox=store.outbox,
            board=self.board,
            session=self.session,
            clock=self.clock,
            mailbox=mailbox,
            hears={self._topics.of("cmd/+"): hear, self._topics.expected: self._roster.hear},
            inquiries=self._inquiries,
            enclose=Thumbnails(store, self._topics) if self.config.evidence.thumbnails else nothing,
        )
        publish = self._worker("publish", publisher.step, PUBLISH_DEADLINE_S)
        upload = self._upload() if self.config.evidence.upload_url else None
        beside = [*others, publish, *([upload] if upload else [])]
        commands = self._commands(inbox, mailbox, lanes, beside)
        return Central(
            publisher=publisher,
            publish=publish,
            inbox=inbox,
            commands=self._worker("commands", commands.step, COMMAND_DEADLINE_S),
            upload=upload,
        )

    def _upload(self) -> Worker:
        rules = self.config.evidence
        uploader = Uploader(rules=rules, queue=self._sibling().uploads, board=self.board, clock=self.clock)
        return self._worker("upload", uploader.step, 30 + 4 * rules.timeout_s)

    def _commands(
        self, inbox: Bounded[Order], mailbox: Mailbox, lanes: list[Lane], workers: list[Worker]
    ) -> CommandPost:
        store = self._sibling()
        checkup = CheckUp(
            lanes=lanes,
            store=store,
            trials=self.parts.trials,
            workers=workers,
            min_free_bytes=self.config.storage.min_free_bytes,
        )
        verbs = Verbs(
            lanes=lanes,
            store=store,
            pausing=self.pause,
            checkup=checkup,
            stop=self.stop,
            clock=self.clock,
        )
        rulings = Rulings(
            store=store,
            key=self.parts.key,
            judge=make_judge(self.config),
            clock=self.clock,
            cameras=roles_of(self.config),
            purposes=make_purposes(self.config),
            centre=self._centre,
        )
        return CommandPost(
            inbox=inbox,
            deeds={**verbs.deeds(), **rulings.deeds()},
            answers=store.answers,
            replies=self._replies(store, mailbox),
            clock=self.clock,
        )

    def _replies(self, store: Store, mailbox: Mailbox) -> Replies:
        return Replies(
            topics=self._topics, store=store.id, outbox=store.outbox, mailbox=mailbox, clock=self.clock
        )

    def _housekeeper(self) -> Housekeeper:
        return Housekeeper(
            store=self._sibling(),
            rules=self.config.storage,
            clock=self.clock,
            tells=self.config.mqtt.enabled,
        )

    def _sibling(self) -> Store:
        return self.stack.enter_context(self.store.sibling())

    def _worker(self, name: str, step: Callable[[], None], deadline_s: float) -> Worker:
        return Worker(name=name, step=step, clock=self.clock, deadline_s=deadline_s)
