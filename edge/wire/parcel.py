"""A picture on its way out, as the store hands it to whoever brings it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """One evidence picture whose event has left the gate."""

    sha256: str
    bytes: int
    tries: int
    """How often it was refused for a reason that may pass."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcels:
    """How many there are; the ``evidence`` of ``health``."""

    waiting: int
    refused: int
    """Pictures that the centre will not have, or that cannot be read any more."""
