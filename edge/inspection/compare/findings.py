"""New or old: this inspection's damages against the baseline's, by place on the vehicle.

First form: the same camera sees the same vehicle from the same place, so a damage's place in the vehicle's
own box is what two visits have in common. Geometry alone; a later form aligns the pictures.
"""

from __future__ import annotations

from dataclasses import replace

from edge.domain.geometry import Box, NormalBox
from edge.domain.inspection import Coverage, Finding, FindingBaseline, Inspection, Seen, Status

SAME_PLACE_IOU = 0.3


def compare(
    findings: tuple[Finding, ...], coverage: tuple[Coverage, ...], baseline: Inspection | None
) -> tuple[Finding, ...]:
    """Give every finding its status, and add what the baseline had and is gone.

    A finding is only ``new`` on a view that the baseline saw well; else it is ``not_comparable``. Each
    earlier finding explains one present finding at most, the best overlap first.

    Args:
        findings: of this inspection, in any status.
        coverage: of this inspection; what is gone is only ``repaired`` on a view that was seen well now.
        baseline: the earlier inspection; None makes everything ``not_comparable``.
    """
    if baseline is None:
        return findings
    earlier = [f for f in baseline.findings if f.status is not Status.REPAIRED]
    pairs = _pairs(findings, earlier)
    judged = [_judge(f, pairs.get(f.id), baseline) for f in findings]
    explained = {f.id for f in pairs.values()}
    gone = [f for f in earlier if f.id not in explained and seen_well(coverage, f.view)]
    return (*judged, *(_repaired(f, baseline) for f in gone))


def distinct(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """One of each: what two views of one camera show at the same place is one damage, the surest stays.

    Else a damage that one visit saw in one view and the next in two would be new.
    """
    kept: list[Finding] = []
    for finding in sorted(findings, key=lambda f: -f.confidence):
        if not any(_same_place(finding, other) for other in kept):
            kept.append(finding)
    return tuple(f for f in findings if f in kept)


def _same_place(a: Finding, b: Finding) -> bool:
    alike = a.view == b.view and a.kind == b.kind
    return alike and _overlap(a.vehicle_box, b.vehicle_box) >= SAME_PLACE_IOU


def _pairs(findings: tuple[Finding, ...], earlier: list[Finding]) -> dict[str, Finding]:
    candidates = sorted(
        (
            (_overlap(now.vehicle_box, then.vehicle_box), now.id, then)
            for now in findings
            for then in earlier
            if now.view == then.view and now.kind == then.kind
        ),
        key=lambda candidate: -candidate[0],
    )
    pairs: dict[str, Finding] = {}
    for overlap, now_id, then in candidates:
        taken = {f.id for f in pairs.values()}
        if overlap >= SAME_PLACE_IOU and now_id not in pairs and then.id not in taken:
            pairs[now_id] = then
    return pairs


def _judge(finding: Finding, then: Finding | None, baseline: Inspection) -> Finding:
    if then is not None:
        overlap = round(_overlap(finding.vehicle_box, then.vehicle_box), 4)
        link = _link(then, baseline)
        return replace(finding, status=Status.PRE_EXISTING, status_confidence=overlap, baseline=link)
    if not seen_well(baseline.coverage, finding.view):
        return replace(finding, status=Status.NOT_COMPARABLE, status_confidence=0.0)
    return replace(finding, status=Status.NEW, status_confidence=finding.confidence)


def _repaired(then: Finding, baseline: Inspection) -> Finding:
    """It keeps the earlier picture's id and box: there is nothing to see on the present one."""
    link = _link(then, baseline)
    return replace(then, status=Status.REPAIRED, status_confidence=then.confidence, baseline=link)


def _link(then: Finding, baseline: Inspection) -> FindingBaseline:
    return FindingBaseline(
        inspection_id=baseline.inspection_id, finding_id=then.id, image_id=then.image_id, box=then.box
    )


def seen_well(coverage: tuple[Coverage, ...], view: str) -> bool:
    """Whether a view was seen well enough to claim that something is not there."""
    return any(c.view == view and c.status is Seen.SEEN for c in coverage)


def _overlap(a: NormalBox, b: NormalBox) -> float:
    return Box.of_size(*a).iou(Box.of_size(*b))
