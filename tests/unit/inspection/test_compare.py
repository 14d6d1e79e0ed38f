from __future__ import annotations

from dataclasses import replace

from edge.domain.geometry import NormalBox
from edge.domain.inspection import Finding, Inspection, Seen, Status
from edge.inspection.compare import compare
from tests.examples import finding, inspection
from tests.passages import coverage

HERE, THERE = (0.2, 0.2, 0.1, 0.1), (0.7, 0.7, 0.1, 0.1)
NEARLY_HERE = (0.22, 0.21, 0.1, 0.1)


def found(name: str, box: NormalBox = HERE, *, view: str = "lane", kind: str = "dent") -> Finding:
    return replace(
        finding(None), id=name, vehicle_box=box, view=view, kind=kind, status=Status.NOT_COMPARABLE
    )


def before(*findings: Finding, seen: Seen = Seen.SEEN) -> Inspection:
    return replace(inspection(7), findings=findings, coverage=(coverage(seen),))


def states(now: tuple[Finding, ...], baseline: Inspection | None) -> dict[str, Status]:
    return {f.id: f.status for f in compare(now, (coverage(),), baseline)}


def test_without_a_baseline_nothing_is_compared() -> None:
    assert states((found("a"),), None) == {"a": Status.NOT_COMPARABLE}


def test_at_the_same_place_it_was_there_before_and_says_where() -> None:
    (same,) = compare((found("a", NEARLY_HERE),), (coverage(),), before(found("old")))
    assert same.status is Status.PRE_EXISTING
    assert same.baseline is not None
    assert (same.baseline.inspection_id, same.baseline.finding_id) == (inspection(7).inspection_id, "old")


def test_at_another_place_it_is_new_and_the_old_one_is_gone() -> None:
    baseline = before(found("old", THERE))
    assert states((found("a"),), baseline) == {"a": Status.NEW, "old": Status.REPAIRED}


def test_of_another_kind_or_view_it_is_another() -> None:
    baseline = before(found("old"))
    assert states((found("a", kind="scratch"),), baseline)["a"] is Status.NEW
    assert states((found("a", view="rear"),), baseline)["a"] is Status.NOT_COMPARABLE


def test_on_a_side_that_was_not_seen_well_before_nothing_is_new() -> None:
    assert states((found("a"),), before(seen=Seen.PARTLY)) == {"a": Status.NOT_COMPARABLE}


def test_on_a_side_that_is_not_seen_well_now_nothing_is_repaired() -> None:
    gone = compare((), (coverage(Seen.PARTLY),), before(found("old")))
    assert gone == ()


def test_what_was_repaired_before_is_new_if_it_is_there_again() -> None:
    repaired = replace(found("old"), status=Status.REPAIRED)
    assert states((found("a"),), before(repaired)) == {"a": Status.NEW}


def test_one_earlier_damage_explains_only_one() -> None:
    now = (found("near", NEARLY_HERE), found("exact", HERE))
    assert states(now, before(found("old"))) == {"near": Status.NEW, "exact": Status.PRE_EXISTING}
