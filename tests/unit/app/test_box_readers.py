from __future__ import annotations

import numpy as np
import pytest

from edge.app.box_readers import JudgedReader, PooledReader, ReadBox, SecondOpinion
from edge.domain.errors import StageError
from edge.domain.frame import Image
from edge.domain.geometry import Box
from edge.domain.inspection import Candidate
from edge.domain.observation import PlateReading
from edge.inspection.candidates import reading_of
from edge.inspection.formats import Formats
from edge.resources import plate_formats
from tests.passages import reading

PICTURE: Image = np.zeros((100, 200, 3), np.uint8)
BOX = Box.of_size(50, 40, 100, 20)


def spread(**chances: float) -> PlateReading:
    found = [Candidate(label=text, confidence=p) for text, p in chances.items()]
    return reading_of(found, raw=found[0].label)


class Reader:
    """Gives its answers one after the other, and keeps the crops."""

    def __init__(self, *answers: PlateReading | None) -> None:
        self.answers = list(answers)
        self.crops: list[Image] = []

    def __call__(self, crop: Image) -> PlateReading | None:
        self.crops.append(crop)
        return self.answers.pop(0)


def test_a_box_is_cut_more_and_less_widely() -> None:
    reader = Reader(None, None)
    assert PooledReader(reader, (0.0, 0.1))(PICTURE, BOX) is None
    assert [crop.shape for crop in reader.crops] == [(20, 100, 3), (24, 120, 3)]


def test_what_hangs_on_the_cut_is_told_as_a_guess() -> None:
    reader = Reader(spread(AB123=0.9, B123=0.1), spread(B123=0.6, AB123=0.4))
    found = PooledReader(reader, (0.0, 0.1))(PICTURE, BOX)
    assert found is not None
    assert (found.text, found.raw) == ("AB123", "AB123")
    assert found.confidence == pytest.approx(0.65)


def test_a_look_without_text_counts_against_it() -> None:
    found = PooledReader(Reader(reading("AB123", 0.8), None), (0.0, 0.1))(PICTURE, BOX)
    assert found is not None
    assert found.confidence == pytest.approx(0.4)


def test_a_single_look_stands_as_it_is() -> None:
    alone = reading("AB123", 0.8)
    assert PooledReader(Reader(alone), (0.06,))(PICTURE, BOX) == alone


def test_what_several_looks_agree_on_is_surer_than_their_mean() -> None:
    reader = Reader(spread(AB123=0.9, B123=0.1), spread(AB123=0.7, AB128=0.2))
    found = PooledReader(reader, (0.0, 0.1), sharpness=2.0)(PICTURE, BOX)
    assert found is not None
    shares = {each.label: each.confidence for each in found.candidates}
    whole = 0.8**2 + 0.1**2 + 0.05**2 + 0.05**2  # the last is what nobody told
    assert shares == pytest.approx({"AB123": 0.64 / whole, "AB128": 0.01 / whole, "B123": 0.0025 / whole})
    assert found.text == "AB123"


def test_a_doubt_stays_one_when_it_is_sharpened() -> None:
    found = PooledReader(Reader(spread(AB123=0.5), spread(B123=0.5)), (0.0, 0.1), sharpness=2.0)(PICTURE, BOX)
    assert found is not None
    assert found.confidence < 0.25


def test_what_may_be_a_korean_plate_is_as_sure_as_the_mean() -> None:
    looks = Reader(spread(**{"12하3456": 0.9}), spread(**{"12하3456": 0.7, "12허3456": 0.2}))
    found = PooledReader(looks, (0.0, 0.1), sharpness=2.0)(PICTURE, BOX)
    assert found is not None
    assert found.confidence == pytest.approx(0.8)
    looks = Reader(spread(**{"123456": 0.9, "12하3456": 0.06}), spread(**{"123456": 0.9}))
    found = PooledReader(looks, (0.0, 0.1), sharpness=2.0)(PICTURE, BOX)
    assert found is not None
    assert found.confidence == pytest.approx(0.9)


def test_a_single_look_is_not_sharpened() -> None:
    alone = reading("AB123", 0.8)
    assert PooledReader(Reader(alone), (0.06,), sharpness=2.0)(PICTURE, BOX) == alone


def says(answer: PlateReading | None) -> ReadBox:
    return lambda image, box: answer


def fails(image: Image, box: Box) -> PlateReading | None:
    raise StageError("reader_too_slow", "over 5 s")


def test_a_reader_is_judged_by_the_formats() -> None:
    brazil = Formats.of(plate_formats(), ["br"])
    found = JudgedReader(says(reading("ABCI234")), brazil)(PICTURE, BOX)
    assert found is not None
    assert (found.text, found.raw, found.region) == ("ABC1234", "ABCI234", "br")
    assert JudgedReader(says(None), brazil)(PICTURE, BOX) is None


def asked(first: PlateReading | None, second: ReadBox) -> PlateReading | None:
    return SecondOpinion(first=says(first), second=second, below=0.8)(PICTURE, BOX)


def test_a_sure_reader_stands_alone() -> None:
    sure = reading("AB123CD", 0.9)
    assert asked(sure, fails) == sure


def test_two_that_agree_are_surer_than_either() -> None:
    found = asked(reading("AB123CD", 0.6), says(reading("AB123CD", 0.5)))
    assert found is not None
    assert found.text == "AB123CD"
    assert found.confidence == pytest.approx(0.8)
    assert found.char_confidence == pytest.approx((0.8,) * 7)


def test_of_two_that_disagree_the_surer_stands() -> None:
    unsure, surer = reading("AB123CD", 0.3), reading("A8123CD", 0.6)
    assert asked(unsure, says(surer)) == surer
    assert asked(surer, says(unsure)) == surer


def test_what_only_one_of_them_reads_is_read() -> None:
    only = reading("AB123CD", 0.4)
    assert asked(None, says(only)) == only
    assert asked(only, says(None)) == only
    assert asked(None, says(None)) is None


def test_a_second_reader_that_fails_fails_the_read() -> None:
    with pytest.raises(StageError, match="over 5 s"):
        asked(reading("AB123CD", 0.3), fails)
