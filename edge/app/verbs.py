"""What each command does."""

from __future__ import annotations

import base64
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from threading import Event

from edge.app.checkup import CheckUp, fresh_frame
from edge.app.commands import Work
from edge.app.pausing import Pause
from edge.app.threads import Lane
from edge.domain.inspection import Blind
from edge.flow.clock import Clock
from edge.storage.store import Store
from edge.vision.encode import small_jpeg
from edge.wire.command import Answer, Command, Outcome, Snapshot, Verb
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

    def works(self) -> Mapping[Verb, Work]:
        """Every verb and its deed."""
        return {
            Verb.HEALTH_CHECK: self.health_check,
            Verb.SNAPSHOT: self.snapshot,
            Verb.PAUSE: self.pause,
            Verb.RESUME: self.resume,
            Verb.REPLAY: self.replay,
            Verb.RESTART: self.restart,
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
        return _done(Verb.SNAPSHOT, command, pictures=pictures)

    def pause(self, command: Command) -> Answer:
        """What is in view is taken to have passed."""
        begun = self.pausing.begin(self.clock.at(self.clock.now_ns()))
        return _done(Verb.PAUSE, command, "" if begun else "it was paused already")

    def resume(self, command: Command) -> Answer:
        """File the blind interval, and look again. Raises StorageError."""
        text = "" if end_pause(self.pausing, self.store, self.clock) else "it was not paused"
        return _done(Verb.RESUME, command, text)

    def replay(self, command: Command) -> Answer:
        """Refused without ``from_sequence``. Raises StorageError."""
        if command.from_sequence is None:
            return Answer(
                verb=Verb.REPLAY,
                transaction=command.transaction,
                outcome=Outcome.REFUSED,
                reason="malformed",
                text="from_sequence: is required",
            )
        queued = self.store.outbox.resend(command.from_sequence)
        return _done(Verb.REPLAY, command, f"{queued} events wait", queued=queued)

    def restart(self, command: Command) -> Answer:
        """Without a service manager the gate stays down."""
        self.stop.set()
        return _done(Verb.RESTART, command, "it stops now, and the service manager starts it again")

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
    since = pause.end()
    if since is None:
        return False
    now = clock.at(clock.now_ns())
    blind = Blind(inspection_id=str(uuid.uuid4()), from_at=min(since, now), until_at=now, reason="pause")
    store.file(EventType.BLIND, blind, (), now)
    return True


def _done(
    verb: Verb,
    command: Command,
    text: str = "",
    *,
    pictures: tuple[Snapshot, ...] = (),
    queued: int | None = None,
) -> Answer:
    return Answer(
        verb=verb,
        transaction=command.transaction,
        outcome=Outcome.DONE,
        text=text,
        pictures=pictures,
        queued=queued,
    )
