"""Characters that a reader takes for one another, and the texts that a plate could have been."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, islice, product

GROUPS = (
    *("0ODQ", "1IL", "2Z", "5S", "6G", "7T", "8B"),
    # Korean plates: vowels that are each other's mirror image.
    *("가거", "나너", "다더", "라러", "마머", "바버", "사서", "아어", "자저", "하허"),
    *("고구", "노누", "도두", "로루", "모무", "보부", "소수", "오우", "조주"),
)
"""Each character stands in at most one of them."""
OTHERS = {char: group.replace(char, "") for group in GROUPS for char in group}
"""What each character may have been instead."""
MOST_WRONG = 2
MOST_TEXTS = 512
"""A text of ten characters, each with three others, has 435."""


def near_texts(text: str) -> Iterator[str]:
    """Every text that differs from this one in one or two confusable characters, each once.

    Those with one come first; of a text longer than any plate's at most ``MOST_TEXTS`` are given.
    """
    return islice(_near(text), MOST_TEXTS)


def _near(text: str) -> Iterator[str]:
    open_places = [place for place, char in enumerate(text) if char in OTHERS]
    for wrong in range(1, MOST_WRONG + 1):
        for places in combinations(open_places, wrong):
            for chars in product(*(OTHERS[text[place]] for place in places)):
                yield _with(text, dict(zip(places, chars, strict=True)))


def _with(text: str, changed: dict[int, str]) -> str:
    return "".join(changed.get(place, char) for place, char in enumerate(text))
