"""Counting on the proving ground: a visit is one, however many of its views err."""

from __future__ import annotations

import json
from pathlib import Path

import cv2
import numpy as np

from edge.domain.geometry import Box
from edge.domain.inspection import Status
from edge.evaluation.compare import Judged
from edge.evaluation.compare_truth import TrueDamage, TruePair
from edge.inspection.compare.verdict import Reason, Verdict
from models.scenes.counted import Looked, look_at, report

SMALL, LARGE = Box.of_size(0, 0, 8, 8), Box.of_size(100, 100, 40, 20)


def said(state: Status, box: Box, *, later: int | None = 0) -> Verdict:
    return Verdict(
        state=state,
        confidence=0.9,
        reason=Reason.CHANGED,
        earlier=None if later is not None else 0,
        later=later,
        later_box=box,
    )


def view(visit: int, *verdicts: Verdict, new: Box | None = None, light: str = "rain") -> Looked:
    damages = (TrueDamage(kind="dent", state=Status.NEW, before_box=None, after_box=new),) if new else ()
    pair = TruePair(
        before=Path("b"),
        after=Path("a"),
        damages=damages,
        detections_before=(),
        detections_after=(),
        after_vehicle=Box.of_size(0, 0, 400, 200),
    )
    return Looked(visits=("car-1", 1, visit, 0), light=light, judged=Judged(pair=pair, verdicts=verdicts))


def line(start: str, *views: Looked) -> str:
    return next(each for each in report(views) if each.strip().startswith(start))


def test_two_false_alarms_in_two_views_are_one_visit_of_two() -> None:
    false = said(Status.NEW, SMALL)
    told = line("unchanged visits called new", view(2, false), view(2, false, false), view(3))
    assert "1 of 2, 0.500" in told
    assert "'rain': 1" in told


def test_a_visit_with_new_damage_in_one_view_is_not_unchanged() -> None:
    told = line("unchanged visits called new", view(2, new=LARGE), view(2, said(Status.NEW, SMALL)), view(3))
    assert "0 of 1" in told


def test_what_was_there_before_and_nobody_can_tell_of_leaves_nothing_open() -> None:
    untold = said(Status.NOT_COMPARABLE, SMALL, later=None)
    assert "0 of 1" in line("unchanged visits not comparable", view(2, untold))
    assert "1 of 1" in line("unchanged visits not comparable", view(2, said(Status.NOT_COMPARABLE, SMALL)))


def test_recall_is_told_by_size_kind_and_light() -> None:
    views = (
        view(2, said(Status.NEW, LARGE), new=LARGE),
        view(3, said(Status.PRE_EXISTING, SMALL), new=SMALL, light="night"),
    )
    assert "1 of 2" in line("new damage", *views)
    assert "1 of 1" in line("larger than 3%", *views)
    assert "1 of 2" in line("dent", *views)
    assert "0 of 1" in line("night", *views)


def test_the_roles_of_a_visit_that_was_photographed_again_are_one_visit(tmp_path: Path) -> None:
    (tmp_path / "images").mkdir()
    pairs = []
    for role in ("front", "rear"):
        for again in (1, 2):
            before, after = f"car-1-1-{role}.jpg", f"car-1-2-{role}-again-{again}.jpg"
            for name in (before, after):
                cv2.imwrite(str(tmp_path / "images" / name), np.full((90, 160, 3), 90, np.uint8))
            pairs.append(
                {
                    "before": before,
                    "after": after,
                    "car": "car-1",
                    "visits": [1, 2],
                    "again": again,
                    "lights": ["day", "rain"],
                    "damages": [],
                    "detections_before": [],
                    "detections_after": [],
                }
            )
    (tmp_path / "pairs.json").write_text(json.dumps(pairs), encoding="utf-8")
    looked = list(look_at(tmp_path, own_detector=False))
    assert [each.visits for each in looked] == [("car-1", 1, 2, 1), ("car-1", 1, 2, 2)] * 2
    assert "0 of 2" in line("unchanged visits called new", *looked)
