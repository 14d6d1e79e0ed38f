"""Filing one event: pictures first, then everything else in one transaction."""

from __future__ import annotations

import hashlib
import sqlite3
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from edge.domain.inspection import CENTRAL, GATE, Blind, Evidence, Gap, Inspection, Purpose
from edge.inspection.baseline import accepted, well_seen
from edge.storage.chain import add_link, link
from edge.storage.database import Database
from edge.storage.embeddings import keep_embedded
from edge.storage.evidence import EvidenceFolder, Picture
from edge.storage.faults import cause
from edge.storage.moments import to_ms
from edge.storage.rulings import settle
from edge.storage.suspected import keep_suspected
from edge.wire.command import Verb
from edge.wire.event import Event, EventType, Record, event_json, schema_id
from edge.wire.times import to_millisecond


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """An event as it lies in the store."""

    event: Event
    body: bytes = field(repr=False)
    """``event`` as JSON, as it will be sent."""


def with_pictures(inspection: Inspection, pictures: Sequence[Picture], folder: EvidenceFolder) -> Inspection:
    """Write the pictures and name them in the inspection; what cannot be written is a gap of it."""
    evidence, gaps = list(inspection.evidence), list(inspection.gaps)
    for picture in pictures:
        try:
            evidence.append(_evidence(picture, folder.put(picture.jpeg)))
        except OSError as error:
            detail = f"{picture.image_id}: {error.strerror}"
            gaps.append(Gap(stage="evidence", reason=cause(error), detail=detail))
    return replace(inspection, evidence=tuple(evidence), gaps=tuple(gaps))


def commit(
    database: Database,
    kind: EventType,
    record: Record,
    source: str,
    at: datetime,
    pictures: Sequence[Picture] = (),
) -> Filed:
    """Give the record the next sequence and file it with its outbox row, or nothing at all.

    Raises StorageError; ValueError for a number that JSON cannot hold.
    """
    with database.transaction() as db:
        store, last = db.execute("SELECT id, last_sequence FROM store").fetchone()
        record = record if isinstance(record, Blind) else _with_places(db, record)
        event = _event(kind, record, source, at, store=store, sequence=last + 1, previous=link(db, last))
        body = event_json(event)
        _insert(db, event, body, last + 1)
        keep_embedded(db, last + 1, pictures)
        keep_suspected(db, last + 1, pictures)
        add_link(db, last + 1, body)
    return Filed(event=event, body=body)


def _event(
    kind: EventType,
    record: Record,
    source: str,
    at: datetime,
    *,
    store: str,
    sequence: int,
    previous: str,
) -> Event:
    return Event(
        type=kind,
        source=source,
        id=str(uuid.uuid4()),
        subject=record.inspection_id,
        time=to_millisecond(at),
        dataschema=schema_id(kind.value),
        sequence=str(sequence),
        store=store,
        previous=previous,
        data=record,
    )


def _insert(db: sqlite3.Connection, event: Event, body: bytes, sequence: int) -> None:
    db.execute("UPDATE store SET last_sequence = ?", (sequence,))
    db.execute(
        "INSERT INTO event VALUES (?, ?, ?, ?, ?, ?)",
        (sequence, event.id, event.type.value, event.subject, to_ms(event.time), body),
    )
    if isinstance(event.data, Blind):
        _insert_blind(db, event.data, sequence)
    else:
        _insert_inspection(db, event.data, sequence)
    db.execute("INSERT INTO outbox (sequence) VALUES (?)", (sequence,))


def _insert_blind(db: sqlite3.Connection, blind: Blind, sequence: int) -> None:
    since = None if blind.from_at is None else to_ms(blind.from_at)
    db.execute("INSERT INTO blind VALUES (?, ?, ?)", (sequence, since, to_ms(blind.until_at)))


def _insert_inspection(db: sqlite3.Connection, inspection: Inspection, sequence: int) -> None:
    first = db.execute(
        "SELECT min(first_sequence) FROM inspection WHERE inspection_id = ?", (inspection.inspection_id,)
    ).fetchone()[0]
    db.execute(
        "INSERT INTO inspection (sequence, inspection_id, revision, first_sequence, key, decision, accepted,"
        " checkout_of) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            sequence,
            inspection.inspection_id,
            inspection.revision,
            first or sequence,
            inspection.vehicle.key,
            inspection.decision.value,
            accepted(inspection) or _is_accepted(db, inspection),
            inspection.rental if inspection.purpose is Purpose.CHECKOUT else None,
        ),
    )
    db.executemany(
        "INSERT INTO side VALUES (?, ?)", [(sequence, view) for view in dict.fromkeys(well_seen(inspection))]
    )
    if inspection.review:
        settle(db, inspection.review.judged)
    db.executemany(
        "INSERT INTO picture (sequence, image_id, sha256, bytes, path, stored_at, pruned)"
        " VALUES (?1, ?2, ?3, ?4, ?5, (SELECT max(stored_at) FROM picture WHERE sha256 = ?3),"
        " coalesce((SELECT min(pruned) FROM picture JOIN inspection USING (sequence)"
        " WHERE sha256 = ?3 AND inspection_id = ?6), 0))",
        [
            (sequence, e.image_id, e.sha256, e.bytes, e.path, inspection.inspection_id)
            for e in inspection.evidence
        ],
    )


def _is_accepted(db: sqlite3.Connection, inspection: Inspection) -> bool:
    """A person has said so, of this vehicle, before it was revised."""
    row = db.execute(
        "SELECT 1 FROM ruling WHERE verb = ? AND inspection_id = ? AND key = ?",
        (Verb.ACCEPT, inspection.inspection_id, inspection.vehicle.key),
    ).fetchone()
    return row is not None


def _with_places(db: sqlite3.Connection, inspection: Inspection) -> Inspection:
    """Say of each picture where it is: a revision, or a picture that came before, may be in the centre."""
    known = "SELECT 1 FROM picture WHERE sha256 = ? AND stored_at IS NOT NULL LIMIT 1"
    places = {True: CENTRAL, False: GATE}
    evidence = (
        replace(each, stored=places[db.execute(known, (each.sha256,)).fetchone() is not None])
        for each in inspection.evidence
    )
    return replace(inspection, evidence=tuple(evidence))


def _evidence(picture: Picture, path: str) -> Evidence:
    return Evidence(
        image_id=picture.image_id,
        role=picture.role,
        view=picture.view,
        sha256=hashlib.sha256(picture.jpeg).hexdigest(),
        bytes=len(picture.jpeg),
        width=picture.width,
        height=picture.height,
        path=path,
        vehicle_box=picture.vehicle_box,
        aspect=picture.aspect,
    )
