"""Tesseract as a plate reader."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from xml.etree import ElementTree

import numpy as np
import pytesseract

from edge.domain.errors import StageError
from edge.domain.frame import Image
from edge.domain.observation import PlateReading
from edge.inspection.plate_text import normalize_plate
from edge.vision.textline import Grey, text_line

LATIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
HANGUL = "가거고구나너노누다더도두라러로루마머모무바배버보부사서소수아어오우자저조주하허호"
BORDER_PX = 24
# One line; boxes of single characters, as they alone carry a confidence that means something: a word's is 0
# as soon as there is a whitelist.
OPTIONS = "--psm 7 -c hocr_char_boxes=1 -c tessedit_char_whitelist="

Line = Callable[[Image], Grey | None]


class TesseractReader:
    """Tesseract in a process of its own, killed at the deadline.

    Args:
        deadline_s: longest time for one read.
        languages: Tesseract's data files, e.g. ``eng`` or ``kor``.
        line: from a crop to what Tesseract is shown, (H, W) uint8, or None where no text is.
    """

    def __init__(self, *, deadline_s: float, languages: str = "eng", line: Line = text_line) -> None:
        self._deadline_s = deadline_s
        self._languages = languages
        self._options = OPTIONS + LATIN + (HANGUL if "kor" in languages else "")
        self._line = line
        # One thread: tesseract's own OpenMP threads make a single line slower. It has no flag, only this.
        os.environ.setdefault("OMP_THREAD_LIMIT", "1")

    def __call__(self, crop: Image) -> PlateReading | None:
        """A :class:`PlateReader`'s read, as sure as its least sure character."""
        line = self._line(crop)
        if line is None:
            return None
        chars = list(_characters(self._hocr(np.pad(line, BORDER_PX, constant_values=255))))
        raw = "".join(char for char, _ in chars)
        sure = tuple(confidence for char, confidence in chars if normalize_plate(char))
        if not sure:
            return None
        return PlateReading(text=normalize_plate(raw), raw=raw, confidence=min(sure), char_confidence=sure)

    def _hocr(self, picture: Image) -> bytes:
        try:
            found = pytesseract.image_to_pdf_or_hocr(
                picture,
                lang=self._languages,
                config=self._options,
                extension="hocr",
                timeout=self._deadline_s,
            )
        except pytesseract.TesseractNotFoundError as fault:
            told = "tesseract is not installed: apt install tesseract-ocr"
            raise StageError("reader_failed", told) from fault
        except pytesseract.TesseractError as fault:
            raise StageError("reader_failed", str(fault)) from fault
        except RuntimeError as fault:  # pytesseract's way to say that the deadline passed
            raise StageError("reader_too_slow", f"over {self._deadline_s} s") from fault
        assert isinstance(found, bytes)  # of hocr it never gives anything else
        return found


def _characters(hocr: bytes) -> Iterator[tuple[str, float]]:
    """Characters in reading order with their confidence in [0, 1]."""
    for element in ElementTree.fromstring(hocr).iter():
        if element.get("class") == "ocrx_cinfo" and element.text:
            _, _, confidence = element.get("title", "").rpartition("x_conf ")
            yield element.text, round(float(confidence) / 100, 4)
