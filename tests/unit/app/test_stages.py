from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from edge.app.stages import Classify, ConditionStage, Detect, PlateStage
from edge.domain.detection import Detection
from edge.domain.errors import StageError
from edge.domain.frame import Image
from edge.domain.geometry import Box
from edge.domain.inspection import Gap
from edge.domain.observation import Damage, PlateReading, PlateVote
from edge.domain.passage import View
from tests.passages import CAR_BOX, car_picture, passage, reading, view

PLATE = Box(left=30, top=40, right=70, bottom=50)


def finds_a_plate(image: Image) -> Sequence[Detection]:
    return [Detection(box=PLATE, label="plate", score=0.9)]


def finds_none(image: Image) -> Sequence[Detection]:
    return []


class Reader:
    """Reads the same from every crop, and keeps the crops."""

    def __init__(self, answer: PlateReading | None) -> None:
        self.answer = answer
        self.crops: list[Image] = []

    def __call__(self, crop: Image) -> PlateReading | None:
        self.crops.append(crop)
        return self.answer


def fails(crop: Image) -> PlateReading | None:
    raise StageError("reader_failed", "it fell over")


def test_the_plate_is_placed_in_the_frame() -> None:
    """The detector sees the vehicle's crop, which begins a twentieth before its box."""
    vote = PlateStage(detect=finds_a_plate, read=Reader(reading()))(passage())
    assert isinstance(vote, PlateVote)
    assert vote.winner.box == PLATE.moved(80 - 8, 60 - 4)


def test_every_view_is_read_and_they_vote() -> None:
    reader = Reader(reading(confidence=0.5))
    vote = PlateStage(detect=finds_a_plate, read=reader)(passage(view(), view(), view()))
    assert isinstance(vote, PlateVote)
    assert (vote.reads, vote.agreeing, len(reader.crops)) == (3, 3, 3)


def test_the_reader_gets_the_plate_with_a_rim() -> None:
    reader = Reader(None)
    image = car_picture()
    image[94:110, 98:146] = (1, 2, 3)
    PlateStage(detect=finds_a_plate, read=reader)(passage(view(image)))
    assert reader.crops[0].shape == (12, 45, 3)
    assert (reader.crops[0] == (1, 2, 3)).all()


@pytest.mark.parametrize(("detect", "answer"), [(finds_none, reading()), (finds_a_plate, None)])
def test_without_a_read_there_is_a_gap(detect: Detect, answer: PlateReading | None) -> None:
    result = PlateStage(detect=detect, read=Reader(answer))(passage())
    assert isinstance(result, Gap)
    assert result.reason == "no_plate_visible"


def test_a_failing_reader_fails_the_stage() -> None:
    with pytest.raises(StageError, match="it fell over"):
        PlateStage(detect=finds_a_plate, read=fails)(passage())


def all_clean(image: Image) -> dict[str, float]:
    return {"damaged": 0.1, "clean": 0.9}


def all_damaged(image: Image) -> dict[str, float]:
    return {"damaged": 0.9, "clean": 0.1}


def green_is_damaged(image: Image) -> dict[str, float]:
    share = 0.95 if (image == (0, 255, 0)).all(axis=2).any() else 0.0
    return {"damaged": share, "clean": 1 - share}


def look(classify: Classify, *views: View, threshold: float = 0.5) -> tuple[Damage, ...]:
    found = ConditionStage(classify=classify, threshold=threshold)(passage(*views))
    assert not isinstance(found, Gap), found
    return found


def test_a_clean_car_has_no_damages() -> None:
    assert look(all_clean) == ()


def test_the_operating_point_decides() -> None:
    assert look(all_damaged, threshold=0.95) == ()


def test_neighbouring_tiles_are_one_damage() -> None:
    (found,) = look(all_damaged)
    assert found.box == CAR_BOX
    assert found.kind == "unspecified"


def test_a_damage_lies_where_its_tile_is() -> None:
    image = np.array(car_picture())
    image[70:75, 90:95] = (0, 255, 0)
    (found,) = look(green_is_damaged, view(image))
    assert found.confidence == pytest.approx(0.95)
    assert found.box.left == CAR_BOX.left
    assert found.box.right < CAR_BOX.right - 40


def test_only_whole_views_are_looked_at_and_the_damage_names_its_view() -> None:
    (found,) = look(all_damaged, view(whole=False), view())
    assert found.view == 1


def test_where_no_view_is_whole_nobody_looked() -> None:
    result = ConditionStage(classify=all_damaged, threshold=0.5)(passage(view(whole=False)))
    assert isinstance(result, Gap)
    assert (result.stage, result.reason) == ("damage", "never_whole")
