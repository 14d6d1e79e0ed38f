"""What was filed before: inspections by vehicle and by id."""

from __future__ import annotations

from dataclasses import dataclass

from edge.domain.inspection import Decision, Inspection
from edge.storage.database import Database
from edge.wire.event import Event, event_from_json


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """An earlier inspection of a vehicle."""

    sequence: int
    """Of the event that first told it."""
    inspection: Inspection


def accepted(decision: Decision) -> bool:
    """May an inspection with this decision be what a later one is compared with?

    One that a person must still look at may be of another car altogether.
    """
    return decision is not Decision.NEEDS_REVIEW


ACCEPTED = tuple(decision.value for decision in Decision if accepted(decision))
"""The same rule for the database."""


class History:
    """Reads only. Every method raises StorageError, and WireError for a damaged body."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def baseline(self, key: str, before: int | None = None) -> Past | None:
        """The last accepted inspection of this vehicle, filed before sequence ``before`` (None: of all).

        "Last" is by filing, as the wall clock may be wrong. Each inspection counts as its latest revision has
        it, so that a corrected plate moves it to the right car.
        """
        rows = self._database.rows(
            "SELECT i.first_sequence, e.body FROM inspection i JOIN event e USING (sequence)"
            " WHERE i.key = ? AND i.first_sequence < ? AND i.revision ="
            " (SELECT max(revision) FROM inspection WHERE inspection_id = i.inspection_id)"
            f" AND i.decision IN {ACCEPTED} ORDER BY i.first_sequence DESC LIMIT 1",
            key,
            before or 2**62,
        )
        return _past(rows[0]["first_sequence"], rows[0]["body"]) if rows else None

    def find(self, beginning: str) -> Event | None:
        """The newest event about the inspection (or blind interval) whose id begins so, None without one.

        Where several inspections' ids do, the one filed last.
        """
        rows = self._database.rows(
            "SELECT body FROM event WHERE substr(inspection_id, 1, ?) = ? ORDER BY sequence DESC LIMIT 1",
            len(beginning),
            beginning,
        )
        return event_from_json(rows[0]["body"]) if rows else None


def _past(sequence: int, body: bytes) -> Past | None:
    record = event_from_json(body).data
    return Past(sequence=sequence, inspection=record) if isinstance(record, Inspection) else None
