"""The disk format of a gate's state folder, and its invariants.

The folder::

    gate.db (-wal, -shm)    one SQLite database in WAL mode, synchronous=FULL, auto_vacuum=INCREMENTAL
    evidence/ab/abcd….jpg   pictures, named by the SHA-256 of their bytes
    vehicle.key             the gate's own HMAC key, mode 0600 (only where no fleet key is configured)
    signing.key             the gate's Ed25519 key, mode 0600
    reserve                 nothing, allocated: given up when the disk is full, made again by pruning
    damaged-1/              a database that could not be read, with its evidence, as it was found

1. ``application_id`` marks the database as ours and ``user_version`` is the number of migrations applied.
   A foreign or newer database is never written to.
2. ``store`` has one row. Its ``id`` is made with the database; ``last_sequence`` only grows, by one in each
   filing transaction. So sequences are gapless, and never used twice even when old events are pruned.
3. One transaction files an event: its ``event`` row, its ``inspection`` or ``blind`` row, its ``picture``
   rows, its ``outbox`` row and ``last_sequence``. All of it is on the disk before anything is sent.
4. A picture's file is complete and synced under its final name before the row that names it is committed. A
   file without a row is the rest of a crash and may be swept; a row without a file has ``pruned`` = 1.
5. ``event.body`` is the event as first written and never changes, nor does its id.
6. An event waits or stands aside in ``outbox``, or it was acknowledged: leaving ``outbox`` is the
   acknowledgement. What the disk cap takes before that is a row in ``loss``.
7. "Last" and "before" go by sequence, never by the wall clock, which may be wrong; times are integer
   milliseconds since 1970 UTC.
8. A picture is stored centrally from ``stored_at`` on, and not before its event has left ``outbox``;
   ``refused`` is why it never will be.
9. ``answer`` holds the newest answers to commands, by transaction: what is there was done, and is not done
   again.
10. ``link`` holds the hash of every event ever filed. One that expires or is erased leaves it behind, which
    tells nothing, as each event holds a UUID of chance. Each ``event.body`` names the hash before its own;
    both are written in one transaction. The hash of what had gone before there was a chain is null.
11. ``visit`` are the inspections, in their last revision, that a vehicle's baseline may be made of, and
    ``side`` the views that each of them saw well. ``ruling`` is what a person has said about that, and
    ``settled`` the findings that nobody disputes any more since.
12. ``picture.embedding`` is what the vehicle network with the SHA-256 ``network`` made of a view, int8. It is
    compared with what the same network makes of the next visit, and never leaves the gate.
    ``picture.suspected`` is what the damage network was too unsure of to tell, and stays as well.
13. ``imported`` is what a person brought of a vehicle; its pictures lie with the others, and are named in
    ``imported_picture``.
14. ``store.watched_at`` is at most ``WATCHED_EVERY_S`` older than the last moment that was watched.
15. The events of one inspection expire together, by what the last of them says: an earlier revision that were
    left alone would be the vehicle's history again.
16. All of it belongs to the folder's owner, whom the gate runs as, also what root has made.
"""

from __future__ import annotations

APPLICATION_ID = 0x52474154
"""``RGAT``."""
DATABASE = "gate.db"
EVIDENCE = "evidence"
RESERVE = "reserve"
WATCHED_EVERY_S = 10
"""A commit a second would wear an SD card; this much is added to the blind interval after a crash."""

_FIRST = """
CREATE TABLE store(
    one INTEGER PRIMARY KEY CHECK (one = 1), id TEXT NOT NULL,
    last_sequence INTEGER NOT NULL, watched_at INTEGER);
CREATE TABLE session(number INTEGER PRIMARY KEY, began_at INTEGER NOT NULL, ended_at INTEGER);
CREATE TABLE event(
    sequence INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, type TEXT NOT NULL,
    inspection_id TEXT NOT NULL, filed_at INTEGER NOT NULL, body BLOB NOT NULL);
CREATE INDEX event_by_inspection ON event(inspection_id);
CREATE TABLE inspection(
    sequence INTEGER PRIMARY KEY REFERENCES event ON DELETE CASCADE, inspection_id TEXT NOT NULL,
    revision INTEGER NOT NULL, first_sequence INTEGER NOT NULL, key TEXT, decision TEXT NOT NULL,
    UNIQUE (inspection_id, revision));
CREATE INDEX inspection_by_key ON inspection(key, first_sequence);
CREATE TABLE blind(
    sequence INTEGER PRIMARY KEY REFERENCES event ON DELETE CASCADE,
    from_at INTEGER, until_at INTEGER NOT NULL);
CREATE TABLE picture(
    sequence INTEGER NOT NULL REFERENCES event ON DELETE CASCADE, image_id TEXT NOT NULL,
    sha256 TEXT NOT NULL, bytes INTEGER NOT NULL, path TEXT NOT NULL, pruned INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (sequence, image_id));
CREATE INDEX picture_by_sha256 ON picture(sha256);
CREATE TABLE outbox(
    sequence INTEGER PRIMARY KEY REFERENCES event ON DELETE CASCADE,
    sent_before INTEGER NOT NULL DEFAULT 0, aside INTEGER NOT NULL DEFAULT 0,
    reason TEXT, times INTEGER NOT NULL DEFAULT 0);
CREATE TABLE loss(
    number INTEGER PRIMARY KEY, at INTEGER NOT NULL, kind TEXT NOT NULL CHECK (kind IN ('event', 'picture')),
    name TEXT NOT NULL, reason TEXT NOT NULL);
"""

