"""The door of the room: one gate's state folder."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from types import TracebackType

from edge.domain.inspection import Blind
from edge.inspection.likeness import Embedded
from edge.inspection.suspected import Suspected
from edge.storage.answers import Answers
from edge.storage.chain import Chain
from edge.storage.database import Database
from edge.storage.embeddings import embedded
from edge.storage.evidence import EvidenceFolder, Picture
from edge.storage.filing import Filed, commit, with_pictures
from edge.storage.format import EVIDENCE, RESERVE
from edge.storage.history import History, Past
from edge.storage.imports import Imports
from edge.storage.opening import existing_database, open_database
from edge.storage.outbox import Outbox
from edge.storage.reserve import Reserve
from edge.storage.rulings import Rulings
from edge.storage.sessions import Session, Sessions
from edge.storage.suspected import suspected
from edge.storage.uploads import Uploads
from edge.wire.event import EventType, Record


class Store:
    """What was filed, what waits, and the evidence.

    A store serves one thread at a time: the inspect thread files with its own, the publisher works the
    ``outbox`` of a :meth:`sibling`. SQLite's WAL lets one read while the other writes; two writers wait for
    each other for at most five seconds. Every method raises StorageError.
    """

    def __init__(self, folder: Path, source: str, database: Database, damaged: Path | None) -> None:
        self.folder = folder
        self.source = source
        self.damaged = damaged
        """Where a database that could not be read was put when this store was opened."""
        self.reserve = Reserve(folder / RESERVE)
        self.evidence = EvidenceFolder(folder / EVIDENCE, self.reserve)
        self.outbox = Outbox(database)
        self.answers = Answers(database)
        self.history = History(database)
        self.rulings = Rulings(database)
        self.imports = Imports(database, self.evidence)
        self.chain = Chain(database)
        self.uploads = Uploads(database, self.evidence)
        self.database = database
        self._sessions = Sessions(database)

    @classmethod
    def open(cls, folder: Path, *, source: str) -> Store:
        """The store in this folder, made where there is none. ``source``: ``/{site}/{gate}``.

        A damaged database is moved to ``damaged-1/`` and a fresh store is begun; a foreign or newer one is
        refused with a StorageError.
        """
        database, damaged = Reserve(folder / RESERVE).spent_on(lambda: open_database(folder))
        store = cls(folder, source, database, damaged)
        store.reserve.keep()
        return store

    @classmethod
    def existing(cls, folder: Path, *, source: str) -> Store:
        """The store that lies there, for a look beside the running gate: nothing is made or set aside."""
        return cls(folder, source, existing_database(folder), None)

    def sibling(self) -> Store:
        """A second store on the same folder, for a second thread."""
        return Store(self.folder, self.source, Database.connect(self.database.path), None)

    @property
    def id(self) -> str:
        """The UUID made with the database."""
        return str(self.database.rows("SELECT id FROM store")[0][0])

    def file(self, kind: EventType, record: Record, pictures: Sequence[Picture], at: datetime) -> Filed:
        """File one event with its pictures; it is on the disk, with its outbox row, when this returns.

        A picture that cannot be written becomes ``Gap(stage="evidence")`` and the rest is filed, on a full
        disk into the reserve. Raises StorageError if even that is used up; nothing filed before is lost.
        """
        if not isinstance(record, Blind):
            record = with_pictures(record, pictures, self.evidence)
        return self.reserve.spent_on(lambda: commit(self.database, kind, record, self.source, at, pictures))

    def baseline(self, key: str, rental: str | None = None, before: int | None = None) -> Past | None:
        """What a visit of this vehicle is compared with; see History.baseline."""
        return self.history.baseline(key, rental, before)

    def picture(self, sha256: str) -> bytes:
        """The bytes of one evidence picture. Raises StorageError where they are gone or damaged."""
        return self.evidence.get(sha256)

    def embedded(self, pictures: Iterable[str]) -> dict[str, Embedded]:
        """What a network made of these pictures, by their SHA-256, where one did."""
        return embedded(self.database, pictures)

    def suspected(self, pictures: Iterable[str]) -> dict[str, tuple[Suspected, ...]]:
        """What was only suspected in these pictures, by their SHA-256, where anything was."""
        return suspected(self.database, pictures)

    def begin_session(self, at: datetime) -> Session:
        """A start of the daemon: its number, and the blind interval to be filed before :meth:`watched`."""
        return self.reserve.spent_on(lambda: self._sessions.begin(at))

    def watched(self, at: datetime) -> None:
        """The lane is being watched now; call it about once a second."""
        self.reserve.spent_on(lambda: self._sessions.watched(at))

    def end_session(self, at: datetime, *, watching: bool) -> None:
        """A clean stop; ``watching``: the lane was watched until it."""
        self.reserve.spent_on(lambda: self._sessions.end(at, watching=watching))

    def blind_since(self, sequence: int) -> bool:
        """Was a blind interval filed after this sequence?"""
        return self._sessions.blind_since(sequence)

    def blind_after(self, at: datetime) -> bool:
        """Did a blind interval end after this moment?"""
        return self._sessions.blind_after(at)

    def close(self) -> None:
        """Close the connection."""
        self.database.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
