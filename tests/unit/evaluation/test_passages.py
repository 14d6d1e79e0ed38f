from __future__ import annotations

import json
from pathlib import Path

import pytest

from edge.domain.errors import DataError
from edge.evaluation.passages import FoundPassage, TruePassage, read_truth, score_passages


def found(entered_s: float, left_s: float, direction: str = "up") -> FoundPassage:
    return FoundPassage(entered_s=entered_s, left_s=left_s, direction=direction)


def true(entered_s: float, left_s: float, direction: str = "up", *, optional: bool = False) -> TruePassage:
    return TruePassage(entered_s=entered_s, left_s=left_s, direction=direction, optional=optional)


def test_all_found() -> None:
    score = score_passages([found(1, 4), found(9.5, 12)], [true(1, 4), true(9, 12.25)])
    assert (score.n, score.found, score.missed, score.false, score.direction_errors) == (2, 2, 0, 0, 0)
    assert (score.entered_error_s, score.left_error_s) == (0.5, 0.25)


def test_one_missed_one_false() -> None:
    score = score_passages([found(20, 22)], [true(1, 4)])
    assert (score.n, score.found, score.missed, score.false) == (1, 0, 1, 1)


def test_a_true_one_that_was_told_twice_is_one_found_and_one_false() -> None:
    score = score_passages([found(1, 2), found(2, 4)], [true(1, 4)])
    assert (score.found, score.false) == (1, 1)
    assert score.entered_error_s == 1  # the longer part counts


def test_two_true_ones_told_as_one_are_one_missed() -> None:
    score = score_passages([found(1, 9)], [true(1, 4), true(3, 9)])
    assert (score.found, score.missed, score.false) == (1, 1, 0)


def test_cars_at_once_are_matched_by_the_greatest_overlap() -> None:
    score = score_passages([found(15, 19, "up"), found(14, 18, "down")], [true(14, 18, "down"), true(15, 19)])
    assert (score.found, score.direction_errors) == (2, 0)


def test_a_wrong_direction_is_found_and_an_error() -> None:
    score = score_passages([found(1, 4, "down")], [true(1, 4)])
    assert (score.found, score.direction_errors) == (1, 1)


@pytest.mark.parametrize("told", [[], [found(1, 4)]])
def test_an_optional_one_may_be_found_or_not(told: list[FoundPassage]) -> None:
    score = score_passages(told, [true(1, 4, optional=True)])
    assert (score.n, score.found, score.missed, score.false) == (0, 0, 0, 0)


def test_touching_in_time_is_no_match() -> None:
    assert score_passages([found(4, 6)], [true(1, 4)]).found == 0


def test_a_truth_file(tmp_path: Path) -> None:
    path = tmp_path / "t.json"
    line = {"entered_s": 1, "left_s": 2.5, "direction": "up", "what": "a car"}
    path.write_text(json.dumps({"clip": "x", "passages": [line, line | {"optional": True}]}))
    assert read_truth(path) == (true(1, 2.5), true(1, 2.5, optional=True))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{", "not JSON"),
        ("[]", "(whole file)"),
        ("{}", "passages"),
        ('{"passages": [{"entered_s": 1, "left_s": 2}]}', "passages.0.direction"),
        ('{"passages": [{"entered_s": "x", "left_s": 2, "direction": "up"}]}', "passages.0.entered_s"),
    ],
)
def test_a_malformed_truth_file_is_named_with_the_place(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "t.json"
    path.write_text(text)
    with pytest.raises(DataError) as fault:
        read_truth(path)
    assert str(path) in str(fault.value)
    assert told in str(fault.value)


def test_a_missing_truth_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"none\.json: No such file"):
        read_truth(tmp_path / "none.json")


def test_a_truth_file_that_is_no_text_is_named(tmp_path: Path) -> None:
    path = tmp_path / "t.json"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(DataError, match=r"t\.json"):
        read_truth(path)
