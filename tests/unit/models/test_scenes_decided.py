import json
from dataclasses import replace
from pathlib import Path

import cv2

from edge.domain.inspection import Decision
from models.scenes.decided import Decided, decided, passage_of, report
from tests.carside import car_side
from tests.examples import inspection

CAR = [40.0, 30.0, 240.0, 120.0]


def told(
    decision: Decision, reason: str, *, first: bool = False, kept: bool = True, new: bool = False
) -> Decided:
    filed = replace(inspection(), decision=decision, decision_reasons=(reason,))
    return Decided(light="night", inspection=filed, first=first, kept=kept, new=new)


def visit(number: int, file: str, *damages: str, box: list[float] = CAR) -> dict[str, object]:
    view = {"role": "left", "file": file, "vehicle_box": box}
    return {"car": "car-01", "visit": number, "light": "day", "damages": damages, "views": [view]}


def ground(folder: Path, *visits: dict[str, object]) -> Path:
    for name in ("images", "truth"):
        (folder / name).mkdir()
    cv2.imwrite(str(folder / "images" / "a.png"), car_side(seed=1))
    for number, each in enumerate(visits):
        (folder / "truth" / f"{number}.json").write_text(json.dumps(each))
    return folder


def test_a_first_visit_counts_for_nothing_and_lost_history_is_told_with_its_reason() -> None:
    lines = list(
        report(
            [
                told(Decision.FIRST_SEEN, "no_earlier_inspection", first=True, kept=False),
                told(Decision.NO_NEW_DAMAGE, "every_view_compared"),
                told(Decision.NEEDS_REVIEW, "identity:looks_unlike", kept=False),
                told(Decision.NEW_DAMAGE, "new:scratch:rear"),
                told(Decision.NEW_DAMAGE, "new:scratch:rear", new=True),
            ]
        )
    )
    assert lines[0].startswith("history found and believed: 3 of 4")
    assert lines[1] == "  else: {'identity': 1}"
    assert lines[2].startswith("unchanged, new_damage: 1 of 3")
    assert lines[3].startswith("unchanged, left open: 1 of 3")
    assert lines[4].startswith("with new damage, new_damage: 1 of 1")


def test_a_still_is_a_view_with_the_true_box_and_one_that_is_cut_is_not_whole(tmp_path: Path) -> None:
    folder = ground(tmp_path)
    (view,) = passage_of(folder, visit(1, "a.png"), 0).views
    assert (view.frame.role, view.box.width, view.whole) == ("left", 240, True)
    (view,) = passage_of(folder, visit(1, "a.png", box=[-3.0, 30.0, 240.0, 120.0]), 0).views
    assert not view.whole


def test_visits_are_filed_in_the_order_of_time_and_photographs_taken_again_are_left_out(
    tmp_path: Path,
) -> None:
    """The car has no plate, so that nobody knows it again."""
    again = visit(2, "a.png") | {"again": 1}
    (tmp_path / "g").mkdir()
    folder = ground(tmp_path / "g", visit(2, "a.png", "dent-1"), again, visit(1, "a.png"))
    (tmp_path / "state").mkdir()
    first, second = decided(folder, tmp_path / "state")
    assert (first.first, second.first) == (True, False)
    assert (first.new, second.new) == (False, True)
    assert not second.kept
    assert second.inspection.passage.entered_at > first.inspection.passage.entered_at
