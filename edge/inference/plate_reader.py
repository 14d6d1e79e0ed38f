"""Plate reading: the interface of every reader, and Tesseract behind it."""

from __future__ import annotations

import os
from typing import Protocol

import cv2
import numpy as np
import pytesseract

from edge.domain.errors import StageError
from edge.domain.frame import Image
from edge.domain.observation import PlateReading
from edge.inspection.vote import normalize_plate

READ_HEIGHT_PX = 72
"""Tesseract reads best at capitals of 30 to 50 pixels; a plate's letters are two thirds of its height."""
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"


class PlateReader(Protocol):
    """Reads one crop of one plate."""

    def __call__(self, crop: Image) -> PlateReading | None:
        """The read of a BGR crop, or None where there is no text.

        Raises:
            StageError: the reader failed or took too long; never an empty read instead.
        """
        ...


class TesseractReader:
    """Tesseract in a process of its own, killed at the deadline.

    Args:
        deadline_s: longest time for one read.
        languages: Tesseract's data files, e.g. ``eng`` or ``kor+eng``.
    """

    def __init__(self, *, deadline_s: float, languages: str = "eng") -> None:
        self._deadline_s = deadline_s
        self._languages = languages
        # One thread: tesseract's own OpenMP threads make a single line slower. It has no flag, only this.
        os.environ.setdefault("OMP_THREAD_LIMIT", "1")

    def __call__(self, crop: Image) -> PlateReading | None:
        """See :class:`PlateReader`."""
        words = self._read(_prepare(crop))
        raw = " ".join(text for text, _ in words)
        text = normalize_plate(raw)
        if not text:
            return None
        chars = [conf for word, conf in words for _ in normalize_plate(word)]
        return PlateReading(text=text, raw=raw, confidence=min(chars), char_confidence=tuple(chars))

    def _read(self, picture: Image) -> list[tuple[str, float]]:
        """Words and their confidence in [0, 1], in reading order."""
        try:
            table = pytesseract.image_to_data(
                picture,
                lang=self._languages,
                config=f"--psm 7 -c tessedit_char_whitelist={ALPHABET}",
                output_type=pytesseract.Output.DICT,
                timeout=self._deadline_s,
            )
        except pytesseract.TesseractNotFoundError as fault:
            raise StageError(
                "reader_failed", "tesseract is not installed: apt install tesseract-ocr"
            ) from fault
        except pytesseract.TesseractError as fault:
            raise StageError("reader_failed", str(fault)) from fault
        except RuntimeError as fault:  # pytesseract's way to say that the deadline passed
            raise StageError("reader_too_slow", f"over {self._deadline_s} s") from fault
        pairs = zip(table["text"], table["conf"], strict=True)
        return [(word, float(conf) / 100) for word, conf in pairs if word.strip() and float(conf) >= 0]


def _prepare(crop: Image) -> Image:
    """Grey, of the height at which Tesseract reads best, stretched to full contrast, on a white border."""
    scale = READ_HEIGHT_PX / crop.shape[0]
    large = cv2.resize(crop, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
    grey = np.asarray(cv2.cvtColor(large, cv2.COLOR_BGR2GRAY), np.float32)
    low, high = np.percentile(grey, (2, 98))
    stretched = np.clip((grey - low) * (255.0 / max(1.0, high - low)), 0, 255).astype(np.uint8)
    return np.asarray(
        cv2.copyMakeBorder(stretched, 16, 16, 16, 16, cv2.BORDER_CONSTANT, value=[255]), np.uint8
    )
