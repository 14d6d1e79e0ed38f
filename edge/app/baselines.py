"""What a vehicle is compared with, with the pictures that are left of it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from edge.app.left_pictures import left_looks, left_pictures
from edge.inspection.baseline import Baseline
from edge.storage.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Baselines:
    """``store`` is of the thread that asks."""

    store: Store

    def notes(self, key: str | None) -> tuple[str, ...]:
        """A stable code where a person has had a vehicle's visits forgotten, and none has come since."""
        forgotten = key is not None and self.store.rulings.last_reset(key) is not None
        return ("baseline_reset",) if forgotten and self.of(key, None) is None else ()

    def of(self, key: str | None, rental: str | None, before: int | None = None) -> Baseline | None:
        """The state of the vehicle before a visit; None if it was never here.

        Args:
            key: of the vehicle; None where no plate was read.
            rental: that the visit is of.
            before: sequence that first told of the visit; None for one that is not filed yet.

        Raises:
            StorageError: the store cannot be read.
        """
        past = None if key is None else self.store.baseline(key, rental, before)
        if past is None:
            return None
        return replace(
            past.baseline,
            across_blind=self.store.blind_since(past.sequence),
            pictures=left_pictures(past.baseline.inspection, self.store),
            looks=left_looks(past.baseline.inspection, self.store),
        )
