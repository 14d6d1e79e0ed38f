from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from edge.app.box_readers import ReadBox
from edge.app.plates import Detect, PlateLook, PlateStage
from edge.domain.detection import Detection
from edge.domain.errors import StageError
from edge.domain.frame import Image
from edge.domain.geometry import Box
from edge.domain.inspection import Gap
from edge.domain.observation import PlateReading, PlateVote
from edge.inspection.formats import Formats
from edge.resources import plate_formats
from tests.passages import CAR_BOX, car_picture, passage, reading, view

PLATE = Box(left=30, top=40, right=70, bottom=50)
BADGE = Box(left=90, top=10, right=120, bottom=20)
BRAZIL = Formats.of(plate_formats(), ["br"])


def finds(*found: tuple[Box, float]) -> Detect:
    def detect(image: Image) -> Sequence[Detection]:
        return [Detection(box=box, label="plate", score=score) for box, score in found]

    return detect


class Reader:
    """Gives its answers one after the other, the last one for ever, and keeps the boxes."""

    def __init__(self, *answers: PlateReading | None) -> None:
        self.answers = list(answers)
        self.boxes: list[Box] = []

    def __call__(self, image: Image, box: Box) -> PlateReading | None:
        self.boxes.append(box)
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


def fails(image: Image, box: Box) -> PlateReading | None:
    raise StageError("reader_failed", "it fell over")


def look(detect: Detect, read: ReadBox) -> PlateLook:
    return PlateLook(detect=detect, read=read, formats=BRAZIL)


def test_the_plate_is_placed_in_the_picture() -> None:
    """The detector sees the vehicle's crop, which begins a twentieth before its box."""
    found = look(finds((PLATE, 0.9)), Reader(reading()))(car_picture(), CAR_BOX)
    assert found is not None
    assert found.box == PLATE.moved(80 - 8, 60 - 4)


def test_a_badge_that_looks_more_like_a_plate_loses_to_what_reads_as_one() -> None:
    reader = Reader(reading("TAXI", 0.9), reading("ABC1234", 0.9))
    found = look(finds((BADGE, 0.65), (PLATE, 0.62)), reader)(car_picture(), CAR_BOX)
    assert found is not None
    assert found.reading.text == "ABC1234"
    assert found.score == pytest.approx(0.62 * 0.9)


def test_of_two_plates_the_one_of_a_known_format_wins() -> None:
    reader = Reader(reading("AB1234", 0.9), reading("ABC1234", 0.6))
    found = look(finds((BADGE, 0.9), (PLATE, 0.8)), reader)(car_picture(), CAR_BOX)
    assert found is not None
    assert found.reading.text == "ABC1234"


def test_a_neighbour_s_plate_that_reaches_into_the_picture_of_the_car_loses() -> None:
    reader = Reader(reading("ABC1234", 0.9), reading("XYZ9876", 0.9))
    neighbour = Box(left=150, top=10, right=174, bottom=18)
    found = look(finds((neighbour, 0.9), (PLATE, 0.7)), reader)(car_picture(), CAR_BOX)
    assert found is not None
    assert found.box == PLATE.moved(80 - 8, 60 - 4)


def test_what_could_not_win_is_not_read() -> None:
    reader = Reader(reading("ABC1234", 0.95))
    look(finds((PLATE, 0.9), (BADGE, 0.6)), reader)(car_picture(), CAR_BOX)
    assert len(reader.boxes) == 1


def test_no_more_than_three_boxes_are_read() -> None:
    reader = Reader(None)
    look(finds(*[(PLATE, 0.9)] * 5), reader)(car_picture(), CAR_BOX)
    assert len(reader.boxes) == 3


def test_what_has_not_the_proportions_of_a_plate_is_not_read() -> None:
    reader = Reader(reading())
    upright, wide = Box.of_size(10, 10, 10, 40), Box.of_size(0, 10, 170, 30)
    assert look(finds((upright, 0.9), (wide, 0.9)), reader)(car_picture(), CAR_BOX) is None
    assert reader.boxes == []


def test_every_view_is_read_and_they_vote() -> None:
    reader = Reader(reading(confidence=0.5))
    result = PlateStage(look(finds((PLATE, 0.9)), reader))(passage(view(), view(), view()))
    assert isinstance(result, PlateVote)
    assert (result.reads, result.agreeing, len(reader.boxes)) == (3, 3, 3)


def test_the_passage_is_right_where_every_view_is_wrong() -> None:
    reads = Reader(*(reading(text, 0.6) for text in ("A8C1234", "ABC1284", "AXC1234", "ABC7234")))
    result = PlateStage(look(finds((PLATE, 0.9)), reads))(passage(view(), view(), view(), view()))
    assert isinstance(result, PlateVote)
    assert result.winner.reading.text == "ABC1234"
    assert result.agreeing == 2


@pytest.mark.parametrize(("detect", "answer"), [(finds(), reading()), (finds((PLATE, 0.9)), None)])
def test_without_a_read_there_is_a_gap(detect: Detect, answer: PlateReading | None) -> None:
    result = PlateStage(look(detect, Reader(answer)))(passage())
    assert isinstance(result, Gap)
    assert result.reason == "no_plate_visible"


def test_an_overlay_of_the_camera_is_no_plate() -> None:
    """It stays where it is in the picture while the car drives by below it."""

    def detect(image: Image) -> Sequence[Detection]:
        rows, columns = np.nonzero((image == (1, 2, 3)).all(axis=2))
        box = Box(left=columns.min(), top=rows.min(), right=columns.max() + 1, bottom=rows.max() + 1)
        return [Detection(box=box, label="plate", score=0.9)]

    image = car_picture()
    image[80:90, 140:180] = (1, 2, 3)
    near, far = CAR_BOX, CAR_BOX.moved(0, -42)
    result = PlateStage(look(detect, Reader(reading())))(passage(view(image, box=near), view(image, box=far)))
    assert isinstance(result, Gap)
    standing = PlateStage(look(detect, Reader(reading())))(passage(view(image), view(image)))
    assert isinstance(standing, PlateVote)


def test_a_failing_reader_fails_the_stage() -> None:
    with pytest.raises(StageError, match="it fell over"):
        PlateStage(look(finds((PLATE, 0.9)), fails))(passage())
