"""The disk format of the consumer's folder, and its invariants.

The folder::

    fleet.db (-wal, -shm)   one SQLite database in WAL mode, synchronous=FULL
    evidence/ab/abcd….jpg   pictures, named by the SHA-256 of their bytes

1. ``application_id`` marks the database as ours, ``user_version`` is the number of migrations applied. A
   foreign or newer database is never written to.
2. One transaction takes an event: its ``event`` row, its number in ``span``, its ``inspection`` row. Only
   after it is on the disk is anything acknowledged to anybody.
3. ``event.body`` is the event as it first came. An ``id``, and a (``store``, ``sequence``), is there once.
4. ``span`` holds, per store, the runs of sequence numbers that have ever been taken; two runs never touch.
   What lies between them, and before the first from 1 on, are the holes. Deleting old events leaves it alone.
5. A store belongs to the gate that first spoke of it.
6. ``inspection`` points to the event with the greatest (revision, sequence), whatever came first.
7. ``aside`` keeps the last ``ASIDE_KEPT`` messages that could not be stored; ``tally`` counts all of them.
8. ``breach`` holds every event that did not follow the one before it when the second of them came.
9. One thread writes. Times are integer milliseconds since 1970 UTC.
"""

from __future__ import annotations

APPLICATION_ID = 0x52474643
"""``RGFC``."""
DATABASE = "fleet.db"
EVIDENCE = "evidence"
ASIDE_KEPT = 1_000
ASIDE_BYTES = 65_536
"""Of a message that is kept aside."""

_FIRST = """
CREATE TABLE store(
    id TEXT PRIMARY KEY, source TEXT NOT NULL, first_at INTEGER NOT NULL, last_at INTEGER NOT NULL);
CREATE TABLE span(
    store TEXT NOT NULL REFERENCES store, first INTEGER NOT NULL, last INTEGER NOT NULL,
    PRIMARY KEY (store, first)) WITHOUT ROWID;
CREATE INDEX span_by_last ON span(store, last);
CREATE TABLE event(
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, source TEXT NOT NULL,
    store TEXT NOT NULL REFERENCES store, sequence INTEGER NOT NULL, type TEXT NOT NULL,
    received_at INTEGER NOT NULL, content TEXT NOT NULL, body BLOB NOT NULL, UNIQUE (store, sequence));
CREATE INDEX event_by_age ON event(received_at);
CREATE INDEX event_by_type ON event(type, source, number);
CREATE TABLE inspection(
    source TEXT NOT NULL, inspection_id TEXT NOT NULL, revision INTEGER NOT NULL, sequence INTEGER NOT NULL,
    event INTEGER NOT NULL REFERENCES event, decision TEXT NOT NULL, sort_at INTEGER NOT NULL,
    PRIMARY KEY (source, inspection_id));
CREATE INDEX inspection_by_time ON inspection(sort_at, event);
CREATE INDEX inspection_by_id ON inspection(inspection_id);
CREATE TABLE gate(
    source TEXT PRIMARY KEY, state BLOB, session INTEGER NOT NULL DEFAULT 0, health BLOB, heard_at INTEGER);
CREATE TABLE thumbnail(
    source TEXT NOT NULL, inspection_id TEXT NOT NULL, n INTEGER NOT NULL, received_at INTEGER NOT NULL,
    jpeg BLOB NOT NULL,
    PRIMARY KEY (source, inspection_id, n));
CREATE TABLE aside(
    number INTEGER PRIMARY KEY, received_at INTEGER NOT NULL, sender TEXT, reason TEXT NOT NULL,
    detail TEXT NOT NULL, bytes INTEGER NOT NULL, body BLOB NOT NULL);
CREATE TABLE tally(reason TEXT PRIMARY KEY, count INTEGER NOT NULL);
"""

_CHAIN = """
CREATE TABLE breach(
    store TEXT NOT NULL REFERENCES store, sequence INTEGER NOT NULL, found_at INTEGER NOT NULL,
    PRIMARY KEY (store, sequence)) WITHOUT ROWID;
"""

MIGRATIONS: tuple[str, ...] = (_FIRST, _CHAIN)
"""Applied in order, each in one transaction; a shipped one is never edited."""
