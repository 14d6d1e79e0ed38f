"""The pictures that a dossier shows, each with what it was made of."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass, field, replace

from edge.domain.frame import Image
from edge.domain.geometry import NormalBox
from edge.dossier.record import Missing, Shown
from edge.dossier.sights import Sight, Visit
from edge.vision.encode import encode_jpeg

QUALITY = 84


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A box on a picture."""

    box: NormalBox
    tone: str
    label: str = ""
    guess: bool = False
    """Where it would be: nothing was found there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One picture on the page."""

    name: str
    data: str = field(repr=False)
    """Base64 of the JPEG."""
    width: int
    height: int
    alt: str
    caption: str
    marks: tuple[Mark, ...]


class Album:
    """Collects what is shown, in the order of the page."""

    def __init__(self) -> None:
        self._shown: list[tuple[Shown, str]] = []

    def add(
        self, name: str, image: Image, sight: Sight, *, alt: str, caption: str, marks: tuple[Mark, ...]
    ) -> Figure:
        """One picture, made of that sight. ``name``: a-z, 0-9 and hyphens, of this one alone."""
        jpeg = encode_jpeg(image, quality=QUALITY)
        data = base64.b64encode(jpeg).decode()
        shown = Shown(
            name=name,
            sha256=hashlib.sha256(jpeg).hexdigest(),
            image_id=sight.evidence.image_id,
            inspection_id=sight.inspection.inspection_id,
            filed_sha256=sight.evidence.sha256,
        )
        self._shown.append((shown, data))
        return Figure(
            name=name,
            data=data,
            width=image.shape[1],
            height=image.shape[0],
            alt=alt,
            caption=caption,
            marks=marks,
        )

    def shown(self) -> tuple[Shown, ...]:
        """For the record of a page, which has the pictures itself."""
        return tuple(shown for shown, _ in self._shown)

    def enclosed(self) -> tuple[Shown, ...]:
        """For a record without a page."""
        return tuple(replace(shown, jpeg=data) for shown, data in self._shown)


def missing(visits: tuple[Visit, ...]) -> tuple[Missing, ...]:
    """What could have been shown, were it still there."""
    return tuple(
        Missing(
            image_id=evidence.image_id,
            inspection_id=visit.inspection.inspection_id,
            filed_sha256=evidence.sha256,
            reason=why,
        )
        for visit in visits
        for evidence, why in visit.absent
    )
