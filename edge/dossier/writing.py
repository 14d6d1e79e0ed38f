"""From a filed event and its pictures to a sealed dossier."""

from __future__ import annotations

import hashlib
import json
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from edge.domain.errors import GateError
from edge.domain.inspection import Inspection
from edge.dossier.album import Album, missing
from edge.dossier.chapters import Visits, baseline_id, chapters, overviews
from edge.dossier.close_ups import by_features
from edge.dossier.page import Contents, page
from edge.dossier.record import Missing, Record, Shown
from edge.dossier.seal import Signer
from edge.dossier.sealed import Sealed
from edge.dossier.sights import See, veiling, visit
from edge.wire.event import event_from_json, event_hash
from edge.wire.plain import to_json


class NoInspectionError(GateError):
    """An interval in which nobody watched has no dossier."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Writer:
    """Writes the dossiers of one gate. Raises NoInspectionError for an event of another kind."""

    signer: Signer
    software: str
    see: See
    """The filed pictures."""
    earlier: Callable[[str], Inspection | None]
    """An earlier inspection by its id; None where it is not known here any more."""

    def page(self, body: bytes, made_at: datetime) -> bytes:
        """A page that shows an inspection.

        Args:
            body: its event as it was filed.
            made_at: now.
        """
        visits, album = self._visits(body), Album()
        contents = Contents(
            event=event_from_json(body),
            inspection=visits.now.inspection,
            event_sha256=event_hash(body),
            chapters=tuple(chapters(visits, album, cache(by_features))),
            overviews=tuple(overviews(visits.now, album)),
            missing=missing(visits.all),
            made_at=made_at,
            software=self.software,
            key=self.signer.public,
        )
        shown = page(contents)
        return self._sealed(body, made_at, shown, album.shown(), contents.missing)

    def record(self, body: bytes, made_at: datetime) -> bytes:
        """The same as JSON alone, with the pictures in it."""
        visits, album = self._visits(body), Album()
        for each in (chapters(visits, album, cache(by_features)), overviews(visits.now, album)):
            deque(each, maxlen=0)
        return self._sealed(body, made_at, None, album.enclosed(), missing(visits.all))

    def _visits(self, body: bytes) -> Visits:
        inspection = event_from_json(body).data
        if not isinstance(inspection, Inspection):
            raise NoInspectionError(inspection.inspection_id)
        ids = dict.fromkeys(baseline_id(finding, inspection) for finding in inspection.findings)
        known = [self.earlier(each) for each in ids if each is not None]
        see = veiling(self.see)
        then = {each.inspection_id: visit(each, see) for each in known if each is not None}
        return Visits(now=visit(inspection, see), then=then)

    def _sealed(
        self,
        body: bytes,
        made_at: datetime,
        shown: bytes | None,
        pictures: tuple[Shown, ...],
        gone: tuple[Missing, ...],
    ) -> bytes:
        record = Record(
            made_at=made_at,
            software=self.software,
            event=json.loads(body),
            event_sha256=event_hash(body),
            page_sha256=None if shown is None else hashlib.sha256(shown).hexdigest(),
            pictures=pictures,
            missing=gone,
        )
        return Sealed.by(self.signer, to_json(record), shown).file()
