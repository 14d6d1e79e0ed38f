"""What is signed: the event word for word, and what was shown of which filed picture."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

FORMAT = "return-gate.dossier.v1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One picture of a dossier: made of filed evidence, which itself stays as it was."""

    name: str
    """Of the element that shows it."""
    sha256: str
    """Of the picture as it is shown."""
    image_id: str
    inspection_id: str
    """The inspection that the evidence was filed with."""
    filed_sha256: str
    """Of the evidence that it was made of."""
    jpeg: str | None = None
    """Base64, in a dossier without a page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """Evidence that could not be shown any more."""

    image_id: str
    inspection_id: str
    filed_sha256: str
    reason: str
    """``gone`` (its time was over, or the disk short) or ``damaged``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """Everything that the gate puts its key to."""

    format: str = FORMAT
    made_at: datetime
    software: str
    event: dict[str, Any]
    """As it was filed; compact JSON of it in this order gives the bytes again."""
    event_sha256: str
    """Of the event as it was filed: what the event after it names as ``previous``."""
    page_sha256: str | None
    """Of everything in the file before the record; null in a dossier without a page."""
    pictures: tuple[Shown, ...]
    missing: tuple[Missing, ...]
