"""A clean plate, drawn flat from a layout: ground, furniture, and the text that a reader must give."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import cv2
import numpy as np
import numpy.typing as npt

from models.train.data.pictures import Image
from models.train.plates.alphabet import (
    COMMERCIAL,
    DIGITS,
    FIRST_HANGUL,
    LATIN,
    PRIVATE,
    REGIONS,
    RENTAL,
    UMLAUTS,
)
from models.train.plates.glyphs import Glyphs, Mask, Narrowed, Shortened, Squared
from models.train.plates.layouts import Color, Layout
from models.train.plates.typefaces import Typefaces

Random = np.random.Generator
PLATE_PX = 88
"""Height of a drawn plate."""
SIGNS = "-·"
SQUARED = 0.5
"""Share of Latin plates whose rounds are drawn out."""
_SIGN = np.full((24, 24), 255, np.uint8)
STACK = "^"
"""In a spelled line: the next two syllables stand one above the other."""
ALIKE = "ODQIBSZGCUVYMNWHX"
"""Letters that are taken for each other or for digits."""
_LETTERS = {"K": PRIVATE, "C": COMMERCIAL, "H": RENTAL, "D": DIGITS, "A": LATIN + DIGITS}


class Spot(NamedTuple):
    """Where a character stands: its line, 0 or 1, and its middle in pixels of the picture."""

    row: int
    x: float
    y: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A plate and what stands on it."""

    image: Image
    text: str
    region: str
    spots: tuple[Spot, ...]
    """One for each character of the text."""

    @property
    def middles(self) -> npt.NDArray[np.float64]:
        """(n, 2) x and y of the spots."""
        return np.array([(spot.x, spot.y) for spot in self.spots], np.float64)


def plate(layouts: Sequence[Layout], typefaces: Typefaces, random: Random) -> Drawn:
    """One plate of a random layout, text, typeface and colours."""
    shares = np.array([layout.share for layout in layouts])
    layout = layouts[int(random.choice(len(layouts), p=shares / shares.sum()))]
    lines = [spell(str(random.choice(line.split("|"))), layout, random) for line in layout.lines]
    drawn = letters_of(lines)
    glyphs = _glyphs(layout, typefaces, drawn, random)
    image, spots = _paint(layout, lines, glyphs, random)
    return Drawn(image=image, text=drawn, region=layout.region, spots=tuple(spots))


def spell(pattern: str, layout: Layout, random: Random) -> str:
    """A line of text that fits a pattern, with its gaps and signs."""
    made = ""
    for one in pattern:
        if one == "R":
            made += (STACK if random.random() < layout.stacked else "") + str(random.choice(REGIONS))
        elif one == "L":
            made += str(random.choice(list(_latin(layout, random))))
        else:
            made += str(random.choice(list(_LETTERS[one]))) if one in _LETTERS else one
    return made


def _latin(layout: Layout, random: Random) -> str:
    """What one letter is taken from; more often than by chance, one that looks like another."""
    if layout.region == "de" and random.random() < 0.04:
        return UMLAUTS
    return ALIKE if random.random() < 0.2 else LATIN


def letters_of(lines: Sequence[str]) -> str:
    """What a reader must give: letters and digits, upper line first."""
    return "".join(one for line in lines for one in line if one.isalnum())


def typeface(choice: Sequence[Glyphs], text: str, random: Random) -> Glyphs:
    """A set that has all characters of the text; the last of a hundred draws must be good enough."""
    glyphs = choice[int(random.integers(len(choice)))]
    for _ in range(100):
        if all(glyphs.has(one) for one in text):
            break
        glyphs = choice[int(random.integers(len(choice)))]
    return glyphs


def _glyphs(layout: Layout, typefaces: Typefaces, text: str, random: Random) -> Glyphs:
    if layout.script == "korean":
        syllables = typeface(typefaces.korean, text, random)
        if typefaces.strokes:
            syllables = Shortened(syllables, random.uniform(*typefaces.strokes))
        return Narrowed(syllables, random.uniform(*typefaces.widths)) if typefaces.widths else syllables
    glyphs = typeface(typefaces.latin, text, random)
    return Squared(glyphs, random.uniform(0.1, 0.9)) if random.random() < SQUARED else glyphs


def _paint(layout: Layout, lines: Sequence[str], glyphs: Glyphs, random: Random) -> tuple[Image, list[Spot]]:
    per_mm = PLATE_PX / layout.size[1]
    width, height = round(layout.size[0] * per_mm * random.uniform(0.94, 1.06)), PLATE_PX
    ink, ground = layout.colors[int(random.integers(len(layout.colors)))]
    ink, ground = _near(ink, random), _near(ground, random)
    canvas = np.full((height, width, 3), ground[::-1], np.uint8)
    if layout.caption and random.random() < 0.25:
        _wash(canvas, random)
    left, top = _furnish(canvas, layout, ink, random)
    paint = np.zeros((height, width), np.uint8)
    weight = random.uniform(0.92, 1.04)
    rows = [tall * per_mm * weight for tall in layout.letters]
    gap = max(0.0, (height - top - sum(rows)) / (len(rows) + 1))
    y = top + gap * random.uniform(0.8, 1.2)
    spots: list[Spot] = []
    for row, (line, tall) in enumerate(zip(lines, rows, strict=True)):
        room = (left, width - random.uniform(0.02, 0.06) * width, y, tall)
        spots += _line(paint, line, glyphs, room, layout, row, random)
        y += tall + gap
    return _pressed(canvas, _stroked(paint, random), ink, random), spots


