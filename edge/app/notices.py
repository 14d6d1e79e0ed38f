"""What the live gate keeps on its notice board: state, info, health, and the alerts."""

from __future__ import annotations

import logging
import platform
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

import cv2

from edge.app import machine
from edge.app.ailments import Alerts, Examination
from edge.app.exporting import public_key
from edge.app.feed import Feed
from edge.app.metrics import Textfile
from edge.app.pausing import Pause
from edge.app.posts import InspectPost
from edge.app.threads import Lane
from edge.app.version import NAME, program_version
from edge.config.gate import GateConfig
from edge.domain.errors import StorageError
from edge.domain.inspection import ClockState, ModelRef
from edge.flow.clock import Clock
from edge.messaging.board import NoticeBoard
from edge.storage.store import Store
from edge.wire.schemas import schema_ids
from edge.wire.standing import Camera, Condition, Health, Info, Queue, Software, State

log = logging.getLogger(__name__)

HEALTH_EVERY_S = 60.0


@dataclass(slots=True, kw_only=True)
class Notices:
    """Pins what has changed since it last looked. One thread calls it."""

    board: NoticeBoard
    store: Store
    clock: Clock
    config: GateConfig
    models: tuple[ModelRef, ...]
    session: int
    lanes: Sequence[Lane]
    inspect: InspectPost
    pause: Pause
    _began_ns: int = field(default=0, init=False)
    _state: tuple[Condition, tuple[str, ...]] | None = field(default=None, init=False)
    _sizes: tuple[object, ...] | None = field(default=None, init=False)
    _health_ns: int | None = field(default=None, init=False)
    _counted: tuple[int, int] = field(default=(0, 0), init=False)
    _examination: Examination = field(init=False)
    _alerts: Alerts = field(init=False)
    _textfile: Textfile = field(init=False)

    @property
    def _feeds(self) -> list[Feed]:
        return [lane.feed for lane in self.lanes]

    def begin(self) -> None:
        """``init``; alerts that an earlier run may have left are cleared."""
        self._began_ns = self.clock.now_ns()
        self._examination = Examination(
            feeds=self._feeds,
            store=self.store,
            clock=self.clock,
            config=self.config,
            began_ns=self._began_ns,
            lost=self.store.outbox.depth().lost,
        )
        self._alerts = Alerts(self.board, self.clock, self._examination.codes)
        self._textfile = Textfile(self.config.metrics.textfile)
        self._say(Condition.INIT)

    def look(self) -> None:
        """Compare with what stands, and pin what is different; keep the record of watching.

        Raises StorageError.
        """
        begun, reasons = self._begun, self._camera_faults()
        if begun and not reasons and not self.pause.on:
            self._watched()
        well = Condition.READY if begun else Condition.INIT
        looking = Condition.DEGRADED if reasons else well
        changed = self._say(Condition.PAUSED if self.pause.on else looking, *reasons)
        changed |= self._alerts.show(self._examination.ailments())
        self._info()
        now_ns = self.clock.now_ns()
        if changed or self._health_ns is None or now_ns - self._health_ns > HEALTH_EVERY_S * 1e9:
            self._tell_health(now_ns)

    def _tell_health(self, now_ns: int) -> None:
        health = self._health(now_ns)
        self.board.pin(health)
        self._textfile.write(self._condition, health)
        self._health_ns = now_ns

    def _watched(self) -> None:
        """What cannot be written makes the next blind interval longer, and is no reason to stop watching."""
        try:
            self.store.watched(self._now())
        except StorageError as fault:
            log.error("code=watching-not-recorded %s", fault)

    @property
    def seeing(self) -> bool:
        """Every camera shows the lane, whether or not the gate looks."""
        return self._begun and not self._camera_faults()

    @property
    def _begun(self) -> bool:
        return all(feed.frames for feed in self._feeds)

    def _camera_faults(self) -> tuple[str, ...]:
        faults = ((feed.camera.role, feed.fault) for feed in self._feeds)
        return tuple(f"camera:{role}:{fault.code}" for role, fault in faults if fault)

    @property
    def watching(self) -> bool:
        """Every camera shows the lane, and the gate looks."""
        return self._condition is Condition.READY

    @property
    def _condition(self) -> Condition:
        return self._state[0] if self._state else Condition.INIT

    def end(self) -> None:
        """``stopped``: an orderly end, no ``lost``."""
        self._say(Condition.STOPPED)
        self._textfile.remove()

    def status(self) -> str:
        """One line for ``systemctl status``."""
        condition, reasons = self._state or (Condition.INIT, ())
        done = f"{self.inspect.filed} inspections, {self.store.outbox.depth().waiting} waiting to be sent"
        return f"{condition}{' (' + ', '.join(reasons) + ')' if reasons else ''}: {done}"

    def _say(self, condition: Condition, *reasons: str) -> bool:
        if self._state == (condition, reasons):
            return False
        self._state = (condition, reasons)
        since = self._now()
        self.board.pin(State(state=condition, session=self.session, since=since, reasons=reasons))
        return True

    def _info(self) -> None:
        sizes = tuple(feed.size for feed in self._feeds)
        if sizes == self._sizes:
            return
        self._sizes = sizes
        self.board.pin(
            Info(
                session=self.session,
                software=_software(),
                schemas=schema_ids(),
                models=self.models,
                cameras=tuple(_camera(feed) for feed in self._feeds),
                never_inspected=self.config.inspection.never_inspected,
                board=machine.board(),
                config_sha256=self.config.hash,
                store=self.store.id,
                public_key=self._public_key(),
            )
        )

    def _public_key(self) -> str | None:
        """A gate goes on without one: nothing is exported until somebody has mended it."""
        try:
            return public_key(self.store.folder)
        except StorageError as fault:
            log.error("code=signing_key_unusable %s", fault)
            return None

    def _health(self, now_ns: int) -> Health:
        depth = self.store.outbox.depth()
        return Health(
            at=self.clock.at(now_ns),
            uptime_s=round((now_ns - self._began_ns) / 1e9, 1),
            queue=Queue(
                waiting=depth.waiting, set_aside=depth.set_aside, lost=depth.lost, oldest_at=depth.oldest_at
            ),
            clock=ClockState(synchronized=self.clock.synchronized()),
            disk_free_bytes=shutil.disk_usage(self.store.folder).free,
            rates=self._rates(now_ns),
            counts=self._counts(),
            evidence=self.store.uploads.depth() if self.config.evidence.upload_url else None,
            temperature_c=machine.temperature_c(),
            throttled=machine.throttled(),
        )

    def _rates(self, now_ns: int) -> dict[str, float]:
        seconds = max(1e-9, (now_ns - (self._health_ns or self._began_ns)) / 1e9)
        before, self._counted = self._counted, self._frames()
        frames, missed = (now - then for now, then in zip(self._counted, before, strict=True))
        return {"frames": round(frames / seconds, 2), "missed": round(missed / seconds, 2)}

    def _frames(self) -> tuple[int, int]:
        return sum(feed.frames for feed in self._feeds), sum(feed.replaced for feed in self._feeds)

    def _counts(self) -> dict[str, int]:
        return {
            "passages": sum(lane.post.passages for lane in self.lanes),
            "overloads": sum(lane.post.overloads for lane in self.lanes),
            "inspections": self.inspect.filed,
        }

    def _now(self) -> datetime:
        return self.clock.at(self.clock.now_ns())


def _camera(feed: Feed) -> Camera:
    width, height = feed.size or (None, None)
    kind = feed.camera.source.partition(":")[0] if ":" in feed.camera.source else "local"
    return Camera(
        role=feed.camera.role,
        kind=kind,
        width=width,
        height=height,
        mm_per_px=feed.camera.mm_per_px,
        smallest_damage_mm=feed.camera.smallest_damage_mm,
    )


def _software() -> tuple[Software, ...]:
    return (
        Software(name=NAME, version=program_version()),
        Software(name="python", version=platform.python_version()),
        Software(name="opencv", version=cv2.__version__),
    )
