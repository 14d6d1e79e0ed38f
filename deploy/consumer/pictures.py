"""What is drawn: the kept views with the findings' boxes, and the same view of the earlier visit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from deploy.consumer.words import STATUSES, Told
from edge.domain.geometry import NormalBox
from edge.domain.inspection import Evidence, Inspection, Status

Address = Callable[[Inspection, int], str | None]
"""Where the browser finds picture ``n`` of an inspection; None where this house does not have it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One box, in pixels of its picture."""

    label: str
    """The number of this inspection's finding; empty for an earlier finding that none of these refers to."""
    x: float
    y: float
    width: float
    height: float
    told: Told


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One picture."""

    image_id: str
    title: str
    url: str | None
    width: int
    height: int
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A view of now, beside that of the earlier visit where it is known."""

    now: Shown
    before: Shown | None


def pairs(now: Inspection, before: Inspection | None, address: Address) -> tuple[Pair, ...]:
    """Every kept view of this visit, in the order in which it was filed."""
    views = [n for n, picture in enumerate(now.evidence) if picture.role == "view"]
    earlier = [None if before is None else _partner(now, before, n) for n in views]
    return tuple(
        Pair(
            now=_shown(now, n, _marks(now, now.evidence[n]), address),
            before=None
            if m is None or before is None
            else _shown(before, m, _old_marks(now, before, before.evidence[m]), address),
        )
        for n, m in zip(views, earlier, strict=True)
    )


def crops(now: Inspection, address: Address) -> tuple[Shown, ...]:
    """Every picture that is no view: the plate."""
    others = (n for n, picture in enumerate(now.evidence) if picture.role != "view")
    return tuple(_shown(now, n, (), address) for n in others)


def _partner(now: Inspection, before: Inspection, n: int) -> int | None:
    """The picture that a finding was compared with, else the one of equal rank in the same view."""
    picture = now.evidence[n]
    named = {
        finding.baseline.image_id
        for finding in now.findings
        if finding.baseline is not None and finding.image_id == picture.image_id
    }
    same = [m for m, old in enumerate(before.evidence) if (old.role, old.view) == ("view", picture.view)]
    exact = [m for m in same if before.evidence[m].image_id in named]
    mine = [e.image_id for e in now.evidence if (e.role, e.view) == ("view", picture.view)]
    rank = mine.index(picture.image_id)
    return exact[0] if exact else same[min(rank, len(same) - 1)] if same else None


def _shown(inspection: Inspection, n: int, marks: tuple[Mark, ...], address: Address) -> Shown:
    picture = inspection.evidence[n]
    return Shown(
        image_id=picture.image_id,
        title=picture.view if picture.role == "view" else picture.role,
        url=address(inspection, n),
        width=max(1, picture.width),
        height=max(1, picture.height),
        marks=marks,
    )


def _marks(inspection: Inspection, picture: Evidence) -> tuple[Mark, ...]:
    numbered = enumerate(inspection.findings, start=1)
    return tuple(
        _mark(str(number), STATUSES[finding.status], finding.box, picture)
        for number, finding in numbered
        if finding.image_id == picture.image_id
    )


def _old_marks(now: Inspection, before: Inspection, picture: Evidence) -> tuple[Mark, ...]:
    """What was there then, under the numbers of what is there now."""
    numbers = {
        finding.baseline.finding_id: str(number)
        for number, finding in enumerate(now.findings, start=1)
        if finding.baseline is not None
    }
    return tuple(
        _mark(numbers.get(finding.id, ""), STATUSES[Status.PRE_EXISTING], finding.box, picture)
        for finding in before.findings
        if finding.image_id == picture.image_id
    )


def _mark(label: str, told: Told, box: NormalBox, picture: Evidence) -> Mark:
    x, y, width, height = box
    return Mark(
        label=label,
        x=x * picture.width,
        y=y * picture.height,
        width=max(0.0, width * picture.width),
        height=max(0.0, height * picture.height),
        told=told,
    )
