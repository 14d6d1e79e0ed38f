"""The text of a plate: one spelling for every comparison."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from itertools import product

SHORTEST, LONGEST = 4, 10
TWINS = ("O0", "I1", "B8")
"""Letter and digit that many plates' fonts draw alike."""
_FOLDED = str.maketrans({twins[0]: twins[1] for twins in TWINS})
_SPELLINGS = {char: pair for pair in TWINS for char in pair}


def normalize_plate(raw: str) -> str:
    """NFC, upper case, letters (hangul included) and digits only."""
    composed = unicodedata.normalize("NFC", raw).upper()
    return "".join(c for c in composed if c.isalnum())


def is_plate_text(text: str) -> bool:
    """Whether a normalised text could be a plate at all: its length, and at least one digit."""
    return SHORTEST <= len(text) <= LONGEST and any(c.isdigit() for c in text)


def has_hangul(text: str) -> bool:
    """Whether a syllable of hangul is in it."""
    return any("가" <= char <= "힣" for char in text)


def folded(text: str) -> str:
    """The text with O, I and B as 0, 1 and 8: the same for all that look the same."""
    return text.translate(_FOLDED)


def spellings(text: str) -> Iterator[str]:
    """Every text that looks the same, this one among them."""
    return ("".join(chars) for chars in product(*(_SPELLINGS.get(char, char) for char in text)))


def differences(one: str, other: str) -> int:
    """Places where two texts of one length differ; the length of the longer if they are of two."""
    if len(one) != len(other):
        return max(len(one), len(other))
    return sum(a != b for a, b in zip(one, other, strict=True))
