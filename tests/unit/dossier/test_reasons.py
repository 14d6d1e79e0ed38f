from __future__ import annotations

import re

import pytest

from edge.dossier.reasons import reason
from edge.dossier.words import age, kind
from edge.inspection.compare.verdict import Reason


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("new:scratch:rear", "New: scratch, seen by the camera “rear”."),
        ("coverage:left:view_too_dark", "The camera “left” did not see its side well: too dark."),
        ("plate:no_plate_visible", "Of the number plate nothing can be said: none was visible."),
        (
            "identity:color_was_red_is_dark_blue",
            "It may be another car: it was red before and looks dark blue now.",
        ),
        (
            "view_without_camera:lane",
            "This gate has no camera “lane”: what that one saw before is carried on, and was not compared.",
        ),
        ("roster:not_expected", "The car was not on the list of cars expected here."),
        ("something:quite_new", "Something · quite new."),
    ],
)
def test_a_code_is_a_sentence(code: str, sentence: str) -> None:
    assert reason(code) == sentence


def test_every_reason_of_the_comparison_is_said_in_words() -> None:
    for code in Reason:
        assert not re.search(r"_|·", reason(f"{code}:dent:front"))


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0.0, "less than a minute"),
        (0.002, "3 minutes"),
        (0.05, "1 hour"),
        (0.999, "24 hours"),
        (1.2, "1 day"),
        (400.4, "400 days"),
        (-3.0, "an unknown time"),
    ],
)
def test_an_age_in_words(days: float, words: str) -> None:
    assert age(days) == words


def test_a_kind_that_is_not_known_is_told_in_its_own_words() -> None:
    assert [kind(code) for code in ("glass", "broken_part", "unspecified")] == [
        "damaged glass",
        "broken part",
        "damage",
    ]
