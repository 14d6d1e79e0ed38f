"""What each command to the gate itself does."""

from __future__ import annotations

import base64
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from threading import Event
from typing import Any

from edge.app.checkup import CheckUp, fresh_frame
from edge.app.deeds import Deed, done
from edge.app.pausing import Pause
from edge.app.threads import Lane
from edge.domain.inspection import Blind
from edge.flow.clock import Clock
from edge.storage.store import Store
from edge.vision.encode import small_jpeg
from edge.wire.command import Answer, Command, Outcome, Replay, Snapshot, Verb
from edge.wire.event import EventType

SNAPSHOT_BYTES = 49_152


@dataclass(frozen=True, slots=True, kw_only=True)
class Verbs:
    """``store`` is of the thread that carries them out; ``stop`` ends the gate in good order."""

    lanes: Sequence[Lane]
    store: Store
    pausing: Pause
    checkup: CheckUp
    stop: Event
    clock: Clock

    def deeds(self) -> Mapping[Verb, Deed[Any]]:
        """Every verb of the gate itself."""
        return {
            Verb.HEALTH_CHECK: Deed(Command, self.health_check),
            Verb.SNAPSHOT: Deed(Command, self.snapshot),
            Verb.PAUSE: Deed(Command, self.pause),
            Verb.RESUME: Deed(Command, self.resume),
            Verb.REPLAY: Deed(Replay, self.replay),
            Verb.RESTART: Deed(Command, self.restart),
        }

    def health_check(self, command: Command) -> Answer:
        """Failed where anything is not fine."""
        checks = self.checkup.run()
        bad = [check.topic for check in checks if not check.fine]
        return Answer(
            verb=Verb.HEALTH_CHECK,
            transaction=command.transaction,
            outcome=Outcome.FAILED if bad else Outcome.DONE,
            reason="unwell" if bad else None,
            text=f"not fine: {', '.join(bad)}" if bad else "all fine",
            checks=checks,
        )

    def snapshot(self, command: Command) -> Answer:
        """Raises SourceError where a camera gives no picture."""
        pictures = tuple(self._picture(lane) for lane in self.lanes)
        return done(Verb.SNAPSHOT, command, pictures=pictures)

    def pause(self, command: Command) -> Answer:
        """What is in view is taken to have passed."""
        begun = self.pausing.begin(self.clock.at(self.clock.now_ns()))
        return done(Verb.PAUSE, command, "" if begun else "it was paused already")

    def resume(self, command: Command) -> Answer:
        """File the blind interval, and look again. Raises StorageError."""
        text = "" if end_pause(self.pausing, self.store, self.clock) else "it was not paused"
        return done(Verb.RESUME, command, text)

    def replay(self, command: Replay) -> Answer:
        """Raises StorageError."""
        queued = self.store.outbox.resend(command.from_sequence)
        return done(Verb.REPLAY, command, f"{queued} events wait", queued=queued)

    def restart(self, command: Command) -> Answer:
        """Without a service manager the gate stays down."""
        self.stop.set()
        return done(Verb.RESTART, command, "it stops now, and the service manager starts it again")

    def _picture(self, lane: Lane) -> Snapshot:
        frame = fresh_frame(lane.feed, lane.post)
        return Snapshot(
            role=frame.role,
            at=self.clock.at(frame.time_ns),
            width=frame.width,
            height=frame.height,
            jpeg=base64.b64encode(small_jpeg(frame.image, SNAPSHOT_BYTES)).decode(),
        )


def end_pause(pause: Pause, store: Store, clock: Clock) -> bool:
    """Look again, and file since when nobody did; False if nobody looked away. Raises StorageError."""
    since = pause.since
    if since is None:
        return False
    now = clock.at(clock.now_ns())
    blind = Blind(inspection_id=str(uuid.uuid4()), from_at=min(since, now), until_at=now, reason="pause")
    store.file(EventType.BLIND, blind, (), now)
    pause.end()
    return True
