from __future__ import annotations

from dataclasses import replace

import pytest

from edge.domain.inspection import Candidate, Gap
from edge.domain.observation import PlateSighting, PlateVote
from edge.inspection.candidates import reading_of
from edge.inspection.identity import masked, vehicle_key
from edge.inspection.plate_text import is_plate_text, normalize_plate
from edge.inspection.vote import vote
from tests.passages import sighting


def won(*sightings: PlateSighting) -> PlateVote:
    result = vote(sightings)
    assert isinstance(result, PlateVote)
    return result


def gap(*sightings: PlateSighting) -> str:
    result = vote(sightings)
    assert isinstance(result, Gap)
    assert result.stage == "plate"
    return result.reason


def test_two_that_agree_win_over_one_that_is_surer() -> None:
    found = won(sighting("AB123CD", 0.7), sighting("A8123CD", 0.8), sighting("AB123CD", 0.6, view=2))
    assert found.winner.reading.text == "AB123CD"
    assert (found.reads, found.agreeing) == (3, 2)
    assert found.confidence == pytest.approx(0.7 * 1.3 / 2.1, abs=1e-4)


def test_the_surest_of_those_that_agree_is_shown() -> None:
    assert won(sighting(confidence=0.5), sighting(confidence=0.8, view=3)).winner.view == 3


def test_one_sure_read_stands_alone() -> None:
    assert won(sighting(confidence=0.95)).agreeing == 1


def test_one_unsure_read_does_not() -> None:
    assert gap(sighting(confidence=0.6)) == "reads_disagree"


FRONT, REAR = {"AB123CD": 0.85, "A8123CD": 0.06}, {"A8123CD": 0.45, "AB123CD": 0.4}


def spread(chances: dict[str, float], view: int) -> PlateSighting:
    candidates = [Candidate(label=text, confidence=chance) for text, chance in chances.items()]
    return replace(sighting(view=view), reading=reading_of(candidates, raw=candidates[0].label))


def test_front_and_rear_that_leave_little_open_together_stand() -> None:
    found = vote([spread(FRONT, 0), spread(REAR, 1)], ["front", "rear"])
    assert isinstance(found, PlateVote)
    assert (found.winner.reading.text, found.agreeing) == ("AB123CD", 1)
    assert found.confidence == pytest.approx(0.85 * 0.4 / (0.85 * 0.4 + 0.06 * 0.45), abs=1e-4)


def test_two_reads_of_one_camera_err_together() -> None:
    assert isinstance(vote([spread(FRONT, 0), spread(REAR, 1)], ["lane", "lane"]), Gap)


def test_front_and_rear_that_contradict_each_other_do_not_stand() -> None:
    other = {"A8123CD": 0.8, "AB123CD": 0.1}
    assert isinstance(vote([spread(FRONT, 0), spread(other, 1)], ["front", "rear"]), Gap)


def test_no_read_and_no_plausible_read_are_two_gaps() -> None:
    assert gap() == "no_plate_visible"
    assert gap(sighting("ABC"), sighting("TAXI")) == "no_plate_read"


def test_guesses_have_no_vote_even_where_they_agree() -> None:
    assert gap(sighting(confidence=0.04), sighting(confidence=0.01, view=1)) == "no_plate_read"
    assert won(sighting(confidence=0.06), sighting(confidence=0.06, view=1), sighting("XY9", 0.04)).reads == 2


def test_a_character_is_voted_for_where_every_read_is_wrong_somewhere() -> None:
    found = won(*(sighting(text, 0.6, view=n) for n, text in enumerate(("A8123CD", "AB128CD", "AB123CO"))))
    assert found.winner.reading.text == "AB123CD"
    assert (found.reads, found.agreeing) == (3, 2)
    assert found.confidence == pytest.approx(0.6 * 2 / 3, abs=1e-4)


def test_the_text_that_was_voted_names_no_region_that_nobody_read() -> None:
    reads = [sighting(text, 0.6) for text in ("A8123CD", "AB128CD", "AB723CD")]
    found = won(*(replace(read, reading=replace(read.reading, region="fr")) for read in reads))
    assert (found.winner.reading.text, found.winner.reading.region) == ("AB123CD", None)


def test_another_car_s_plate_has_no_say_in_the_characters() -> None:
    found = won(*(sighting(text, 0.6) for text in ("AB123CD", "AB123CD", "XY789ZW")))
    assert found.winner.reading.text == "AB123CD"
    assert found.confidence == pytest.approx(0.6 * 2 / 3, abs=1e-4)


def test_what_cannot_be_a_plate_has_no_vote() -> None:
    assert won(sighting("TAXI", 0.99), sighting("TAXI", 0.99), sighting("AB123CD", 0.95)).reads == 1


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("ab 123-cd", "AB123CD"),
        ("12 가 3456", "12가3456"),
        ("12\u1100\u1161 3456", "12가3456"),
        ("· B-AB 1 ·", "BAB1"),
        ("", ""),
    ],
)
def test_normalising(raw: str, text: str) -> None:
    assert normalize_plate(raw) == text


@pytest.mark.parametrize(
    ("text", "is_one"), [("AB12", True), ("AB1", False), ("ABCDEFGHI1", True), ("ABCDEFGHIJ1", False)]
)
def test_what_could_be_a_plate(text: str, is_one: bool) -> None:
    assert is_plate_text(text) is is_one


def test_the_key_is_of_the_fleet_and_hides_the_plate() -> None:
    key = vehicle_key("AB123CD", b"fleet")
    assert len(key) == 32
    assert int(key, 16) > 0
    assert key == vehicle_key("AB123CD", b"fleet")
    assert key != vehicle_key("AB123CD", b"another fleet")
    assert key != vehicle_key("AB123CE", b"fleet")


@pytest.mark.parametrize(("plate", "shown"), [("AB123CD", "A*****D"), ("AB", "**"), ("", "")])
def test_masking(plate: str, shown: str) -> None:
    assert masked(plate) == shown
