"""New or old: this inspection's findings against the baseline's, view by view.

Where both visits left a picture of a view, the pictures say (:mod:`edge.inspection.compare.views`). Where one
is gone, a finding at an earlier one's place on the vehicle is still that one; of all others nobody can say.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from edge.domain.inspection import Coverage, Finding, FindingBaseline, Gap, Seen, Status
from edge.inspection.baseline import Baseline
from edge.inspection.compare import suspicions
from edge.inspection.compare.answers import Answers, Place, answers
from edge.inspection.compare.judge import Judge
from edge.inspection.compare.kept import Kept
from edge.inspection.compare.places import overlap_on_vehicle
from edge.inspection.compare.verdict import Reason, Verdict
from edge.vision.nms import apart

SAME_PLACE_IOU = 0.3


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """What this inspection saw."""

    findings: tuple[Finding, ...]
    """In any status."""
    coverage: tuple[Coverage, ...]
    suspected: tuple[Finding, ...] = ()
    """What the detector is unsure of: told where the pictures show that it is new, else not at all."""
    pictures: tuple[Kept, ...] = ()
    """Of all its views, best first."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Every finding with its status, those that only the baseline has at the end; and what was missing."""

    findings: tuple[Finding, ...]
    gaps: tuple[Gap, ...] = ()


def compare(now: Visit, baseline: Baseline | None, judge: Judge) -> Comparison:
    """Give every finding its status, and add the earlier ones that none of them is.

    A finding is only ``new`` on a view that the baseline saw well, and an earlier one only ``repaired`` on a
    view that is seen well now; else it is ``not_comparable``. What is there still, although the detector is
    silent, is carried on as ``pre_existing``; and so is, as ``not_comparable``, what nobody can tell of, lest
    it be new to the next visit.

    Args:
        now: this visit.
        baseline: the state before it; None makes everything ``not_comparable``.
        judge: tells what changed.
    """
    if baseline is None:
        return Comparison(now.findings)
    earlier = [each for each in baseline.inspection.findings if each.status is not Status.REPAIRED]
    found: dict[str, Finding] = {}
    gaps: list[Gap] = []
    confirmed: list[Finding] = []
    for view in dict.fromkeys(each.view for each in (*now.findings, *now.suspected, *earlier)):
        mine, suspected, theirs = (
            [each for each in some if each.view == view] for some in (now.findings, now.suspected, earlier)
        )
        pictures = _of(view, now.pictures), _of(view, baseline.pictures)
        told = answers(mine, suspected, theirs, *pictures, judge)
        confirmed += _confirmed(suspected, told, baseline, judge.suspicion)
        found |= {each.id: each for each in _later(mine, theirs, told, baseline)}
        found |= {each.id: each for each in _earlier(theirs, told, baseline, now.coverage)}
        gaps += told.gaps
    of_now = [found.pop(each.id) for each in now.findings]
    told_now = (_doubted(each, judge) for each in (*of_now, *confirmed))
    return Comparison((*told_now, *found.values()), tuple(dict.fromkeys(gaps)))


def _of(view: str, pictures: Sequence[Kept]) -> list[Kept]:
    return [each for each in pictures if each.view == view]


def _later(
    mine: Sequence[Finding], theirs: Sequence[Finding], told: Answers, baseline: Baseline
) -> Iterator[Finding]:
    for n, finding in enumerate(mine):
        verdict = told.later[n]
        link = _place_before(told.before.get(n), baseline.of(finding.view).inspection_id)
        then = None if verdict.earlier is None else theirs[verdict.earlier]
        if then is not None:
            link = _link(then, baseline)
        elif verdict.state is Status.NEW and not seen_well(baseline.inspection.coverage, finding.view):
            verdict = _unseen(verdict)
        yield replace(_with(finding, verdict, link), disputed=then.disputed if then else None)


def _confirmed(
    suspected: Sequence[Finding], told: Answers, baseline: Baseline, rule: suspicions.Suspicion | None
) -> Iterator[Finding]:
    if rule is None:
        return
    chances = {n: verdict.confidence for n, (verdict, _) in told.suspected.items()}
    for n, chance in suspicions.told(suspected, chances, rule).items():
        (verdict, place), each = told.suspected[n], suspected[n]
        if seen_well(baseline.inspection.coverage, each.view):
            link = _place_before(place, baseline.of(each.view).inspection_id)
            yield _with(each, replace(verdict, confidence=chance), link)


def _earlier(
    theirs: Sequence[Finding], told: Answers, baseline: Baseline, coverage: tuple[Coverage, ...]
) -> Iterator[Finding]:
    """One that is gone keeps the earlier picture's id and box: there is nothing to see on the present one."""
    for m, said in told.earlier.items():
        finding = theirs[m]
        link = _link(finding, baseline)
        unseen = said.state is Status.REPAIRED and not seen_well(coverage, finding.view)
        verdict = _unseen(said) if unseen else said
        if verdict.state is Status.PRE_EXISTING and m in told.now:
            place = told.now[m]
            finding = replace(finding, image_id=place.image_id, box=place.box, vehicle_box=place.vehicle_box)
        yield _with(finding, verdict, link)


def _doubted(finding: Finding, judge: Judge) -> Finding:
    """New damage of which the other network sees nothing says so."""
    if finding.status is not Status.NEW or not judge.doubts(finding):
        return finding
    return replace(finding, status_reason=Reason.DOUBTED.value)


def _unseen(verdict: Verdict) -> Verdict:
    return replace(verdict, state=Status.NOT_COMPARABLE, confidence=0.0, reason=Reason.NOT_SEEN)


def _with(finding: Finding, verdict: Verdict, link: FindingBaseline | None) -> Finding:
    return replace(
        finding,
        status=verdict.state,
        status_confidence=verdict.confidence,
        status_reason=verdict.reason.value,
        baseline=link,
    )


def _link(then: Finding, baseline: Baseline) -> FindingBaseline:
    earlier = baseline.of(then.view).inspection_id
    return FindingBaseline(inspection_id=earlier, finding_id=then.id, image_id=then.image_id, box=then.box)


def _place_before(place: Place | None, inspection_id: str) -> FindingBaseline | None:
    """Where the earlier picture shows the place of a finding that it has none at."""
    if place is None:
        return None
    return FindingBaseline(
        inspection_id=inspection_id, finding_id=None, image_id=place.image_id, box=place.box
    )


def distinct(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """One of each: what two views of one camera show at the same place is one damage, the surest stays.

    Else a damage that one visit saw in one view and the next in two would be new.
    """
    kept = apart(sorted(findings, key=lambda f: -f.confidence), _same_place)
    return tuple(f for f in findings if f in kept)


def _same_place(a: Finding, b: Finding) -> bool:
    return a.kind == b.kind and overlap_on_vehicle(a, b) >= SAME_PLACE_IOU


def seen_well(coverage: tuple[Coverage, ...], view: str) -> bool:
    """Whether a view was seen well enough to claim that something is not there."""
    return any(c.view == view and c.status is Seen.SEEN for c in coverage)
