from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from edge.app.plates import Look
from edge.domain.detection import Detection
from edge.domain.errors import DataError
from edge.domain.frame import Image
from edge.domain.geometry import Box
from edge.domain.observation import PlateReading
from edge.evaluation.misses import page, worst
from edge.evaluation.plate_picture import PlateCrop, WholePicture
from edge.evaluation.plate_truth import PlateTruth, read_plate_truth
from edge.evaluation.plates import Read, edit_distance, score_plates
from tests.passages import reading

PLACE = Box.of_size(100, 80, 40, 10)
PICTURE: Image = np.full((180, 320, 3), 90, np.uint8)


def read(
    true: str, told: str | None, confidence: float = 0.5, *, box: Box | None = PLACE, at: Box = PLACE
) -> Read:
    truth = PlateTruth(picture=Path("car.png"), text=true, box=box)
    look = None if told is None else Look(box=at, reading=reading(told, confidence), score=0.4)
    return Read(truth=truth, look=look, ms=10.0, bare_ms=8.0)


def test_figures_by_hand() -> None:
    """25 true characters: one wrong, one missing, a whole plate of seven not read."""
    score = score_plates(
        [
            read("ABC1234", "ABC1234", 0.95),
            read("ABC12O4", "ABC1204", 0.92),
            read("가12", "가1"),
            read("XYZ9876", None),
            read("Z", "Z", 0.2, at=Box.of_size(0, 0, 40, 10)),
        ]
    )
    assert (score.n, score.found, score.exact) == (5, 3, 2)
    assert (score.exact_rate, score.exact_rate_folded) == (0.4, 0.6)
    assert score.cer == pytest.approx(9 / 25)
    assert score.wrong_but_sure == 0.25, "one of four reads"
    assert score.right_and_sure == 0.5
    assert score.exact_rate_ci[0] < 0.4 < score.exact_rate_ci[1]
    assert [(each.low, each.n, each.right) for each in score.reliability] == [
        (0.2, 1, 1),
        (0.5, 1, 0),
        (0.9, 2, 1),
    ]
    assert (score.ms_p50, score.ratio) == (10, 1.25)


def test_where_nothing_is_read_nothing_is_claimed() -> None:
    score = score_plates([read("ABC1234", None)])
    assert (score.found, score.exact_rate, score.cer, score.wrong_but_sure) == (0, 0, 1, 0)
    assert score.reliability == ()


@pytest.mark.parametrize(
    ("box", "at", "found"),
    [(PLACE, PLACE, True), (PLACE, PLACE.moved(30, 0), False), (None, PLACE.moved(30, 0), True)],
)
def test_the_true_box_only_tells_whether_the_plate_was_found(box: Box | None, at: Box, found: bool) -> None:
    told = read("ABC1234", "ABC1234", box=box, at=at)
    assert told.found is found
    assert told.right


@pytest.mark.parametrize(
    ("one", "other", "distance"),
    [
        ("ABC", "ABC", 0),
        ("ABC", "AXC", 1),
        ("ABC", "AC", 1),
        ("AC", "ABC", 1),
        ("ABC", "", 3),
        ("AB", "BA", 2),
    ],
)
def test_edit_distance(one: str, other: str, distance: int) -> None:
    assert edit_distance(one, other) == distance


def written(folder: Path, text: str) -> Path:
    file = folder / "truth.csv"
    file.write_text(text, encoding="utf-8")
    return file