_SECOND = """
CREATE TABLE answer(
    number INTEGER PRIMARY KEY AUTOINCREMENT, trans TEXT NOT NULL UNIQUE, verb TEXT NOT NULL,
    at INTEGER NOT NULL, body BLOB NOT NULL);
ALTER TABLE picture ADD COLUMN stored_at INTEGER;
ALTER TABLE picture ADD COLUMN tries INTEGER NOT NULL DEFAULT 0;
ALTER TABLE picture ADD COLUMN refused TEXT;
CREATE INDEX picture_to_go ON picture(tries, sequence)
    WHERE stored_at IS NULL AND refused IS NULL AND NOT pruned
"""

_THIRD = """
CREATE TABLE link(sequence INTEGER PRIMARY KEY, sha256 TEXT);
WITH RECURSIVE number(n) AS (
    SELECT 1 WHERE (SELECT last_sequence FROM store) > 0
    UNION ALL SELECT n + 1 FROM number WHERE n < (SELECT last_sequence FROM store))
INSERT INTO link SELECT n, sha256(body) FROM number LEFT JOIN event ON sequence = n
"""

_FOURTH = """
ALTER TABLE inspection ADD COLUMN accepted INTEGER NOT NULL DEFAULT 0;
ALTER TABLE inspection ADD COLUMN checkout_of TEXT;
CREATE TABLE side(
    sequence INTEGER NOT NULL REFERENCES event ON DELETE CASCADE, view TEXT NOT NULL,
    PRIMARY KEY (sequence, view)) WITHOUT ROWID;
CREATE TABLE ruling(
    number INTEGER PRIMARY KEY, at INTEGER NOT NULL, verb TEXT NOT NULL, key TEXT, inspection_id TEXT,
    after INTEGER NOT NULL, who TEXT NOT NULL, why TEXT NOT NULL);
CREATE INDEX ruling_by_key ON ruling(key, verb);
CREATE TABLE settled(finding TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE VIEW visit AS
    SELECT * FROM inspection AS i WHERE accepted
    AND revision = (SELECT max(revision) FROM inspection WHERE inspection_id = i.inspection_id)
    AND first_sequence > (SELECT coalesce(max(after), 0) FROM ruling
        WHERE key = i.key AND verb = 'baseline.reset');
UPDATE inspection SET accepted = key IS NOT NULL AND decision <> 'needs_review';
UPDATE inspection SET checkout_of = (SELECT json_extract(CAST(body AS TEXT), '$.data.rental') FROM event
    WHERE event.sequence = inspection.sequence AND json_valid(CAST(body AS TEXT))
    AND json_extract(CAST(body AS TEXT), '$.data.purpose') = 'checkout');
INSERT INTO side SELECT DISTINCT i.sequence, json_extract(told.value, '$.view')
    FROM inspection AS i JOIN event USING (sequence),
    json_each(CASE WHEN json_valid(CAST(body AS TEXT)) THEN CAST(body AS TEXT) ELSE '{}' END,
        '$.data.coverage') AS told
    WHERE i.accepted AND json_extract(told.value, '$.status') = 'seen'
"""

_FIFTH = """
ALTER TABLE picture ADD COLUMN embedding BLOB;
ALTER TABLE picture ADD COLUMN network TEXT
"""

_SIXTH = """
CREATE TABLE imported(key TEXT PRIMARY KEY, at INTEGER NOT NULL, body BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE imported_picture(
    key TEXT NOT NULL REFERENCES imported ON DELETE CASCADE, path TEXT NOT NULL,
    PRIMARY KEY (key, path)) WITHOUT ROWID
"""

_SEVENTH = """
ALTER TABLE picture ADD COLUMN suspected TEXT
"""

MIGRATIONS: tuple[str, ...] = (_FIRST, _SECOND, _THIRD, _FOURTH, _FIFTH, _SIXTH, _SEVENTH)
"""Applied in order, each in one transaction; a shipped one is never edited. ``sha256`` is ours: hex."""
