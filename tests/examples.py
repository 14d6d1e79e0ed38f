"""Example records for the tests of every room."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from edge.config.gate import builtin
from edge.domain.inspection import (
    BaselineRef,
    Blind,
    Candidate,
    ClockState,
    Coverage,
    Decision,
    Finding,
    FindingBaseline,
    Gap,
    Inspection,
    MakeModel,
    ModelRef,
    PassageRecord,
    Plate,
    Purpose,
    Seen,
    Status,
    Vehicle,
)
from edge.domain.passage import Direction
from edge.inspection.compare.judge import Judge
from edge.resources import change_rule, suspicion_rule
from edge.wire.expected import Expected

NOON = datetime(2026, 11, 21, 12, 0, 0, 123000, tzinfo=UTC)
KEY = "00112233445566778899aabbccddeeff"
SOURCE = "/depot-7/gate-2"


def inspection(
    number: int = 1, *, key: str | None = KEY, decision: Decision = Decision.FIRST_SEEN
) -> Inspection:
    """A small inspection; its id is made of ``number``."""
    return Inspection(
        inspection_id=f"00000000-0000-4000-8000-{number:012d}",
        revision=0,
        purpose=Purpose.RETURN,
        rental=None,
        passage=passage(),
        clock=ClockState(synchronized=True),
        vehicle=Vehicle(key=key, plate=None, make_model=None, color=None),
        coverage=(Coverage(view="top", status=Seen.SEEN, quality=0.8),),
        findings=(),
        baseline=None,
        decision=decision,
        decision_reasons=(),
        evidence=(),
        gaps=(Gap(stage="plate", reason="no_plate_visible"),),
        models=(ModelRef(name="vehicle", version="1", sha256="ab" * 32),),
        timing_ms={"inspect": 12.5},
    )


def full_inspection() -> Inspection:
    """One with something in every field, hangul in the plate among it."""
    place = FindingBaseline(inspection_id="old", finding_id="f0", image_id="i0", box=(0.1, 0.2, 0.3, 0.4))
    return replace(
        inspection(),
        rental="R-1",
        vehicle=Vehicle(key=KEY, plate=plate(), make_model=make_model(), color="white"),
        findings=(finding(None), finding(place)),
        baseline=BaselineRef(
            inspection_id="old", at=NOON - timedelta(days=2), age_days=2.0, across_blind=True
        ),
        decision=Decision.NEW_DAMAGE,
        decision_reasons=("new_finding",),
    )


def passage() -> PassageRecord:
    return PassageRecord(
        entered_at=NOON,
        left_at=NOON + timedelta(seconds=4),
        duration_ms=4000,
        direction=Direction.UP,
        frames_seen=48,
        frames_used=3,
        frames_missed=1,
    )


def plate() -> Plate:
    return Plate(
        text="12가3456",
        raw="12 가 3456",
        confidence=0.93,
        char_confidence=(0.9, 0.99),
        reads=5,
        agreeing=4,
        region="kr",
        box=(0.4, 0.5, 0.1, 0.05),
        image_id="i1",
    )


def make_model() -> MakeModel:
    return MakeModel(label="kia_ray", confidence=0.7, top=(Candidate(label="kia_ray", confidence=0.7),))


def finding(baseline: FindingBaseline | None) -> Finding:
    return Finding(
        id="f1",
        kind="dent",
        view="left",
        part=None,
        severity=None,
        size=0.05,
        confidence=0.6,
        box=(0.1, 0.1, 0.2, 0.2),
        vehicle_box=(0.2, 0.2, 0.1, 0.1),
        image_id="i1",
        status=Status.NEW if baseline is None else Status.PRE_EXISTING,
        status_confidence=0.8,
        baseline=baseline,
    )


def judge() -> Judge:
    """The rule that ships, as strict as it ships."""
    return Judge.of(change_rule(), builtin().inspection.false_new_per_view, suspicion_rule())


def expected(key: str = KEY) -> Expected:
    return Expected(key=key, model="Kia Ray", color="white", rental="R-7", purpose=Purpose.CHECKOUT)


def blind() -> Blind:
    return Blind(
        inspection_id="00000000-0000-4000-8000-00000000b11d", from_at=None, until_at=NOON, reason="start"
    )