def test_a_truth_file(tmp_path: Path) -> None:
    file = written(tmp_path, "file,text,x,y,width,height\na.webp,12 가 3456,1,2,30,10\nb.webp,ab-1,0,0,0,0\n")
    first, second = read_plate_truth(file, tmp_path / "images")
    assert first == PlateTruth(
        picture=tmp_path / "images/a.webp", text="12가3456", box=Box.of_size(1, 2, 30, 10)
    )
    assert (second.text, second.box) == ("AB1", None)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("file,text\na.webp,AB1\n", r"truth\.csv: no column x, y, width, height"),
        ("file,text,x,y,width,height\n", r"truth\.csv: no rows"),
        ("text,x,y,width,height,file\nAB1,1,2,3,4\n", r"truth\.csv:2: a row without a file"),
        ("file,text,x,y,width,height\na.webp,AB1,1,2\n", r"truth\.csv:2: x, y, width and height"),
        ("file,text,x,y,width,height\na.webp,AB1,1,2,3,4\nb.webp,-,1,2,3,4\n", r"truth\.csv:3: a plate with"),
    ],
)
def test_a_faulty_truth_file_is_told_with_its_line(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(DataError, match=told):
        read_plate_truth(written(tmp_path, text), tmp_path)


def test_a_truth_file_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"none\.csv: No such file"):
        read_plate_truth(tmp_path / "none.csv", tmp_path)


class Looks:
    """Finds a plate at the middle of what it is shown, and keeps where it looked."""

    def __init__(self, *reads: PlateReading | None) -> None:
        self.reads = list(reads)
        self.places: list[Box] = []

    def __call__(self, image: Image, vehicle: Box) -> Look | None:
        self.places.append(vehicle)
        found = self.reads[len(self.places) - 1]
        return None if found is None else Look(box=PLACE, reading=found, score=0.5)


NEAR, FAR = Box.of_size(50, 50, 200, 100), Box.of_size(0, 20, 40, 30)
WHOLE = Box.of_size(0, 0, 320, 180)


def vehicles(image: Image) -> list[Detection]:
    return [Detection(box=FAR, label="vehicle", score=0.9), Detection(box=NEAR, label="vehicle", score=0.6)]


def no_vehicles(image: Image) -> list[Detection]:
    return []


def test_the_plate_is_the_main_vehicle_s() -> None:
    looks = Looks(reading("ABC1234"))
    found = WholePicture(vehicles, looks)(PICTURE)
    assert found is not None
    assert (found.reading.text, looks.places) == ("ABC1234", [NEAR])


@pytest.mark.parametrize("own", [None, reading("TAXI"), reading("XYZ9876", 0.04)])
def test_where_the_main_vehicle_has_none_it_is_the_best_of_the_picture(own: PlateReading | None) -> None:
    looks = Looks(own, reading("ABC1234"))
    found = WholePicture(vehicles, looks)(PICTURE)
    assert found is not None
    assert (found.reading.text, looks.places) == ("ABC1234", [NEAR, WHOLE])


def test_without_a_vehicle_the_whole_picture_is_looked_at() -> None:
    looks = Looks(reading("ABC1234"))
    WholePicture(no_vehicles, looks)(PICTURE)
    assert looks.places == [WHOLE]


def test_a_crop_is_read_as_it_is() -> None:
    found = PlateCrop(lambda image, box: reading("ABC1234", 0.7))(PICTURE)
    assert found is not None
    assert (found.box, found.score) == (WHOLE, 0.7)
    assert PlateCrop(lambda image, box: None)(PICTURE) is None


def test_the_worst_misses_come_first_and_what_is_right_does_not() -> None:
    reads = [read("AB1", None), read("AB1", "AB7", 0.4), read("AB1", "AB1", 0.9), read("AB1", "XX7", 0.9)]
    assert [each.text for each in worst(reads)] == ["XX7", "AB7", ""]


def test_the_page_shows_crop_truth_and_read(tmp_path: Path) -> None:
    cv2.imwrite(str(tmp_path / "a&b.png"), PICTURE)
    truth = PlateTruth(picture=tmp_path / "a&b.png", text="ABC1234", box=None)
    look = Look(box=PLACE, reading=reading("ABC7234", 0.9), score=0.5)
    html = page(
        [Read(truth=truth, look=look, ms=1, bare_ms=0), Read(truth=truth, look=None, ms=1, bare_ms=0)]
    )
    assert html.count("data:image/png;base64,") == 1
    assert "ABC1234" in html
    assert "ABC7234" in html
    assert "a&amp;b.png" in html