class _Piece(NamedTuple):
    """One glyph of a line, or a gap; lengths in pixels, `down` from the top of the line."""

    mask: Mask | None
    width: float
    height: float = 0.0
    down: float = 0.0
    stays: bool = False
    """What follows stands below it, not beside it."""


def _line(
    paint: Mask,
    line: str,
    glyphs: Glyphs,
    place: tuple[float, float, float, float],
    layout: Layout,
    row: int,
    random: Random,
) -> list[Spot]:
    """Set one line into left, right, top, height; squeezed where it is too wide.

    What follows two stacked syllables is read in one row with the lower one.
    """
    left, right, top, tall = place
    pieces = _pieces(line, glyphs, tall, layout, random)
    spacing = tall * random.uniform(0.06, 0.2)
    needed = sum(p.width for p in pieces if not p.stays) + spacing * (len(pieces) - 1)
    squeeze = min(1.0, (right - left) / needed)
    slack = (right - left) - needed * squeeze
    spread = slack * random.uniform(0, 0.9) if random.random() < 0.5 else 0.0
    spacing += spread / squeeze / max(1, len(pieces) - 1)
    x = left + (slack - spread) * (0.5 + random.uniform(-0.2, 0.2))
    stack, spots = any(piece.stays for piece in pieces), []
    for piece in pieces:
        wide = piece.width * squeeze
        if piece.mask is not None:
            _stamp(paint, piece.mask, x, top + piece.down, wide, piece.height)
        if piece.mask is not None and piece.mask is not _SIGN:
            lower = stack and not piece.stays
            spots.append(Spot(row + lower, x + wide / 2, top + piece.down + piece.height / 2))
        if not piece.stays:
            x += wide + spacing * squeeze
    return spots


def _pieces(line: str, glyphs: Glyphs, tall: float, layout: Layout, random: Random) -> list[_Piece]:
    wide, group = random.uniform(0.82, 1.12), tall * random.uniform(0.2, 0.55)
    hangul, low = random.uniform(*layout.hangul), random.uniform(0.3, 1.0)
    pieces: list[_Piece] = []
    stacked = 0  # syllables of a stack that are still to come
    for one in line:
        if one == STACK:
            stacked = 2
        elif one == " ":
            pieces.append(_Piece(None, group))
        elif one in SIGNS:
            pieces.append(_Piece(_SIGN, tall * (0.28 if one == "-" else 0.14), tall * 0.12, tall * 0.45))
        elif stacked:
            down = 0.0 if stacked == 2 else 0.52 * tall
            pieces.append(_Piece(glyphs.mask(one), 0.5 * tall, 0.46 * tall, down, stays=stacked == 2))
            stacked -= 1
        else:
            mask = glyphs.mask(one)
            height = tall * (hangul if one > FIRST_HANGUL else 1.0)
            width = mask.shape[1] / mask.shape[0] * height * wide
            pieces.append(_Piece(mask, width, height, (tall - height) * low))
    return pieces


def _stamp(paint: Mask, mask: Mask, x: float, y: float, w: float, h: float) -> None:
    left, top = round(x), round(y)
    size = (max(2, round(w)), max(2, round(h)))
    stamp = cv2.resize(mask, size, interpolation=cv2.INTER_AREA)
    right, bottom = min(left + size[0], paint.shape[1]), min(top + size[1], paint.shape[0])
    left0, top0 = max(left, 0), max(top, 0)
    if right > left0 and bottom > top0:
        region = paint[top0:bottom, left0:right]
        np.maximum(region, stamp[top0 - top : bottom - top, left0 - left : right - left], out=region)


def _stroked(paint: Mask, random: Random) -> Mask:
    """Bolder or thinner strokes."""
    change = random.random()
    kernel = np.ones((3, 3), np.uint8)
    if change < 0.2:
        return np.asarray(cv2.dilate(paint, kernel, iterations=1), np.uint8)
    if change < 0.28:
        return np.asarray(cv2.erode(paint, kernel), np.uint8)
    return paint


