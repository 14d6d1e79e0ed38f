"""Everybody can read the page: WCAG 2 contrast of 4.5 at least, by day, by night and on paper."""

from __future__ import annotations

import re

import pytest

from edge.resources import dossier_file

TONES = ("alarm", "review", "good", "plain")
PAIRS = [
    ("ink", "paper"),
    ("soft", "paper"),
    ("soft", "wash"),
    ("ink", "wash"),
    *((tone, f"{tone}-wash") for tone in TONES),
    *(("ink", f"{tone}-wash") for tone in TONES),
]


def palettes() -> list[dict[str, str]]:
    """Light, dark and print; a later one has the colours of the first where it names none."""
    blocks = re.findall(r":root \{(.*?)\}", dossier_file("page.css"), re.DOTALL)
    named = [dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{3,6})", block)) for block in blocks]
    return [named[0] | each for each in named]


def luminance(color: str) -> float:
    """Relative, as WCAG 2 has it."""
    digits = color[1:] if len(color) == 7 else "".join(2 * digit for digit in color[1:])
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("palette", palettes(), ids=["light", "dark", "print"])
@pytest.mark.parametrize(("ink", "ground"), PAIRS)
def test_text_stands_out(palette: dict[str, str], ink: str, ground: str) -> None:
    darker, lighter = sorted((luminance(palette[ink]), luminance(palette[ground])))
    assert (lighter + 0.05) / (darker + 0.05) >= 4.5
