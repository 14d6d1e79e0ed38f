"""A dossier's page: what a person sees. Whatever came from outside is escaped by the template engine."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

from edge.domain.inspection import Inspection, Status
from edge.dossier import words
from edge.dossier.album import Figure
from edge.dossier.chapters import Chapter
from edge.dossier.reasons import reason
from edge.dossier.record import Missing
from edge.resources import dossier_file
from edge.wire.event import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What the page tells."""

    event: Event
    inspection: Inspection
    event_sha256: str
    chapters: tuple[Chapter, ...]
    overviews: tuple[Figure, ...]
    missing: tuple[Missing, ...]
    made_at: datetime
    software: str
    key: str
    """Public."""

    @property
    def new(self) -> tuple[Chapter, ...]:
        """The chapters of the new findings."""
        return tuple(each for each in self.chapters if each.finding.status is Status.NEW)

    @property
    def others(self) -> tuple[Chapter, ...]:
        """All other chapters."""
        return tuple(each for each in self.chapters if each.finding.status is not Status.NEW)


def page(contents: Contents) -> bytes:
    """HTML up to where the record begins: it loads nothing, runs nothing, and ends with an open body."""
    text = _template().render(c=contents, words=words, reason=reason, style=Markup(dossier_file("page.css")))
    return text.encode()


@cache
def _template() -> Template:
    engine = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    engine.filters["percent"] = _percent
    return engine.from_string(dossier_file("page.html"))


def _percent(share: float) -> str:
    """``70 %``; below ten with one decimal. Nothing is quite sure: from there it is ``over 99 %``."""
    if share > 0.99:
        return "over 99 %"
    return f"{share:.{0 if share >= 0.1 else 1}%}".replace("%", " %")
