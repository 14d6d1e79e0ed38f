from __future__ import annotations

from edge.inspection.confusable import GROUPS, MOST_TEXTS, OTHERS, near_texts


def test_no_character_stands_in_two_groups() -> None:
    chars = "".join(GROUPS)
    assert len(set(chars)) == len(chars)
    assert OTHERS["0"] == "ODQ"


def test_one_wrong_character_comes_before_two() -> None:
    assert " ".join(near_texts("AB12")) == "A812 ABI2 ABL2 AB1Z A8I2 A8L2 A81Z ABIZ ABLZ"


def test_a_text_that_nothing_is_confused_with_stands_alone() -> None:
    assert list(near_texts("34XYE9")) == []


def test_a_rental_car_s_letter_and_its_mirror_image() -> None:
    assert list(near_texts("34하339")) == ["34허339"]


def test_the_longest_plate_of_the_most_confused_characters_is_still_few_texts() -> None:
    assert len(set(near_texts("0" * 10))) == 435


def test_what_is_longer_than_any_plate_is_cut_off() -> None:
    assert sum(1 for _ in near_texts("0" * 100)) == MOST_TEXTS
