"""Which cars are expected, and what that says of the one that came."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain, islice

from edge.domain.inspection import Purpose
from edge.inspection.confusable import near_texts
from edge.inspection.identity import vehicle_key
from edge.wire.expected import Expected

MOST_NAMED = 2
"""Of the cars that a plate may be as well: that there are more tells a person no more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """What the roster says of the car that came."""

    car: Expected | None = None
    """Its entry; None where it is not expected, or nobody can say."""
    doubts: tuple[str, ...] = ()
    """Stable codes of what speaks against the plate as read."""
    notes: tuple[str, ...] = ()
    """Stable codes of what is told and weighs nothing."""

    @property
    def rental(self) -> str | None:
        """The rental that the car came for."""
        return self.car.rental if self.car else None

    def purpose(self, usual: Purpose) -> Purpose:
        """What its passage is: as the roster says, else as is usual here."""
        named = self.car.purpose if self.car else None
        return usual if named in (None, Purpose.UNKNOWN) else named


NO_LISTING = Listing()
"""There is no roster, or no plate to look up in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Roster:
    """The cars expected, by vehicle key. It may be empty: then no car is."""

    cars: Mapping[str, Expected]

    @classmethod
    def of(cls, cars: Iterable[Expected]) -> Roster:
        """As the centre lists them."""
        return cls(cars={car.key: car for car in cars})

    def look_up(self, plate: str, fleet: bytes, rivals: Iterable[str] = ()) -> Listing:
        """What it says of the car with this plate.

        The roster has keyed hashes alone, so what the plate could have been is hashed, text for text: the
        reader's own rivals and, of a car that is not expected as read, what is easily confused with that.
        The plate stays as it was read: an expected car lends another neither its rental nor its history.

        Args:
            plate: as the vote has it, normalised.
            fleet: the fleet's key.
            rivals: texts over which its margin is thin (`edge.inspection.rivals`).
        """
        car = self.cars.get(vehicle_key(plate, fleet))
        texts = rivals if car else chain(rivals, near_texts(plate))
        keys = dict.fromkeys(vehicle_key(text, fleet) for text in texts)
        near = islice((key for key in keys if key in self.cars), MOST_NAMED)
        return Listing(
            car=car,
            doubts=tuple(f"roster:plate_near_expected:{key}" for key in near),
            notes=() if car else ("roster:not_expected",),
        )
