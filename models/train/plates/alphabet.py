"""The characters of the plate reader, in the order of its labels."""

from __future__ import annotations

from collections.abc import Sequence

DIGITS = "0123456789"
LATIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
UMLAUTS = "ÄÖÜ"

PRIVATE = "가나다라마거너더러머버서어저고노도로모보소오조구누두루무부수우주"
"""Hangul of Korean private cars."""
COMMERCIAL = "바사아자"
RENTAL = "하허호"
DELIVERY = "배"
REGIONS = (
    *("서울", "부산", "대구", "인천", "광주", "대전", "울산", "세종", "경기"),
    *("강원", "충북", "충남", "전북", "전남", "경북", "경남", "제주"),
)
OFFICIAL = "외교영사준대표국기합육해공"
FIRST_HANGUL = "\u1100"
"""Comes before every hangul character, and after all others."""

LABELS = tuple(
    dict.fromkeys(
        DIGITS + LATIN + UMLAUTS + PRIVATE + COMMERCIAL + RENTAL + DELIVERY + "".join(REGIONS) + OFFICIAL
    )
)
"""Class i + 1 of the network is LABELS[i]; class 0 is the blank of CTC."""

_CLASS = {character: number for number, character in enumerate(LABELS, start=1)}


def encode(text: str) -> list[int]:
    """Classes of a text. Raises KeyError for a character that no label stands for."""
    return [_CLASS[character] for character in text]


def decode(path: Sequence[int]) -> str:
    """The text of a path of classes, one a step: repeats joined, then blanks dropped."""
    steps = [one for one, before in zip(path, [0, *path], strict=False) if one != before]
    return "".join(LABELS[one - 1] for one in steps if one)
