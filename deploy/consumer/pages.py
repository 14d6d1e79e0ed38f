"""The pages: the list, one inspection, what stands aside; and a line for a monitoring system."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from flask import Flask, Response, abort, jsonify, render_template, request, url_for

from deploy.consumer.aside import kept, tally
from deploy.consumer.chain import breaks
from deploy.consumer.database import reading
from deploy.consumer.evidence import EvidenceFolder
from deploy.consumer.ledger import holes
from deploy.consumer.listening import Pulse
from deploy.consumer.moments import wall_clock
from deploy.consumer.page import card
from deploy.consumer.pictures import crops, pairs
from deploy.consumer.reading import Choice, Filed, counts, inspection, inspections, thumbnails
from deploy.consumer.strip import strip
from deploy.consumer.words import DECISIONS, INTERVALS, PROVENANCES, STATUSES
from edge.domain.inspection import Decision, Inspection

_PAGE = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """Every page opens the database for reading, and closes it when it is done."""

    database: Path
    evidence: EvidenceFolder
    pulse: Callable[[], Pulse]

    def on(self, app: Flask) -> None:
        """Give the application these pages."""
        app.add_url_rule("/", "index", self.index)
        app.add_url_rule("/inspection/<site>/<gate>/<path:inspection_id>", "detail", self.detail)
        app.add_url_rule("/aside", "aside", self.aside)
        app.add_url_rule("/health", "health", self.health)

    def index(self) -> str:
        """The list, of all or of what the query asks for."""
        asked = request.args.get("decision", "")
        choice = Choice(
            source=request.args.get("gate"),
            decision=Decision(asked) if asked in set(Decision) else None,
            after=request.args.get("after"),
            limit=_PAGE + 1,
        )
        with reading(self.database) as db:
            found = inspections(db, choice)
            return render_template(
                "list.html",
                strip=strip(db, wall_clock()),
                pulse=self.pulse(),
                cards=[card(filed, self._addresses(db, filed)) for filed in found[:_PAGE]],
                more=found[_PAGE - 1].place if len(found) > _PAGE else None,
                choice=choice,
                counts=counts(db),
                decisions=DECISIONS,
                set_aside=sum(tally(db).values()),
            )

    def detail(self, site: str, gate: str, inspection_id: str) -> str:
        """One inspection with its pictures, and the earlier one beside it where it is known."""
        source = f"/{site}/{gate}"
        with reading(self.database) as db:
            filed = inspection(db, inspection_id, source)
            if filed is None or filed.event.source != source:
                abort(404, "This inspection has not come here.")
            baseline = filed.inspection.baseline
            before = inspection(db, baseline.inspection_id, source) if baseline else None
            addresses = {id(f.inspection): self._addresses(db, f) for f in (filed, before) if f is not None}

        def address(which: Inspection, n: int) -> str | None:
            return addresses[id(which)][n]

        return render_template(
            "inspection.html",
            card=card(filed, addresses[id(filed.inspection)]),
            event=filed.event,
            inspection=filed.inspection,
            before=before,
            pairs=pairs(filed.inspection, before.inspection if before else None, address),
            crops=crops(filed.inspection, address),
            statuses=STATUSES,
            intervals=INTERVALS,
            provenances=PROVENANCES,
        )

    def aside(self) -> str:
        """What came and could not be stored."""
        with reading(self.database) as db:
            return render_template("aside.html", kept=kept(db, 100), tally=tally(db))

    def health(self) -> Response:
        """JSON: ``{"connected", "trouble", "holes", "breaks", "set_aside"}``; 503 if nothing can arrive."""
        pulse = self.pulse()
        with reading(self.database) as db:
            told = {
                "holes": len(holes(db)),
                "breaks": len(breaks(db)),
                "set_aside": sum(tally(db).values()),
            }
        answer = jsonify({"connected": pulse.trouble is None, "trouble": pulse.trouble, **told})
        answer.status_code = 200 if pulse.trouble is None else 503
        return answer

    def _addresses(self, db: sqlite3.Connection, filed: Filed) -> tuple[str | None, ...]:
        """Where each picture is: the picture itself, else its thumbnail, else nowhere here."""
        source, inspection_id = filed.event.source, filed.inspection.inspection_id
        small = thumbnails(db, source, inspection_id)
        site, gate = source.strip("/").split("/")

        def address(n: int, sha256: str) -> str | None:
            if self.evidence.has(sha256):
                return url_for("picture", name=sha256)
            if n not in small:
                return None
            return url_for("thumbnail", site=site, gate=gate, n=n, inspection_id=inspection_id)

        return tuple(address(n, picture.sha256) for n, picture in enumerate(filed.inspection.evidence))
