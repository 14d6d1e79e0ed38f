"""From a passage to a filed event: inspect, look up the baseline, conclude, file; live and replay alike."""

from __future__ import annotations

import hashlib
import logging
import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol

from edge.app.baselines import Baselines
from edge.app.centre import Centre
from edge.domain.inspection import Gap, Inspection
from edge.domain.observation import Observation, PlateVote
from edge.domain.passage import Passage, View
from edge.flow.clock import Clock
from edge.inspection.compare.judge import Judge
from edge.inspection.conclude import Circumstances, conclude
from edge.inspection.identity import masked, vehicle_key
from edge.inspection.likeness import Embedded, embedded_views
from edge.inspection.purpose import Purposes
from edge.inspection.rivals import rivals
from edge.inspection.roster import MOST_NAMED, NO_LISTING, Listing, Roster
from edge.inspection.suspected import suspected_in
from edge.storage.evidence import Picture
from edge.storage.filing import Filed
from edge.storage.store import Store
from edge.vision.encode import encode_jpeg
from edge.wire.event import EventType

log = logging.getLogger(__name__)


class Inspects(Protocol):
    """One passage in, one observation out."""

    def inspect(self, passage: Passage) -> Observation:
        """Look at everything that a passage has to show."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Where passages become filed inspections.

    Args:
        inspector: looks at the passage.
        store: files, and knows earlier inspections; of the thread that calls :meth:`file`.
        key: the fleet's key for vehicle keys.
        clock: turns the passage's times into wall times.
        purposes: what a passage through this lane is, by its direction.
        now_ns: a monotonic clock, for the time that an inspection took.
        judge: tells whether a place of a vehicle changed since its last visit.
        cameras: roles of the gate's cameras.
        roster: the cars expected now; None where nobody has said.
        centre: what other gates saw of a car; None where nobody hands it over.
    """

    inspector: Inspects
    store: Store
    key: bytes
    clock: Clock
    purposes: Purposes
    now_ns: Callable[[], int]
    judge: Judge
    cameras: frozenset[str]
    roster: Callable[[], Roster | None] = lambda: None
    centre: Centre | None = None

    def file(self, passage: Passage, inspection_id: str | None = None) -> Filed:
        """Inspect and file one passage; without ``inspection_id`` under a new one.

        Raises:
            StorageError: the event could not be filed; nothing filed before is lost by that.
        """
        began = self.now_ns()
        observation = self.inspector.inspect(passage)
        aspects = observation.aspects or (None,) * len(passage.views)
        seen = zip(passage.views, aspects, embedded_views(observation), strict=True)
        pictures = [_picture(n, observation, *each) for n, each in enumerate(seen)]
        inspection = self._conclude(observation, pictures, inspection_id or str(uuid.uuid4()))
        total_ms = round((self.now_ns() - began) / 1e6, 1)
        inspection = replace(inspection, timing_ms={**inspection.timing_ms, "total": total_ms})
        at = self.clock.at(self.clock.now_ns())
        filed = self.store.file(EventType.COMPLETED, inspection, _distinct(pictures), at)
        _tell(inspection, passage, filed.event.sequence)
        return filed

    def _conclude(self, observation: Observation, pictures: list[Picture], inspection_id: str) -> Inspection:
        vote = None if isinstance(observation.plate, Gap) else observation.plate
        key = None if vote is None else vehicle_key(vote.winner.reading.text, self.key)
        listing = self._listing(vote)
        known = Baselines(store=self.store, centre=self.centre).of(key, listing.rental)
        around = Circumstances(
            inspection_id=inspection_id,
            purpose=self.purposes.of(observation.passage.direction),
            key=key,
            image_ids=tuple(picture.image_id for picture in pictures),
            entered_at=self.clock.at(observation.passage.entered_ns),
            left_at=self.clock.at(observation.passage.left_ns),
            synchronized=self.clock.synchronized(),
            cameras=self.cameras,
            listing=listing,
            known_near=() if vote is None or listing.doubts else self._known_near(vote),
            notes=known.notes,
        )
        return conclude(observation, around, known.earlier, self.judge)

    def _listing(self, vote: PlateVote | None) -> Listing:
        roster = self.roster()
        if vote is None or roster is None:
            return NO_LISTING
        return roster.look_up(vote.winner.reading.text, self.key, rivals(vote))

    def _known_near(self, vote: PlateVote) -> tuple[str, ...]:
        keys = (vehicle_key(text, self.key) for text in rivals(vote))
        return self.store.history.known(keys)[:MOST_NAMED]


def _distinct(pictures: list[Picture]) -> list[Picture]:
    """A camera that froze gives one picture for several views: it is filed once."""
    return list({picture.image_id: picture for picture in pictures}.values())


def _picture(
    n: int, observation: Observation, view: View, aspect: str | None, embedded: Embedded | None
) -> Picture:
    jpeg = encode_jpeg(view.frame.image)
    image_id = hashlib.sha256(view.frame.role.encode() + jpeg).hexdigest()[:16]
    return Picture(
        image_id=image_id,
        role="view",
        view=view.frame.role,
        jpeg=jpeg,
        width=view.frame.width,
        height=view.frame.height,
        vehicle_box=view.in_picture(view.box),
        aspect=aspect,
        embedded=embedded,
        suspected=suspected_in(observation, n, image_id),
    )


def _tell(inspection: Inspection, passage: Passage, sequence: str) -> None:
    """One line per vehicle that a technician can read; plates are masked."""
    plate = inspection.vehicle.plate
    log.info(
        "%s: plate %s, %s, %s findings, in %.1f s passage=%s sequence=%s inspection=%s",
        inspection.decision,
        masked(plate.text) if plate else "unread",
        ", ".join((inspection.passage.direction, *inspection.passage.manoeuvres)),
        len(inspection.findings),
        inspection.passage.duration_ms / 1000,
        passage.number,
        sequence,
        inspection.inspection_id,
    )
