from __future__ import annotations

from dataclasses import replace

import pytest

from edge.domain.inspection import Candidate
from edge.domain.observation import PlateVote
from edge.inspection.confusable import MOST_TEXTS
from edge.inspection.rivals import rivals
from edge.inspection.vote import vote
from tests.passages import reading, sighting


def voted(text: str, sure: float, *others: tuple[str, float]) -> PlateVote:
    """One read with that confidence in every character; ``others``: what else it may be."""
    candidates = [Candidate(label=label, confidence=chance) for label, chance in ((text, sure), *others)]
    seen = sighting(text, sure)
    whole = replace(reading(text, sure), candidates=tuple(candidates) if others else ())
    told = vote([replace(seen, reading=whole), replace(seen, reading=whole, view=1)])
    assert isinstance(told, PlateVote)
    return told


def test_a_clear_read_has_no_rival_however_near_another_plate_is() -> None:
    assert list(rivals(voted("AB123CD", 0.97, ("AB124CD", 0.02)))) == []


def test_a_character_that_may_be_another_s_makes_a_rival() -> None:
    assert list(rivals(voted("AB123CD", 0.6, ("AB124CD", 0.35)))) == ["AB124CD"]


def test_two_places_make_every_text_of_their_characters() -> None:
    told = list(rivals(voted("AB123CD", 0.4, ("AB124CD", 0.3), ("A8123CD", 0.3))))
    assert sorted(told) == ["A8123CD", "A8124CD", "AB124CD"]


def test_one_clear_place_is_enough_against_a_text() -> None:
    both = voted("AB123CD", 0.6, ("AB124CE", 0.06), ("AB124CD", 0.3))
    assert list(rivals(both)) == ["AB124CD"]


def test_a_text_of_another_length_is_measured_whole() -> None:
    assert list(rivals(voted("AB123CD", 0.6, ("AB123C", 0.3)))) == ["AB123C"]
    assert list(rivals(voted("AB123CD", 0.9, ("AB123C", 0.05)))) == []


@pytest.mark.parametrize(("sure", "told"), [(0.7, ["A8123CD"]), (0.8, [])])
def test_of_a_reader_without_candidates_what_is_easily_confused(sure: float, told: list[str]) -> None:
    plain = PlateVote(winner=sighting("AB123CD", 0.95), confidence=0.9, reads=1, agreeing=1)
    unsure = replace(plain.winner.reading, char_confidence=(0.95, sure, *(0.95,) * 5))
    assert list(rivals(replace(plain, winner=replace(plain.winner, reading=unsure)))) == told


def test_what_another_read_says_counts() -> None:
    told = vote(
        [sighting("AB123CD", 0.6), sighting("AB123CD", 0.6, view=1), sighting("AB124CD", 0.6, view=2)]
    )
    assert isinstance(told, PlateVote)
    assert list(rivals(told)) == ["AB124CD"]


def test_a_plate_that_may_be_anything_has_no_end_of_rivals() -> None:
    blurred = voted("0123456789", 0.3, *(("8" * place + "B" * (10 - place), 0.06) for place in range(11)))
    assert len(list(rivals(blurred))) == MOST_TEXTS
