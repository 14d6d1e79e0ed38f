"""What a person at the desk decides: corrects an inspection, accepts it as a baseline, resets a vehicle's."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from edge.app.baselines import Baselines
from edge.app.centre import Centre
from edge.app.deeds import Deed, done, refused
from edge.app.left_pictures import left_pictures
from edge.domain.inspection import Gap, Inspection
from edge.flow.clock import Clock
from edge.inspection.baseline import Baseline, doubts_of_the_car
from edge.inspection.compare.judge import Judge
from edge.inspection.identity import vehicle_key
from edge.inspection.plate_text import is_plate_text, normalize_plate
from edge.inspection.purpose import Purposes
from edge.inspection.review import compared_again, corrected, revised, takes_its_place
from edge.storage.history import Filing
from edge.storage.store import Store
from edge.wire.command import Answer, Verb
from edge.wire.event import EventType
from edge.wire.ruling import Accept, Reset, Review

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rulings:
    """Of one thread, with a store of that thread.

    Args:
        store: where the inspections are.
        key: the fleet's key for vehicle keys.
        judge: tells whether a place of a vehicle changed.
        clock: for when it was said.
        cameras: roles of the gate's cameras.
        purposes: what a passage through this lane is, by its direction.
        centre: what other gates saw of a car; None where nobody hands it over.
    """

    store: Store
    key: bytes
    judge: Judge
    clock: Clock
    cameras: frozenset[str]
    purposes: Purposes
    centre: Centre | None = None

    def deeds(self) -> Mapping[Verb, Deed[Any]]:
        """Every verb of a person."""
        return {
            Verb.REVIEW: Deed(Review, self.review),
            Verb.ACCEPT: Deed(Accept, self.accept),
            Verb.RESET: Deed(Reset, self.reset),
        }

    def review(self, said: Review) -> Answer:
        """File the next revision of an inspection. Raises StorageError."""
        filing = self.store.history.filed(said.inspection)
        if filing is None:
            return _unknown(Verb.REVIEW, said)
        fault = next(_faults(said, filing.inspection), None)
        if fault is not None:
            return refused(Verb.REVIEW, said, *fault)
        now = self._corrected(said, filing.inspection)
        # Of a car in doubt a person has told nothing with a rental or a purpose: it borrows no history.
        unsure = said.plate is None and doubts_of_the_car(now)
        only_judged = not _corrects(said) and now.baseline is not None
        earlier = None if unsure or only_judged else self._earlier(filing, now)
        if _corrects(said):
            fault = self._lost(filing.inspection, now, earlier)
            if fault is not None:
                return refused(Verb.REVIEW, said, *fault)
            now = compared_again(now, earlier, left_pictures(now, self.store), self.judge)
        at = self.clock.at(self.clock.now_ns())
        revision = revised(now, said, earlier, at=at, cameras=self.cameras)
        self.store.file(EventType.REVISED, revision, (), at)
        _tell(revision, said)
        return done(Verb.REVIEW, said, self._told(filing, revision), revision=revision.revision)

    def accept(self, said: Accept) -> Answer:
        """Let the vehicle's next visit be compared with this inspection. Raises StorageError."""
        filing = self.store.history.filed(said.inspection)
        if filing is None:
            return _unknown(Verb.ACCEPT, said)
        key = filing.inspection.vehicle.key
        if key is None:
            text = "nobody knows of which vehicle it is: review its plate first"
            return refused(Verb.ACCEPT, said, "no_plate", text)
        if self.store.rulings.is_forgotten(key, filing.sequence):
            text = "a person has had the visits of this vehicle forgotten since"
            return refused(Verb.ACCEPT, said, "reset_since", text)
        self.store.rulings.accept(said, filing.inspection, self.clock.at(self.clock.now_ns()))
        log.info("code=baseline-accepted inspection=%s by=%s", said.inspection, said.by)
        return done(Verb.ACCEPT, said)

    def reset(self, said: Reset) -> Answer:
        """Let nothing count that was before. Raises StorageError."""
        count = self.store.rulings.reset(said, self.clock.at(self.clock.now_ns()))
        log.info("code=baseline-reset key=%s visits=%d by=%s", said.key, count, said.by)
        return done(Verb.RESET, said, f"{count} visits count no more")

    def _corrected(self, said: Review, before: Inspection) -> Inspection:
        plate = None if said.plate is None else normalize_plate(said.plate)
        key = before.vehicle.key if plate is None else vehicle_key(plate, self.key)
        return corrected(
            before,
            said,
            plate=plate,
            key=key,
            told=self.store.history.corrected(before.inspection_id),
            usual=self.purposes.of(before.passage.direction),
        )

    def _earlier(self, filing: Filing, now: Inspection) -> Baseline | Gap | None:
        """The state of the vehicle before a visit that is filed, as it is corrected."""
        baselines = Baselines(store=self.store, centre=self.centre)
        until = now.passage.entered_at
        return baselines.of(now.vehicle.key, now.rental, before=filing.sequence, until=until).earlier

    def _lost(
        self, filed: Inspection, now: Inspection, earlier: Baseline | Gap | None
    ) -> tuple[str, str] | None:
        """Reason and text where what it was compared with would be lost, and nothing takes its place."""
        if filed.baseline is None or now.vehicle.key != filed.vehicle.key:
            return None
        if isinstance(earlier, Gap):
            return earlier.reason, "the centre, which handed its baseline over, has not answered: try again"
        then = self.store.history.filed(filed.baseline.inspection_id)
        is_another_cars = then is not None and then.inspection.vehicle.key != filed.vehicle.key
        if is_another_cars or takes_its_place(earlier, filed.baseline, now.rental):
            return None
        text = "what it was compared with is not to be had any more: its findings can be judged, no more"
        return "baseline_gone", text

    def _told(self, filing: Filing, revision: Inspection) -> str:
        """The visits that were compared with an inspection that is another car's by now."""
        if revision.vehicle.key == filing.inspection.vehicle.key:
            return ""
        others = self.store.history.compared_with(revision.inspection_id)
        return f"compared with it, so to be reviewed as well: {', '.join(others)}" if others else ""


def _faults(said: Review, inspection: Inspection) -> Iterator[tuple[str, str]]:
    """Reason and text of what stands against a review."""
    if said.revision is not None and said.revision != inspection.revision:
        yield "outdated", f"it was revised since: revision {inspection.revision} is the last"
    if not said.findings and not _corrects(said):
        yield "nothing_corrected", "give findings, plate, rental or purpose"
    if said.plate is not None and not is_plate_text(normalize_plate(said.plate)):
        yield "malformed", "plate: is no plate's text"
    known = {finding.id for finding in inspection.findings}
    unknown = [each.id for each in said.findings if each.id not in known]
    if unknown:
        yield "unknown_finding", f"revision {inspection.revision} has none with the id {unknown[0]}"
    if len({each.id for each in said.findings}) < len(said.findings):
        yield "malformed", "findings: one is there twice"


def _corrects(said: Review) -> bool:
    """It says more than what the findings are, so that the visit is compared again."""
    return (said.plate, said.rental, said.purpose) != (None, None, None)


def _unknown(verb: Verb, said: Review | Accept) -> Answer:
    return refused(verb, said, "unknown_inspection", "no such inspection is here, or its time was over")


def _tell(revision: Inspection, said: Review) -> None:
    log.info(
        "code=review inspection=%s revision=%d decision=%s by=%s",
        revision.inspection_id,
        revision.revision,
        revision.decision,
        said.by,
    )
