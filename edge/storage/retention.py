"""What goes, and in which order, when its time is over or the disk is short.

Pictures go before events, ordinary ones before those that a charge may rest on, and of each kind those first
that the centre has. What goes although it was still wanted, and is nowhere else, is a row in ``loss``.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from edge.config.storing import Retention, Storage
from edge.domain.errors import StorageError
from edge.domain.inspection import Decision
from edge.storage.faults import DiskFullError
from edge.storage.moments import to_ms
from edge.storage.store import Store

log = logging.getLogger(__name__)
_ORPHAN_S = 3600.0
_CHARGEABLE = (Decision.NEW_DAMAGE.value, Decision.NEEDS_REVIEW.value)
_NEWEST = "SELECT sequence FROM (SELECT sequence, max(first_sequence) FROM visit"
_IS_BASELINE = (
    f"i.sequence IN ({_NEWEST} GROUP BY key) UNION {_NEWEST} JOIN side USING (sequence) GROUP BY key, view)"
    f" UNION {_NEWEST} WHERE checkout_of IS NOT NULL GROUP BY key))"
)
"""The last visit of a vehicle, the last that saw a side of it well, and the checkout of its last rental."""
_WANTED = f"(i.decision IN {_CHARGEABLE} OR {_IS_BASELINE})"
_HAS_A_CENTRE = "EXISTS (SELECT 1 FROM picture WHERE stored_at IS NOT NULL)"
"""Some picture was brought there, so that the others should have been, too."""
_IS_LAST = (
    "NOT EXISTS (SELECT 1 FROM inspection AS later"
    " WHERE later.inspection_id = i.inspection_id AND later.revision > i.revision)"
)
"""What an inspection says is what its last revision says."""
_OLD = (
    "SELECT sequence FROM event WHERE inspection_id IN (SELECT e.inspection_id FROM event e"
    f" LEFT JOIN inspection i USING (sequence) WHERE {{which}} AND {_IS_LAST} AND e.filed_at < ?"
    " EXCEPT SELECT e.inspection_id FROM event e JOIN outbox o USING (sequence) WHERE {waits})"
)
"""Events of inspections whose time is over, in all their revisions: an earlier one left alone would speak."""
_AT_ONCE = 500
"""Events deleted in one transaction: nobody else can write meanwhile."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pruned:
    """What one pruning took."""

    expired: int
    """Events whose time was over."""
    pictures: int
    """Pictures taken by the disk cap."""
    lost: int
    """Events that were still waiting for the broker."""


def prune(store: Store, rules: Storage, at: datetime, free_bytes: int, *, tells: bool = True) -> Pruned:
    """Take what may go: what is too old, and then as :func:`make_room` does.

    Days are counted by the wall clock: call it only while that is synchronized. Raises StorageError.

    Args:
        store: of the thread that calls.
        rules: what may stay.
        at: now.
        free_bytes: what the disk has left.
        tells: the gate has a broker; without one no event waits for it.
    """
    expired = store.reserve.spent_on(lambda: _expire(store, rules.retention, at, tells))
    return replace(make_room(store, rules, at, free_bytes, tells=tells), expired=expired)


def make_room(store: Store, rules: Storage, at: datetime, free_bytes: int, *, tells: bool = True) -> Pruned:
    """Take what the disk has no room for, whatever its age. The same arguments. Raises StorageError."""
    # Deleting too is written down first.
    pruned = store.reserve.spent_on(lambda: _make_room(store, rules, at, free_bytes, tells))
    store.reserve.keep()
    return pruned


def _make_room(store: Store, rules: Storage, at: datetime, free_bytes: int, tells: bool) -> Pruned:
    excess = max(_picture_bytes(store) - rules.evidence_max_bytes, rules.min_free_bytes - free_bytes)
    stuck: list[str] = []
    pictures = _drop_pictures(store, excess, at, stuck)
    lost = _drop_unsent(store, rules.outbox_max_bytes, at) if tells else 0
    _sweep(store, at, stuck)
    if stuck:
        log.error("code=evidence-undeletable files=%d such as %s", len(stuck), stuck[0])
    store.database.shrink()
    return Pruned(expired=0, pictures=pictures, lost=lost)


def days_of(rules: Retention) -> dict[Decision, int]:
    """How long an inspection is kept, by what it said."""
    return {
        Decision.NEW_DAMAGE: rules.new_damage_days,
        Decision.NEEDS_REVIEW: rules.needs_review_days,
        Decision.NOT_COMPARABLE: rules.not_comparable_days,
        Decision.FIRST_SEEN: rules.first_seen_days,
        Decision.NO_NEW_DAMAGE: rules.no_new_damage_days,
    }


def _expire(store: Store, rules: Retention, at: datetime, tells: bool) -> int:
    # What still waits for the broker stays whatever its age: only the disk cap takes it.
    waits = "NOT o.aside" if tells else "FALSE"
    limits = {f"i.decision = '{decision}'": days for decision, days in days_of(rules).items()}
    ordinary = f"i.decision = '{Decision.NO_NEW_DAMAGE}'"
    limits[f"{ordinary} AND NOT {_IS_BASELINE}"] = limits.pop(ordinary)
    longest = limits["i.sequence IS NULL"] = max(days_of(rules).values())
    olds = [
        (_OLD.format(which=which, waits=waits), to_ms(at - timedelta(days=days)))
        for which, days in limits.items()
    ]
    for old, before in olds:
        _record(store, old, before, at)
    with store.database.transaction() as db:
        db.execute("DELETE FROM imported WHERE at < ?", (to_ms(at - timedelta(days=longest)),))
    return sum(_delete(store, old, before) for old, before in olds)


