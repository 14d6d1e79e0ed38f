"""The roster: which cars the centre expects at a site, on ``{base}/v1/{site}/expected``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar

from pydantic import ConfigDict, FailFast, Field, RootModel

from edge.domain.inspection import Purpose
from edge.wire.plain import WireError, from_json

Word = Annotated[str, Field(min_length=1, max_length=128)]
Key = Annotated[str, Field(pattern="^[0-9a-f]{32}$")]
"""A vehicle key."""
_LARGE = 100_000
"""Bytes of a roster in which there is room for more faults than can be gathered at leisure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """One car; what is null or left out the centre does not say. A field that we do not know is a fault:
    misspelt, it would leave every car without what it should say.
    """

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid", strict=True)

    key: Key
    """Vehicle key: the first 128 bits, in hex, of the HMAC-SHA256 of the plate under the fleet's key."""
    model: Word | None = None
    color: Word | None = None
    rental: Word | None = None
    """The rental that it comes for; told in the event."""
    purpose: Purpose | None = None
    """What its passage is; null or ``unknown`` leaves that to the lane."""


class _UntilFault(RootModel[Annotated[tuple[Expected, ...], FailFast()]]):
    """A roster whose first car with a fault ends the reading."""


def expected_cars(payload: bytes) -> tuple[Expected, ...]:
    """The cars of a roster, each key once. Raises WireError, which names every fault by its place; of a large
    roster those of the first car that has any.
    """
    large = len(payload) > _LARGE
    cars = from_json(_UntilFault, payload).root if large else from_json(tuple[Expected, ...], payload)
    first: dict[str, int] = {}
    for place, car in enumerate(cars):
        first.setdefault(car.key, place)
    again = [place for place, car in enumerate(cars) if first[car.key] < place]
    if again:
        raise WireError("; ".join(f"{place}.key: that of {first[cars[place].key]} again" for place in again))
    return cars
