"""A filed inspection as a dossier: the store's event, pictures and key, handed to who writes it."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from edge.app.version import program
from edge.domain.errors import StorageError
from edge.domain.frame import Image
from edge.domain.inspection import Evidence, Inspection
from edge.dossier.seal import Signer
from edge.dossier.sights import Absent
from edge.dossier.writing import Writer
from edge.storage.keys import signing_key
from edge.storage.store import Store
from edge.vision.encode import decode_color
from edge.wire.plain import WireError


def make_writer(store: Store) -> Writer:
    """Of this gate's dossiers. Raises StorageError where its key cannot be read."""
    return Writer(
        signer=Signer(signing_key(store.folder)),
        software=program(),
        see=partial(_see, store),
        earlier=partial(_earlier, store),
    )


def public_key(folder: Path) -> str:
    """What the dossiers of the gate with this state folder are checked with. Raises StorageError."""
    return Signer(signing_key(folder)).public


def _see(store: Store, evidence: Evidence) -> Image | Absent:
    if not store.evidence.holds(evidence.sha256):
        return Absent.GONE
    try:
        return decode_color(store.picture(evidence.sha256))
    except (StorageError, ValueError):
        return Absent.DAMAGED


def _earlier(store: Store, inspection_id: str) -> Inspection | None:
    try:
        event = store.history.find(inspection_id)
    except WireError:  # damaged: the later inspection stands without it
        return None
    return event.data if event is not None and isinstance(event.data, Inspection) else None
