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
NANUM_FONT = Path("/usr/share/fonts/truetype/nanum/NanumSquareB.ttf")
"""Of the Debian package `fonts-nanum`, SIL Open Font Licence 1.1."""
LEAST_GAP_MM = 4

Color = tuple[int, int, int]
_WHITE, _BLACK, _BLUE, _GOLD = (236, 236, 232), (14, 14, 16), (0, 51, 153), (255, 204, 0)
_YELLOW = (238, 190, 30)


@dataclass(frozen=True, kw_only=True)
class Style:
    """How a region's plates look; lengths in millimetres."""

    size: tuple[int, int] = (520, 112)
    front: Color = _WHITE
    rear: Color = _WHITE
    bands: int = 1
    """Blue bands: none, one with stars on the left, or one more on the right."""
    seal: int = 18
    """Width of the first gap, in which a seal sits."""
    letter: int = 75
    font: Path = DIN_FONT


STYLES = {
    "de": Style(seal=46),
    "fr": Style(bands=2),
    "nl": Style(front=_YELLOW, rear=_YELLOW),
    "gb": Style(rear=_YELLOW, letter=79),
    "kr": Style(size=(520, 110), bands=0, letter=80, font=NANUM_FONT),
}
BAND_MM = 40


@dataclass(frozen=True, kw_only=True)
class Plate:
    """What stands on a plate: `text` in groups, as "B RG 2041"; `region` is one of STYLES."""

    text: str
    region: str = "de"

    @property
    def key(self) -> str:
        """The text as a register holds it: letters and digits alone."""
        return "".join(c for c in self.text.upper() if c.isalnum())

    @property
    def style(self) -> Style:
        """How its region draws it."""
        return STYLES[self.region]


def plate_picture(
    plate: Plate, *, rear: bool = False, per_mm: int = 2, font: Path | None = None
) -> npt.NDArray[np.float32]:
    """(height, width, 4) sRGB 0..1 picture of a plate, `per_mm` pixels a millimetre.

    Raises:
        OSError: the font is missing.
    """
    style = plate.style
    size = (style.size[0] * per_mm, style.size[1] * per_mm)
    canvas = Image.new("RGB", size, _BLACK)
    pen = ImageDraw.Draw(canvas)
    rim = (3 * per_mm, 3 * per_mm, size[0] - 3 * per_mm, size[1] - 3 * per_mm)
    pen.rounded_rectangle(rim, 7 * per_mm, style.rear if rear else style.front)
    for band in range(style.bands):
        left = 4 * per_mm if band == 0 else size[0] - (4 + BAND_MM) * per_mm
        pen.rectangle((left, 4 * per_mm, left + BAND_MM * per_mm, size[1] - 4 * per_mm), _BLUE)
    if style.bands:
        _ring_of_stars(pen, per_mm)
    _lettering(canvas, plate, per_mm, font or style.font)
    rgb = np.asarray(canvas, dtype=np.float32) / 255.0
    return np.concatenate([rgb, np.ones((*rgb.shape[:2], 1), np.float32)], axis=2)


def _ring_of_stars(pen: ImageDraw.ImageDraw, per_mm: int) -> None:
    for k in range(12):
        turn = 2 * np.pi * k / 12
        x, y = (24 + 12 * np.sin(turn)) * per_mm, (34 - 12 * np.cos(turn)) * per_mm
        pen.ellipse((x - 2 * per_mm, y - 2 * per_mm, x + 2 * per_mm, y + 2 * per_mm), _GOLD)


def _glyph(letter: str, height: int, font: Path) -> Image.Image:
    # Each letter is scaled to the same height on its own: OSP-DIN's digits and capitals differ by a hair.
    drawn = ImageFont.truetype(str(font), 2 * height)
    left, top, right, bottom = (round(v) for v in drawn.getbbox(letter))
    mask = Image.new("L", (right - left + 2, bottom - top), 0)
    ImageDraw.Draw(mask).text((1 - left, -top), letter, 255, font=drawn, stroke_width=0)
    return mask.resize((round(mask.width * height / mask.height), height), Image.Resampling.LANCZOS)


def _narrowed(glyphs: list[Image.Image | None], width: int) -> list[Image.Image | None]:
    """Squeezed where they are wider than the plate, as plates with many letters bear a narrow script."""
    share = min(1.0, width / sum(g.width for g in glyphs if g))
    return [g and g.resize((max(1, int(g.width * share)), g.height)) for g in glyphs]


def _spots(plate: Plate, per_mm: int, font: Path) -> list[tuple[int, Image.Image | None]]:
    """Left edge and glyph of each character, in pixels."""
    style, text = plate.style, plate.text
    glyphs = [None if c == " " else _glyph(c, style.letter * per_mm, font) for c in text]
    first_gap = text.find(" ")
    gaps = [0 if g else (style.seal if i == first_gap else 18) * per_mm for i, g in enumerate(glyphs)]
    left = (4 + BAND_MM if style.bands else 8) * per_mm
    inner = style.size[0] * per_mm - left - (4 + BAND_MM if style.bands > 1 else 0) * per_mm
    free = inner - 26 * per_mm - sum(gaps)
    glyphs = _narrowed(glyphs, free - LEAST_GAP_MM * per_mm * len(text))
    room = free - sum(g.width for g in glyphs if g)
    between = min(9 * per_mm, room // max(1, len(text) - 1))
    total = sum(g.width for g in glyphs if g) + sum(gaps) + between * (len(text) - 1)
    x = left + (inner - total) // 2
    spots = []
    for glyph, gap in zip(glyphs, gaps, strict=True):
        spots.append((x, glyph))
        x += (glyph.width if glyph else gap) + between
    return spots


def _lettering(canvas: Image.Image, plate: Plate, per_mm: int, font: Path) -> None:
    top = (plate.style.size[1] - plate.style.letter) // 2 * per_mm
    for x, glyph in _spots(plate, per_mm, font):
        if glyph is not None:
            canvas.paste(_BLACK, (x, top), glyph)
