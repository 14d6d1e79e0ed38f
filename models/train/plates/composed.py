"""하 and 호 for a set of glyphs that lacks them, put together from the strokes of its 허, 아 and 오.

Without them a set could never stand on a rental plate, or, having 허, would teach that every rental plate in
it says 허.
"""

from __future__ import annotations

import cv2
import numpy as np

from models.train.plates.glyphs import CAP, HALF, Glyphs, Mask, stem_of

SPARSE = 0.2
"""A column beside an upright stroke with paint in no more than this share is a gap, or a bar across it."""
BAR = 0.7
"""A row that has paint in this share of the consonant's width is the bar of ㅎ."""


class Composed:
    """Other glyphs, with 하 and 호 made of their 허, 아 and 오.

    Args:
        glyphs: must have these three.
    """

    def __init__(self, glyphs: Glyphs) -> None:
        self._glyphs = glyphs
        self._made = {"하": self._ha(), "호": self._ho()}

    def has(self, character: str) -> bool:
        """Whether the glyphs have it, or it is one of the two."""
        return character in self._made or self._glyphs.has(character)

    def mask(self, character: str) -> Mask:
        """The character."""
        made = self._made.get(character)
        return self._glyphs.mask(character) if made is None else made

    def _ha(self) -> Mask:
        """The ㅎ of 허, and of 아 the gap and ㅏ."""
        vowel = self._glyphs.mask("아")
        return np.hstack([self._consonant(), vowel[:, _consonant_end(vowel) :]])

    def _ho(self) -> Mask:
        """The hat of 허's ㅎ on 오."""
        consonant, below = self._consonant(), self._glyphs.mask("오")
        wide = np.nonzero((consonant > HALF).mean(axis=1) > BAR)[0]
        end = int(wide[0]) + int(np.argmin(np.diff(wide, append=CAP * 2) == 1)) + 1
        hat = consonant[:end]
        left = (below.shape[1] - hat.shape[1]) // 2
        top = np.zeros((end, below.shape[1]), np.uint8)
        top[:, left : left + hat.shape[1]] = hat
        rest = cv2.resize(below, (below.shape[1], CAP - end), interpolation=cv2.INTER_AREA)
        return np.vstack([top, np.asarray(rest, np.uint8)])

    def _consonant(self) -> Mask:
        syllable = self._glyphs.mask("허")
        return syllable[:, : _consonant_end(syllable)]


def _consonant_end(syllable: Mask) -> int:
    """The column at which the consonant left of an upright vowel ends."""
    column, _ = stem_of(syllable)
    while column and (syllable[:, column - 1] > HALF).mean() <= SPARSE:
        column -= 1
    return column