def _record(store: Store, old: str, before: int, at: datetime) -> None:
    """Write down the pictures that go although they are wanted and no centre has them."""
    with store.database.transaction() as db:
        db.execute(
            "INSERT INTO loss (at, kind, name, reason) SELECT DISTINCT ?, 'picture', p.sha256, 'retention'"
            f" FROM picture p JOIN inspection i USING (sequence) WHERE p.sequence IN ({old})"
            f" AND {_WANTED} AND {_IS_LAST} AND NOT p.pruned AND p.stored_at IS NULL AND {_HAS_A_CENTRE}",
            (to_ms(at), before),
        )


def _delete(store: Store, old: str, before: int) -> int:
    gone = 0
    # The earlier revision first: what a power cut leaves of an inspection is its last one.
    some = f"DELETE FROM event WHERE sequence IN ({old} ORDER BY sequence LIMIT {_AT_ONCE})"
    while True:
        with store.database.transaction() as db:
            taken = db.execute(some, (before,)).rowcount
        gone += taken
        if taken < _AT_ONCE:
            return gone


def _picture_bytes(store: Store) -> int:
    held = "SELECT max(bytes) AS bytes FROM picture WHERE NOT pruned GROUP BY sha256"
    return int(store.database.rows(f"SELECT coalesce(sum(bytes), 0) FROM ({held})")[0][0])


def _drop_pictures(store: Store, excess: int, at: datetime, stuck: list[str]) -> int:
    if excess <= 0:
        return 0
    rows = store.database.rows(
        "SELECT p.sha256, p.path, max(p.bytes) AS bytes,"
        f" max({_WANTED} AND {_IS_LAST}) AS wanted, max(p.stored_at) IS NULL AS only"
        " FROM picture p JOIN inspection i USING (sequence) WHERE NOT p.pruned"
        " GROUP BY p.sha256 ORDER BY wanted, only, max(p.sequence)"
    )
    taken = 0
    for row in rows:
        if excess <= 0:
            break
        if not store.evidence.may_drop(row["path"]):
            stuck.append(f"{row['path']}: no_access")
            continue
        # The row first: a file without a row is swept, a row without a file would be a lie.
        _mark_pruned(store, row["sha256"], bool(row["wanted"] and row["only"]), at)
        _drop_file(store, row["path"], stuck)
        excess -= row["bytes"]
        taken += 1
    return taken


def _mark_pruned(store: Store, sha256: str, wanted: bool, at: datetime) -> None:
    with store.database.transaction() as db:
        db.execute("UPDATE picture SET pruned = 1 WHERE sha256 = ?", (sha256,))
        if wanted:
            db.execute(
                "INSERT INTO loss (at, kind, name, reason) VALUES (?, 'picture', ?, 'disk_cap')",
                (to_ms(at), sha256),
            )


def _drop_file(store: Store, path: str, stuck: list[str]) -> None:
    """A file that cannot be deleted stays, and is tried again by the next sweep: it ends no gate."""
    try:
        store.evidence.drop(path)
    except DiskFullError:  # the reserve is there for that
        raise
    except StorageError as fault:
        stuck.append(str(fault))


def _drop_unsent(store: Store, most_bytes: int, at: datetime) -> int:
    with store.database.transaction() as db:
        rows = db.execute(
            "SELECT sequence, inspection_id,"
            " sum(length(body)) OVER (ORDER BY aside, sequence DESC) AS upto"
            " FROM outbox JOIN event USING (sequence) ORDER BY sequence"
        ).fetchall()
        last = {row["inspection_id"]: row["sequence"] for row in rows if row["upto"] > most_bytes}
        lost = [row["sequence"] for row in rows if row["sequence"] <= last.get(row["inspection_id"], 0)]
        db.executemany(
            "INSERT INTO loss (at, kind, name, reason) VALUES (?, 'event', ?, 'disk_cap')",
            [(to_ms(at), str(sequence)) for sequence in lost],
        )
        # With the earlier revisions of its inspection, which would speak in its place.
        db.executemany(
            "DELETE FROM event WHERE sequence <= ?1"
            " AND inspection_id = (SELECT inspection_id FROM event WHERE sequence = ?1)",
            [(sequence,) for sequence in lost],
        )
    return len(lost)


def _sweep(store: Store, at: datetime, stuck: list[str]) -> None:
    # Young files may belong to an inspection that is being filed right now.
    rows = store.database.rows(
        "SELECT path FROM picture WHERE NOT pruned UNION SELECT path FROM imported_picture"
    )
    named = {row["path"] for row in rows}
    oldest = at.timestamp() - _ORPHAN_S
    for path, changed in list(store.evidence.paths()):
        if path not in named and changed < oldest:
            _drop_file(store, path, stuck)
