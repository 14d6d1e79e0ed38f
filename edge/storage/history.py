"""What was filed before: inspections by vehicle and by id."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from edge.domain.inspection import Inspection
from edge.inspection.baseline import Baseline, compose
from edge.storage.database import Database
from edge.wire.event import Event, event_from_json

_BEFORE_ALL = 2**62
_VISITS = (
    "WITH before AS (SELECT sequence, first_sequence FROM visit WHERE key = ? AND first_sequence < ?)"
    " SELECT first_sequence, body FROM event JOIN"
    " (SELECT sequence, max(first_sequence) AS first_sequence FROM before"
    " UNION SELECT sequence, max(first_sequence) FROM before JOIN side USING (sequence) GROUP BY view)"
    " USING (sequence) ORDER BY first_sequence DESC"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """The state of a vehicle before."""

    sequence: int
    """Of the event that first told of the inspection at the beginning of the interval."""
    baseline: Baseline


@dataclass(frozen=True, slots=True, kw_only=True)
class Filing:
    """An inspection that was filed."""

    sequence: int
    """Of the event that first told of it."""
    inspection: Inspection


class History:
    """Reads only. Every method raises StorageError, and WireError for a damaged body."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def baseline(self, key: str, rental: str | None = None, before: int | None = None) -> Past | None:
        """What a visit of this vehicle is compared with.

        "Last" is by filing, as the wall clock may be wrong. Each inspection counts as its latest revision has
        it, so that a corrected plate moves it to the right car.

        Args:
            key: of the vehicle.
            rental: that the visit is of: the state at its checkout, if that was here; else the last.
            before: sequence that first told of the visit; None for one that is not filed yet.
        """
        visits = self._visits(key, self._checkout(key, rental, before or _BEFORE_ALL))
        if not visits:
            return None
        inspections = [inspection for _, inspection in visits]
        settled = self._settled(inspections)
        return Past(sequence=visits[0][0], baseline=compose(inspections, settled))

    def filed(self, inspection_id: str) -> Filing | None:
        """An inspection in its last revision; None where it is not here."""
        rows = self._database.rows(
            "SELECT first_sequence, body FROM inspection AS i JOIN event USING (sequence)"
            " WHERE i.inspection_id = ? ORDER BY revision DESC LIMIT 1",
            inspection_id,
        )
        data = event_from_json(rows[0]["body"]).data if rows else None
        if not isinstance(data, Inspection):
            return None
        return Filing(sequence=rows[0]["first_sequence"], inspection=data)

    def corrected(self, inspection_id: str) -> frozenset[str]:
        """What persons have corrected of an inspection, in any of its revisions."""
        rows = self._database.rows("SELECT body FROM event WHERE inspection_id = ?", inspection_id)
        told = (event_from_json(row["body"]).data for row in rows)
        reviews = (data.review for data in told if isinstance(data, Inspection) and data.review)
        return frozenset(name for review in reviews for name in review.corrected)

    def compared_with(self, inspection_id: str) -> tuple[str, ...]:
        """Ids of the other visits whose last revision names this one, in the order of their filing."""
        rows = self._database.rows(
            "SELECT i.inspection_id FROM inspection AS i JOIN event USING (sequence)"
            " WHERE i.inspection_id <> ?1 AND i.key IN (SELECT key FROM inspection WHERE inspection_id = ?1)"
            " AND i.revision = (SELECT max(revision) FROM inspection WHERE inspection_id = i.inspection_id)"
            " AND instr(CAST(body AS TEXT), ?1) ORDER BY i.first_sequence",
            inspection_id,
        )
        return tuple(row["inspection_id"] for row in rows)

    def last_of(self, key: str, *, checkout: bool = False) -> Event | None:
        """The vehicle's last visit, or checkout, that may be compared with, in its last revision."""
        rows = self._database.rows(
            "SELECT body FROM visit JOIN event USING (sequence)"
            " WHERE key = ? AND (checkout_of IS NOT NULL OR NOT ?) ORDER BY first_sequence DESC LIMIT 1",
            key,
            checkout,
        )
        return event_from_json(rows[0]["body"]) if rows else None

    def known(self, keys: Iterable[str]) -> tuple[str, ...]:
        """Those of these vehicles, at most 32,000, that have a visit to be compared with, in this order."""
        asked = list(dict.fromkeys(keys))
        places = ", ".join("?" * len(asked))
        rows = self._database.rows(f"SELECT DISTINCT key FROM visit WHERE key IN ({places})", *asked)
        found = {row["key"] for row in rows}
        return tuple(key for key in asked if key in found)

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

    def _checkout(self, key: str, rental: str | None, before: int) -> int:
        """``before``, or the sequence right behind the checkout of this rental."""
        rows = self._database.rows(
            "SELECT max(first_sequence) AS last FROM visit"
            " WHERE key = ? AND checkout_of = ? AND first_sequence < ?",
            key,
            rental,
            before,
        )
        return before if rows[0]["last"] is None else int(rows[0]["last"]) + 1

    def _visits(self, key: str, before: int) -> list[tuple[int, Inspection]]:
        """The last one, and the last that saw each view well, the newest first."""
        told = (
            (row["first_sequence"], event_from_json(row["body"]).data)
            for row in self._database.rows(_VISITS, key, before)
        )
        return [(sequence, data) for sequence, data in told if isinstance(data, Inspection)]

    def _settled(self, visits: Sequence[Inspection]) -> frozenset[str]:
        """Which of their findings nobody disputes any more."""
        ids = {each for visit in visits for f in visit.findings for each in (f.id, f.disputed) if each}
        places = ", ".join("?" * len(ids))
        rows = self._database.rows(f"SELECT finding FROM settled WHERE finding IN ({places})", *ids)
        return frozenset(row["finding"] for row in rows)
