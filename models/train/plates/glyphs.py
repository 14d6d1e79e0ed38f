"""Single characters as masks, from fonts of the system and from pictures of Korean plates' own glyphs.

A mask is (CAP, w) uint8, 255 where there is paint, cut off tightly at both sides.
"""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path
from typing import Protocol

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image as Pillow
from PIL import ImageDraw, ImageFont

from models.train.errors import RecipeError
from models.train.plates.alphabet import DIGITS, FIRST_HANGUL

Mask = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float32]
CAP = 96
"""Pixels of a mask's height."""
FONTS = Path("/usr/share/fonts")
WITH_STROKE = "가나다라마바사아자하"
"""Syllables that end in ㅏ."""
UPRIGHT, HALF = 0.75, 127
"""An upright stroke has paint, over half of white, in this share of a column."""


class Glyphs(Protocol):
    """A set of characters in one style."""

    def has(self, character: str) -> bool:
        """Whether the set can draw it."""
        ...

    def mask(self, character: str) -> Mask:
        """The character."""
        ...


class FontGlyphs:
    """The glyphs of one font file below the system's folder of fonts.

    Raises:
        RecipeError: there is no such font; names the Debian package that has it.
    """

    def __init__(self, file: str, package: str) -> None:
        if not (FONTS / file).is_file():
            raise RecipeError(f"{FONTS / file} is missing: apt install {package}")
        self.file = file

    def has(self, character: str) -> bool:
        """Whether the font can draw it: an unknown character is drawn like any other unknown one."""
        return not np.array_equal(_drawn(self.file, character), _drawn(self.file, "\ue123"))

    def mask(self, character: str) -> Mask:
        """The character."""
        return _drawn(self.file, character)


class PictureGlyphs:
    """Glyphs that lie as one picture each in folders; the paint is what differs from the corner's colour.

    Args:
        root: the set's folder.
        files: path below it by character.
    """

    def __init__(self, root: Path, files: dict[str, str]) -> None:
        self.root, self.files = root, files

    def has(self, character: str) -> bool:
        """Whether there is a picture of it."""
        return character in self.files

    def mask(self, character: str) -> Mask:
        """The character. Raises RecipeError where its picture is missing."""
        return _photographed(self.root / self.files[character])


class _Altered:
    """Other glyphs, drawn otherwise."""

    def __init__(self, glyphs: Glyphs) -> None:
        self._glyphs = glyphs

    def has(self, character: str) -> bool:
        """Whether the glyphs have it."""
        return self._glyphs.has(character)


class Squared(_Altered):
    """Other glyphs with their rounds drawn out towards the corners, as many plates have their O and 0.

    Args:
        glyphs: what is drawn out.
        strength: 0 leaves them as they are, 1 makes a square of a circle.
    """

    def __init__(self, glyphs: Glyphs, strength: float) -> None:
        super().__init__(glyphs)
        self._strength = strength

    def mask(self, character: str) -> Mask:
        """The character."""
        mask = self._glyphs.mask(character)
        across, down = _drawn_out(*mask.shape, round(self._strength, 1))
        return np.asarray(cv2.remap(mask, across, down, cv2.INTER_LINEAR), np.uint8)


class Narrowed(_Altered):
    """Other glyphs with their syllables in another width; digits stay.

    Args:
        glyphs: what is drawn.
        width: of a syllable, as a share of its own.
    """

    def __init__(self, glyphs: Glyphs, width: float) -> None:
        super().__init__(glyphs)
        self._width = width

    def mask(self, character: str) -> Mask:
        """The character."""
        mask = self._glyphs.mask(character)
        if character < FIRST_HANGUL:
            return mask
        wide = max(4, round(mask.shape[1] * self._width))
        return np.asarray(cv2.resize(mask, (wide, CAP), interpolation=cv2.INTER_AREA), np.uint8)


class Shortened(_Altered):
    """Other glyphs with the short stroke of ㅏ, which sticks out at a syllable's right, cut off further in.

    Args:
        glyphs: what is drawn.
        stroke: what is left of it, as a share of its own length.
    """

    def __init__(self, glyphs: Glyphs, stroke: float) -> None:
        super().__init__(glyphs)
        self._stroke = stroke

    def mask(self, character: str) -> Mask:
        """The character."""
        mask = self._glyphs.mask(character)
        if character not in WITH_STROKE:
            return mask
        upright = np.nonzero((mask > HALF).mean(axis=0) > UPRIGHT)[0]
        if not len(upright):
            return mask
        end = int(upright[-1]) + 1
        return mask[:, : end + round((mask.shape[1] - end) * self._stroke)]


@lru_cache(maxsize=2048)
def _drawn_out(height: int, width: int, strength: float) -> tuple[Floats, Floats]:
    """Where each pixel is taken from: the elliptical grid of a disc in a square (Fong, 2015)."""
    y, x = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j]
    across = (x * np.sqrt(1 - strength * y**2 / 2) + 1) / 2 * (width - 1)
    down = (y * np.sqrt(1 - strength * x**2 / 2) + 1) / 2 * (height - 1)
    return across.astype(np.float32), down.astype(np.float32)


@cache
def _font(file: str) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONTS / file), 2 * CAP)


@lru_cache(maxsize=8192)
def _drawn(file: str, character: str) -> Mask:
    canvas = Pillow.new("L", (6 * CAP, 5 * CAP), 0)
    ImageDraw.Draw(canvas).text((CAP, CAP), character, font=_font(file), fill=255)
    return _trimmed(np.asarray(canvas, np.uint8))


@lru_cache(maxsize=1024)
def _photographed(path: Path) -> Mask:
    try:
        content = np.fromfile(path, np.uint8)
    except OSError as fault:
        raise RecipeError(f"{path}: {fault.strerror}") from fault
    picture = cv2.imdecode(content, cv2.IMREAD_COLOR)
    if picture is None:
        raise RecipeError(f"{path}: is no picture")
    far = np.abs(picture.astype(np.int16) - picture[2, 2]).max(axis=2)
    return _trimmed(np.asarray((far * (255.0 / max(1, int(far.max())))).clip(0, 255), np.uint8))


def _trimmed(mask: Mask) -> Mask:
    """Without empty rows and columns, and CAP pixels high."""
    ys, xs = np.nonzero(mask > 96)
    if not len(ys):
        return np.zeros((CAP, CAP // 4), np.uint8)
    cut = mask[ys.min() : ys.max() + 1, xs.min() : xs.max() + 1]
    width = max(4, round(cut.shape[1] * CAP / cut.shape[0]))
    return np.asarray(cv2.resize(cut, (width, CAP), interpolation=cv2.INTER_AREA), np.uint8)


def numbered(folder: str, suffix: str = ".jpg") -> dict[str, str]:
    """The ten digits of a folder, each named after itself."""
    return {digit: f"{folder}/{digit}{suffix}" for digit in DIGITS}
