"""What a vehicle is compared with, with the pictures that are left of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from edge.app.centre import Centre
from edge.app.left_pictures import left_looks, left_pictures
from edge.domain.inspection import Gap, Provenance
from edge.inspection.baseline import Baseline, compose, is_checkout_of
from edge.inspection.handing import better, in_doubt
from edge.storage.store import Store
from edge.wire.handed import Handed, HandedOver

IN_DOUBT = Gap(
    stage="baseline",
    reason="baseline_in_doubt",
    detail="what the centre hands over may be of another car: nobody has accepted it there",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of a vehicle before a visit."""

    earlier: Baseline | Gap | None
    """Its state; None if it was never seen; a Gap if nobody can say."""
    notes: tuple[str, ...] = ()
    """Stable codes of what is told of that and weighs nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Baselines:
    """``store`` is of the thread that asks; ``centre``: None where none hands anything over."""

    store: Store
    centre: Centre | None = None

    def of(
        self, key: str | None, rental: str | None, *, before: int | None = None, until: datetime | None = None
    ) -> Known:
        """The state of the vehicle before a visit.

        Args:
            key: of the vehicle; None where no plate was read.
            rental: that the visit is of.
            before: sequence that first told of the visit; None for one that is not filed yet.
            until: when it began, if it is filed.

        Raises:
            StorageError: the store cannot be read.
        """
        if key is None:
            return Known(earlier=None)
        own = self._brought(key, rental, self._own(key, rental, before), until)
        if self.centre is None or (own and rental and is_checkout_of(own.inspection, rental)):
            return self._known(key, own)
        told = self.centre.ask(key)
        if isinstance(told, Gap):
            return Known(earlier=own, notes=("centre_unreachable",)) if own else Known(earlier=told)
        handed = self._better(told, own, rental, until)
        if handed is None and own is None and told and in_doubt(told):
            return Known(earlier=IN_DOUBT)
        return self._known(key, self._handed(handed, self.centre) if handed else own)

    def _brought(
        self, key: str, rental: str | None, own: Baseline | None, until: datetime | None
    ) -> Baseline | None:
        """What a person brought of this vehicle, where that counts more."""
        if own and rental and is_checkout_of(own.inspection, rental):
            return own
        handed = self._better(self.store.imports.of(key), own, rental, until)
        if handed is None:
            return own
        return replace(
            self._from_elsewhere(handed, Provenance.IMPORTED),
            pictures=left_pictures(handed.inspection, self.store),
        )

    def _better(
        self, told: HandedOver | None, own: Baseline | None, rental: str | None, until: datetime | None
    ) -> Handed | None:
        if told is None:
            return None
        reset = self.store.rulings.last_reset(told.key)
        return better(
            told,
            own.inspection if own else None,
            rental=rental,
            after=reset.at if reset else None,
            until=until,
        )

    def _known(self, key: str, earlier: Baseline | None) -> Known:
        forgotten = earlier is None and self.store.rulings.last_reset(key) is not None
        return Known(earlier=earlier, notes=("baseline_reset",) if forgotten else ())

    def _own(self, key: str, rental: str | None, before: int | None) -> Baseline | None:
        past = self.store.baseline(key, rental, before)
        if past is None:
            return None
        return replace(
            past.baseline,
            across_blind=self.store.blind_since(past.sequence),
            pictures=left_pictures(past.baseline.inspection, self.store),
            looks=left_looks(past.baseline.inspection, self.store),
        )

    def _handed(self, handed: Handed, centre: Centre) -> Baseline:
        return replace(self._from_elsewhere(handed, Provenance.CENTRE), pictures=centre.pictures(handed))

    def _from_elsewhere(self, handed: Handed, provenance: Provenance) -> Baseline:
        return replace(
            compose((handed.inspection,)),
            provenance=provenance,
            source=handed.source,
            across_blind=self.store.blind_after(handed.inspection.passage.left_at),
        )
