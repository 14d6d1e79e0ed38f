"""What is said of one view's findings: by the pictures where both visits left one, else by place alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from edge.domain.frame import Image
from edge.domain.geometry import Box, NormalBox
from edge.domain.inspection import Finding, Gap, Status
from edge.inspection.compare.judge import Judge
from edge.inspection.compare.kept import Kept
from edge.inspection.compare.places import one_to_one
from edge.inspection.compare.verdict import Reason, Verdict
from edge.inspection.compare.views import Views

BEFORE_ALL = (Status.PRE_EXISTING, Status.REPAIRED, Status.NOT_COMPARABLE)
"""Of several pictures' answers about one earlier finding, the first of these counts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a finding is in one visit's picture."""

    image_id: str
    box: NormalBox
    vehicle_box: NormalBox


@dataclass(slots=True)
class Answers:
    """Of one view's findings, by their place among those of this visit and among the earlier one's."""

    later: dict[int, Verdict] = field(default_factory=dict)
    earlier: dict[int, Verdict] = field(default_factory=dict)
    """Of those that no later one is."""
    before: dict[int, Place] = field(default_factory=dict)
    """Where the earlier pictures show a later one's place, if that is known."""
    now: dict[int, Place] = field(default_factory=dict)
    """Where this visit's pictures show an earlier one's."""
    suspected: dict[int, tuple[Verdict, Place]] = field(default_factory=dict)
    """Of the suspicions, as one picture alone tells it, with where the earlier pictures show the place."""
    gaps: list[Gap] = field(default_factory=list)

    def explained(self) -> set[int]:
        """The earlier ones that a later one is."""
        return {each.earlier for each in self.later.values() if each.earlier is not None}


def answers(
    now: Sequence[Finding],
    suspected: Sequence[Finding],
    then: Sequence[Finding],
    pictures_now: Sequence[Kept],
    pictures_then: Sequence[Kept],
    judge: Judge,
) -> Answers:
    """Everything that can be said of the findings of one view.

    Args:
        now: of this visit.
        suspected: of this visit, each nothing by itself.
        then: of the earlier one.
        pictures_now: of this view, best first.
        pictures_then: the earlier ones.
        judge: tells what changed.
    """
    told = Answers()
    with_findings = {each.image_id for each in (*now, *suspected)}
    asked = [each for each in pictures_now if each.image_id in with_findings] or pictures_now[:1]
    for picture in asked:
        _ask(picture, now, suspected, then, pictures_then, judge, told)
    _by_place_alone(now, then, told)
    for m in told.explained():
        told.earlier.pop(m, None)
    return told


def _ask(
    picture: Kept,
    now: Sequence[Finding],
    suspected: Sequence[Finding],
    then: Sequence[Finding],
    pictures_then: Sequence[Kept],
    judge: Judge,
    told: Answers,
) -> None:
    """Lay the earlier picture that is most like this one onto it."""
    here = picture.see()
    earlier = _most_alike(picture, pictures_then, told.gaps)
    if isinstance(here, Gap) or earlier is None:
        return
    kept, there = earlier
    mine, doubted = _on(picture, now), _on(picture, suspected)
    doubted_then = [each for other in pictures_then for each in other.suspected]
    views = Views(
        kept.with_findings(there, then, doubted_then),
        picture.with_findings(here, [now[n] for n in mine], [suspected[n] for n in doubted]),
    )
    for verdict in views.judged(judge):
        if verdict.later is not None:
            n = mine[verdict.later]
            told.later[n] = replace(verdict, later=n)
            if verdict.earlier_box is not None:
                told.before[n] = _place(verdict.earlier_box, kept, there)
        elif verdict.earlier is not None:
            _hear(verdict, verdict.earlier, picture, here, told)
    for verdict in views.suspicions(judge):
        if verdict.later is not None and verdict.earlier_box is not None:
            n = doubted[verdict.later]
            told.suspected[n] = replace(verdict, later=n), _place(verdict.earlier_box, kept, there)


def _on(picture: Kept, findings: Sequence[Finding]) -> list[int]:
    return [n for n, each in enumerate(findings) if each.image_id == picture.image_id]


def _most_alike(picture: Kept, pictures: Sequence[Kept], gaps: list[Gap]) -> tuple[Kept, Image] | None:
    """The earlier picture from the nearest viewpoint of those that can still be seen; None without any."""
    for kept in sorted(pictures, key=lambda each: -each.likeness(picture)):
        image = kept.see()
        if not isinstance(image, Gap):
            return kept, image
        if image not in gaps:
            gaps.append(image)
    return None


def _hear(verdict: Verdict, m: int, picture: Kept, here: Image, told: Answers) -> None:
    """One picture's answer about an earlier finding, unless another's counts before it."""
    known = told.earlier.get(m)
    if known is not None and BEFORE_ALL.index(known.state) <= BEFORE_ALL.index(verdict.state):
        return
    told.earlier[m] = verdict
    if verdict.later_box is not None:
        told.now[m] = _place(verdict.later_box, picture, here)


def _place(box: Box, kept: Kept, image: Image) -> Place:
    height, width = image.shape[:2]
    left, top, across, down = kept.vehicle
    inside = box.moved(-left * width, -top * height)
    return Place(
        image_id=kept.image_id,
        box=box.normalized(width, height),
        vehicle_box=inside.normalized(across * width, down * height),
    )


def _by_place_alone(now: Sequence[Finding], then: Sequence[Finding], told: Answers) -> None:
    """What no picture was asked about: at the same place of the vehicle it is the same damage."""
    explained = told.explained()
    later = [n for n in range(len(now)) if n not in told.later]
    earlier = [m for m in range(len(then)) if m not in explained and m not in told.earlier]
    pairs = one_to_one([_kind_and_place(then[m]) for m in earlier], [_kind_and_place(now[n]) for n in later])
    for place, n in enumerate(later):
        m, overlap = pairs.get(place, (None, 0.0))
        told.later[n] = Verdict(
            state=Status.NOT_COMPARABLE if m is None else Status.PRE_EXISTING,
            confidence=round(overlap, 4),
            reason=Reason.NO_PICTURE if m is None else Reason.MATCHED,
            earlier=None if m is None else earlier[m],
            later=n,
        )
    for m in earlier:
        told.earlier[m] = Verdict(
            state=Status.NOT_COMPARABLE, confidence=0.0, reason=Reason.NO_PICTURE, earlier=m, later=None
        )


def _kind_and_place(finding: Finding) -> tuple[str, Box]:
    return finding.kind, Box.of_size(*finding.vehicle_box)