def _pressed(canvas: Image, paint: Mask, ink: Color, random: Random) -> Image:
    """Ink on the ground; at times with the light edge that pressed metal has, or worn off in spots."""
    share = paint.astype(np.float32) / 255.0
    if random.random() < 0.12:
        worn = cv2.resize(random.random((9, 25)).astype(np.float32), paint.shape[::-1])
        share *= np.clip((worn - 0.15) * 4, 0.25, 1)
    canvas_f = canvas.astype(np.float32)
    if random.random() < 0.4:
        dx, dy = (int(n) for n in random.integers(-2, 3, 2))
        edge = cv2.subtract(np.roll(paint, (dy, dx), (0, 1)), paint).astype(np.float32)
        canvas_f += edge[..., None] / 255.0 * random.uniform(-60, 60)
    ink_f = np.array(ink[::-1], np.float32)
    mixed = canvas_f * (1 - share[..., None]) + ink_f * share[..., None]
    return np.asarray(mixed.clip(0, 255), np.uint8)


def _furnish(canvas: Image, layout: Layout, ink: Color, random: Random) -> tuple[float, float]:
    """Band, frame, screws, small words; gives where the text may begin: left, top in pixels."""
    height, width = canvas.shape[:2]
    left, top = random.uniform(0.02, 0.06) * width, 0.0
    if random.random() < 0.7:
        inset, thick = int(random.integers(1, 5)), int(random.integers(1, 4))
        cv2.rectangle(canvas, (inset, inset), (width - inset, height - inset), ink[::-1], thick)
    if layout.band == "left" and random.random() < 0.8:
        left = _band_left(canvas, random) + random.uniform(0.01, 0.03) * width
    if layout.band == "top":
        top = 0.22 * height
        cv2.rectangle(canvas, (0, 0), (width, int(top)), _near((20, 60, 150), random)[::-1], -1)
        if random.random() < 0.9:
            _words(canvas, (width * 0.5, top * 0.5), top * 0.6, (235, 235, 235), random, "BRASIL")
    if layout.caption and random.random() < layout.caption:
        color = ink if random.random() < 0.6 else _near((128, 128, 128), random)
        size, down = height * random.uniform(0.08, 0.16), height * random.uniform(0.1, 0.2)
        _words(canvas, (width * random.uniform(0.4, 0.6), down), size, color, random)
        top = down + size * random.uniform(0.1, 0.7) if layout.region == "br" else 0.0
        if layout.region == "us" and random.random() < 0.6:
            _words(canvas, (width * random.uniform(0.4, 0.6), height * 0.9), size * 0.8, color, random)
    for _ in range(int(random.integers(0, 5))):
        center = (int(random.uniform(0.02, 0.98) * width), int(random.choice([0.1, 0.28, 0.5, 0.9]) * height))
        if center[1] == height // 2 and 0.08 * width < center[0] < 0.92 * width:
            continue
        cv2.circle(canvas, center, int(random.integers(3, 8)), _near((110, 110, 110), random), -1)
    if random.random() < 0.15:
        center = (int(random.uniform(0.05, 0.95) * width), int(random.uniform(0.1, 0.9) * height))
        cv2.circle(canvas, center, int(random.integers(4, 9)), random.integers(0, 255, 3).tolist(), -1)
    return left, top


def _band_left(canvas: Image, random: Random) -> float:
    height = canvas.shape[0]
    wide = int(height * random.uniform(0.3, 0.45))
    cv2.rectangle(canvas, (2, 2), (wide, height - 3), _near((20, 50, 150), random)[::-1], -1)
    for turn in np.linspace(0, 2 * np.pi, 12, endpoint=False):
        x, y = wide * (0.5 + 0.3 * np.sin(turn)), height * 0.3 + wide * 0.3 * np.cos(turn)
        cv2.circle(canvas, (int(x), int(y)), 2, (40, 200, 240), -1)
    letters = "".join(random.choice(list(LATIN), int(random.integers(1, 3))))
    _words(canvas, (wide * 0.5, height * 0.78), height * 0.22, (235, 235, 235), random, letters)
    return float(wide)


def _words(
    canvas: Image, center: tuple[float, float], size: float, color: Color, random: Random, text: str = ""
) -> None:
    """Small letters that are not part of the text: a town, a state, a dealer."""
    text = text or "".join(random.choice(list(LATIN + "  -"), int(random.integers(4, 16))))
    scale = size / 22.0
    face = cv2.FONT_HERSHEY_SIMPLEX if random.random() < 0.6 else cv2.FONT_HERSHEY_DUPLEX
    (w, h), _ = cv2.getTextSize(text, face, scale, 1)
    at = (int(center[0] - w / 2), int(center[1] + h / 2))
    cv2.putText(canvas, text, at, face, scale, color[::-1], max(1, round(scale * 2)), cv2.LINE_AA)


def _wash(canvas: Image, random: Random) -> None:
    """A picture or a gradient behind the letters, as American plates have it."""
    coarse = random.integers(-45, 46, (3, 5, 3)).astype(np.float32)
    soft = cv2.resize(coarse, canvas.shape[1::-1], interpolation=cv2.INTER_CUBIC)
    canvas[:] = (canvas + soft).clip(0, 255)


def _near(color: Color, random: Random) -> Color:
    """The colour of another make, another year."""
    r, g, b = (int(np.clip(part + random.normal(0, 10), 0, 255)) for part in color)
    return r, g, b
