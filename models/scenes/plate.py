"""A number plate drawn as its region makes it. The texts are fictitious.

The letters come from OSP-DIN (Debian package `fonts-opendin`, SIL Open Font Licence 1.1), which has the bones
of DIN 1451; the font is read from the system and is no part of this repository.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont

DIN_FONT = Path("/usr/share/fonts/truetype/opendin/OSP-DIN.ttf")
WIDTH_MM, HEIGHT_MM = 520, 112
LETTER_MM = 75
"""Height of a German letter on a one-line plate."""
LEAST_GAP_MM = 4

_WHITE, _BLACK, _BLUE, _GOLD = (236, 236, 232), (14, 14, 16), (0, 51, 153), (255, 204, 0)


@dataclass(frozen=True, kw_only=True)
class Plate:
    """What stands on a plate: `text` in groups, as "B RG 2041"; `region` as the gate's reader names it."""

    text: str
    region: str = "de"

    @property
    def key(self) -> str:
        """The text as a register holds it: letters and digits alone."""
        return "".join(c for c in self.text.upper() if c.isalnum())


def plate_picture(plate: Plate, *, per_mm: int = 2, font: Path = DIN_FONT) -> npt.NDArray[np.float32]:
    """(112 * per_mm, 520 * per_mm, 4) sRGB 0..1 picture of the plate; OSError where the font is missing."""
    size = (WIDTH_MM * per_mm, HEIGHT_MM * per_mm)
    canvas = Image.new("RGB", size, _BLACK)
    pen = ImageDraw.Draw(canvas)
    pen.rounded_rectangle(
        (3 * per_mm, 3 * per_mm, size[0] - 3 * per_mm, size[1] - 3 * per_mm), 7 * per_mm, _WHITE
    )
    pen.rectangle((4 * per_mm, 4 * per_mm, 44 * per_mm, size[1] - 4 * per_mm), _BLUE)
    _ring_of_stars(pen, per_mm)
    _lettering(canvas, plate.text, per_mm, font)
    rgb = np.asarray(canvas, dtype=np.float32) / 255.0
    return np.concatenate([rgb, np.ones((*rgb.shape[:2], 1), np.float32)], axis=2)


def _ring_of_stars(pen: ImageDraw.ImageDraw, per_mm: int) -> None:
    for k in range(12):
        turn = 2 * np.pi * k / 12
        x, y = (24 + 12 * np.sin(turn)) * per_mm, (34 - 12 * np.cos(turn)) * per_mm
        pen.ellipse((x - 2 * per_mm, y - 2 * per_mm, x + 2 * per_mm, y + 2 * per_mm), _GOLD)


def _glyph(letter: str, per_mm: int, font: Path) -> Image.Image:
    # Each letter is scaled to the same height on its own: OSP-DIN's digits and capitals differ by a hair.
    drawn = ImageFont.truetype(str(font), 120 * per_mm)
    left, top, right, bottom = (round(v) for v in drawn.getbbox(letter))
    mask = Image.new("L", (right - left + 2, bottom - top), 0)
    ImageDraw.Draw(mask).text((1 - left, -top), letter, 255, font=drawn, stroke_width=0)
    width = round(mask.width * LETTER_MM * per_mm / mask.height)
    return mask.resize((width, LETTER_MM * per_mm), Image.Resampling.LANCZOS)


def _narrowed(glyphs: list[Image.Image | None], width: int) -> list[Image.Image | None]:
    """Squeezed where they are wider than the plate, as plates with many letters bear a narrow script."""
    share = min(1.0, width / sum(g.width for g in glyphs if g))
    return [g and g.resize((max(1, int(g.width * share)), g.height)) for g in glyphs]


def _spots(text: str, per_mm: int, font: Path) -> list[tuple[str, int, Image.Image | None]]:
    glyphs = [None if c == " " else _glyph(c, per_mm, font) for c in text]
    first_gap = text.find(" ")
    gaps = [0 if g else (46 if i == first_gap else 18) * per_mm for i, g in enumerate(glyphs)]
    free = (WIDTH_MM - 44 - 26) * per_mm - sum(gaps)
    glyphs = _narrowed(glyphs, free - LEAST_GAP_MM * per_mm * len(text))
    room = free - sum(g.width for g in glyphs if g)
    between = min(9 * per_mm, room // max(1, len(text) - 1))
    total = sum(g.width for g in glyphs if g) + sum(gaps) + between * (len(text) - 1)
    x = 44 * per_mm + ((WIDTH_MM - 44) * per_mm - total) // 2
    spots = []
    for letter, glyph, gap in zip(text, glyphs, gaps, strict=True):
        spots.append((letter, x, glyph))
        x += (glyph.width if glyph else gap) + between
    return spots


def _lettering(canvas: Image.Image, text: str, per_mm: int, font: Path) -> None:
    top = (HEIGHT_MM - LETTER_MM) // 2 * per_mm
    for _, x, glyph in _spots(text, per_mm, font):
        if glyph is not None:
            canvas.paste(_BLACK, (x, top), glyph)
