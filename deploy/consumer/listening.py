"""From broker to core: take, commit, say ``ack`` to the gate, release at the broker, in this order."""

from __future__ import annotations

import json
import logging
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random
from threading import Event

from deploy.consumer.broker import Broker, Place, ack_topic, place_of
from deploy.consumer.intake import Intake
from deploy.consumer.moments import wall_clock
from deploy.consumer.mqtt import Arrived, Link
from deploy.consumer.notices import Notices
from deploy.consumer.verdict import Aside, Delivery, Stored, Verdict
from edge.domain.errors import BrokerError, StorageError

_LOG = logging.getLogger(__name__)
_MOST_WAIT_S = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Pulse:
    """How the listening goes, for the page."""

    trouble: str | None
    """Why nothing comes; None while it does."""
    since: datetime


class Listening:
    """One loop. Only the thread that steps it may touch it; ``pulse`` may be read by any.

    A database that takes nothing ends the connection: nothing was released, so all of it comes again.
    """

    def __init__(
        self, broker: Broker, intake: Intake, notices: Notices, *, first_wait_s: float = 1.0
    ) -> None:
        self._broker = broker
        self._intake = intake
        self._notices = notices
        self._first_wait_s = self._wait_s = first_wait_s
        self._retry_at_s = 0.0
        self._doubtful = False
        self._link: Link | None = None
        self._chance = Random()
        self.pulse = Pulse(trouble="not connected yet", since=wall_clock())

    def run(self, stop: Event) -> None:
        """Step until told to stop, then take leave."""
        while not stop.is_set():
            self.step()
        self.close()

    def step(self, wait_s: float = 0.2) -> None:
        """One turn of the loop: returns within about ``wait_s``; a connect may take several seconds."""
        left_s = self._retry_at_s - time.monotonic()
        if self._link is None and left_s > 0:
            time.sleep(min(wait_s, left_s))
            return
        try:
            self._link = self._link or Link(self._broker)
            arrived = self._link.step(wait_s)
            if arrived:
                self._take(self._link, arrived)
            if self._link.ready and not self._doubtful:
                self._well()
        except BrokerError as error:
            self._part(str(error))
        except StorageError as error:
            self._doubtful = True  # until something is stored, a connection alone is no good news
            self._part(str(error))

    def close(self) -> None:
        """Take leave; the session at the broker stays."""
        if self._link is not None:
            self._link.close()
            self._link = None

    def _take(self, link: Link, arrived: Sequence[Arrived]) -> None:
        placed = [(message, place_of(self._broker.base, message.topic)) for message in arrived]
        events = [(m, p) for m, p in placed if p is not None and p.tail == ("inspection",)]
        verdicts = self._intake.take_all([Delivery(body=m.payload, sender=p.sender) for m, p in events])
        for message, place in placed:
            self._note(message, place)
        for sender, ids in _known(verdicts).items():
            link.publish(ack_topic(self._broker.base, sender), json.dumps({"ids": ids}).encode())
        for message in arrived:
            link.release(message)
        self._doubtful, self._wait_s = False, self._first_wait_s
        for verdict in verdicts:
            _tell(verdict)

    def _note(self, message: Arrived, place: Place | None) -> None:
        match place:
            case Place(tail=("inspection",)):
                return
            case Place(sender=sender, tail=("state",)):
                self._notices.state(message.payload, sender, retained=message.retained)
            case Place(sender=sender, tail=("health",)):
                self._notices.health(message.payload, sender, retained=message.retained)
            case Place(sender=sender, tail=("evidence", inspection_id, n)):
                self._notices.thumbnail(message.payload, sender, inspection_id, n)
            case _:
                self._notices.foreign(message.payload, message.topic)

    def _well(self) -> None:
        if self.pulse.trouble is not None:
            _LOG.info("code=listening host=%s port=%d", self._broker.host, self._broker.port)
            self.pulse = Pulse(trouble=None, since=wall_clock())

    def _part(self, trouble: str) -> None:
        if trouble != self.pulse.trouble:
            _LOG.error("code=not-listening %s; it is tried again", trouble)
            since = wall_clock() if self.pulse.trouble is None else self.pulse.since
            self.pulse = Pulse(trouble=trouble, since=since)
        self.close()
        self._retry_at_s = time.monotonic() + self._wait_s * self._chance.uniform(0.5, 1.0)
        self._wait_s = min(_MOST_WAIT_S, 2 * self._wait_s)


def _known(verdicts: Sequence[Verdict]) -> dict[str, list[str]]:
    """The ids on our disk, by gate. A duplicate is told again: the gate may have missed our word."""
    ids: defaultdict[str, list[str]] = defaultdict(list)
    for verdict in verdicts:
        if not isinstance(verdict, Aside):
            ids[verdict.source].append(verdict.id)
    return ids


def _tell(verdict: Verdict) -> None:
    match verdict:
        case Aside(reason=reason, detail=detail):
            _LOG.warning("code=set-aside reason=%s %s", reason, detail)
        case Stored(source=source, hole=hole, breaks=breaks):
            if hole is not None:
                _LOG.warning(
                    "code=hole gate=%s store=%s missing=%d-%d", source, hole.store, hole.first, hole.last
                )
            for each in breaks:
                _LOG.error("code=chain-broken gate=%s store=%s event=%d", source, each.store, each.sequence)
        case _:
            return
