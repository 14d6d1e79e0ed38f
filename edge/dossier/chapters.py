"""The page's chapters: each finding with its pictures, and the car as every camera saw it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from edge.domain.frame import Image
from edge.domain.inspection import BaselineRef, Finding, Inspection, Provenance, Status
from edge.dossier import words
from edge.dossier.album import Album, Figure, Mark
from edge.dossier.close_ups import Aligns, CloseUp, Pair, pair
from edge.dossier.sights import Sight, Visit
from edge.dossier.words import Told

LARGE_PX, SMALL_PX, OVERVIEW_PX = 640, 320, 960
WELL_LAID = 0.1
"""Fit from which two close-ups are said to lie on each other, as the comparison has it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """One finding."""

    number: int
    title: str
    told: Told
    why: str
    finding: Finding
    before: Figure | None
    after: Figure | None
    no_before: str | None
    """Why there is none, where one could be expected."""
    no_after: str
    rough: bool
    """The two were laid onto each other by the vehicle's outline alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visits:
    """The inspection that a dossier is of, and the earlier ones that it was compared with."""

    now: Visit
    then: Mapping[str, Visit]
    """By the inspection's id; those that are still known here."""

    def before(self, finding: Finding) -> Visit | None:
        """The visit that a finding was compared with."""
        return self.then.get(baseline_id(finding, self.now.inspection) or "")

    @property
    def all(self) -> tuple[Visit, ...]:
        """The later one first."""
        return self.now, *self.then.values()


def baseline_id(finding: Finding, inspection: Inspection) -> str | None:
    """The inspection that a finding's view was compared with."""
    baseline = inspection.baseline
    if baseline is None:
        return None
    side = next((each for each in baseline.sides if each.view == finding.view), None)
    if side is not None:
        return side.inspection_id
    return finding.baseline.inspection_id if finding.baseline else baseline.inspection_id


def numbered(findings: Sequence[Finding]) -> list[tuple[int, Finding]]:
    """The new ones first, as they are told, counted from 1."""
    order = list(Status)
    return list(enumerate(sorted(findings, key=lambda each: order.index(each.status)), start=1))


def chapters(visits: Visits, album: Album, aligned: Aligns) -> Iterator[Chapter]:
    """Every finding, the new ones first and larger."""
    for number, finding in numbered(visits.now.inspection.findings):
        width = LARGE_PX if finding.status is Status.NEW else SMALL_PX
        then = visits.before(finding)
        seen = pair(finding, visits.now, then, width, aligned)
        why = _no_before(visits.now.inspection.baseline, then)
        yield _chapter(number, finding, seen, why, album)


def _no_before(baseline: BaselineRef | None, then: Visit | None) -> str | None:
    if baseline is None:
        return None
    if then is None and baseline.provenance is not Provenance.OWN:
        return "The earlier picture was taken by another gate and is not kept at this one."
    if then is None or then.absent:
        return "The earlier picture is no longer kept here."
    return "No earlier picture shows this place."


def _chapter(
    number: int, finding: Finding, seen: Pair | None, no_before: str | None, album: Album
) -> Chapter:
    told, kind = words.status(finding), words.kind(finding.kind)
    place = f"{words.words(finding.part)}, " if finding.part else ""
    title = f"{kind[:1].upper()}{kind[1:]}, {place}camera “{finding.view}”"
    both = seen is not None and seen.before is not None and seen.after is not None
    return Chapter(
        number=number,
        title=title,
        told=told,
        why=words.why(finding),
        finding=finding,
        before=_figure(number, kind, "before", seen.before, seen, album) if seen else None,
        after=_figure(number, kind, "after", seen.after, seen, album) if seen else None,
        no_before=no_before,
        no_after="The picture is no longer kept here.",
        rough=both and seen is not None and seen.fit < WELL_LAID,
    )


def _figure(
    number: int, kind: str, when: str, shown: CloseUp | None, seen: Pair, album: Album
) -> Figure | None:
    if shown is None:
        return None
    at = words.moment(shown.sight.inspection.passage.entered_at)
    there = _found(seen.finding, shown.sight)
    mark = Mark(box=seen.mark, tone=words.status(seen.finding).tone, guess=not there)
    return album.add(
        f"finding-{number}-{when}",
        shown.image,
        shown.sight,
        alt=f"{'The place of the' if not there else 'The'} {kind} {when}, {at}, marked with a box",
        caption=f"{when.capitalize()}: {at}",
        marks=(mark,),
    )


def _found(finding: Finding, sight: Sight) -> bool:
    """Whether the detector found it in that visit; else the mark is the place where it would be."""
    earlier = finding.baseline is not None and finding.baseline.finding_id is not None
    if finding.baseline is not None and sight.inspection.inspection_id == finding.baseline.inspection_id:
        return earlier
    return finding.status is not Status.REPAIRED


def overviews(now: Visit, album: Album) -> Iterator[Figure]:
    """The best picture of each camera, and every other that a finding is in."""
    findings = numbered(now.inspection.findings)
    wanted = {each.image_id for _, each in findings}
    views: set[str] = set()
    for number, sight in enumerate(now.sights, start=1):
        evidence = sight.evidence
        if evidence.view in views and evidence.image_id not in wanted:
            continue
        views.add(evidence.view)
        here = [(n, each) for n, each in findings if each.image_id == evidence.image_id]
        yield album.add(
            f"view-{number}",
            _fitted(sight),
            sight,
            alt=_alt(evidence.view, here),
            caption=f"Camera “{evidence.view}”, evidence {evidence.image_id}",
            marks=tuple(Mark(box=each.box, tone=words.status(each).tone, label=str(n)) for n, each in here),
        )


def _alt(view: str, here: Sequence[tuple[int, Finding]]) -> str:
    found = ", ".join(f"{number} {words.kind(each.kind)}" for number, each in here)
    return f"The car as the camera “{view}” saw it" + (f"; marked: {found}" if found else "")


def _fitted(sight: Sight) -> Image:
    width, height = sight.size
    scale = min(1.0, OVERVIEW_PX / width)
    size = round(width * scale), round(height * scale)
    return np.asarray(cv2.resize(sight.image, size, interpolation=cv2.INTER_AREA), np.uint8)
