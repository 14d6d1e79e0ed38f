from __future__ import annotations

import numpy as np
import pytest

from edge.domain.errors import StageError
from edge.domain.frame import Image
from edge.domain.observation import PlateReading
from edge.inference.plate_reader import PlateReader
from edge.inference.second_opinion import SecondOpinion
from tests.passages import reading

CROP: Image = np.zeros((10, 40, 3), np.uint8)


def says(answer: PlateReading | None) -> PlateReader:
    return lambda crop: answer


def fails(crop: Image) -> PlateReading | None:
    raise StageError("reader_too_slow", "over 5 s")


def asked(first: PlateReading | None, second: PlateReader) -> PlateReading | None:
    return SecondOpinion(first=says(first), second=second, below=0.8)(CROP)


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
