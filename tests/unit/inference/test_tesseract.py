from __future__ import annotations

import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytesseract
import pytest

from edge.domain.errors import StageError
from edge.domain.frame import Image
from edge.inference.tesseract import TesseractReader

with_tesseract = pytest.mark.skipif(
    shutil.which("tesseract") is None, reason="tesseract is not installed: apt install tesseract-ocr"
)


def plate(text: str) -> Image:
    image = np.full((60, 280, 3), 235, np.uint8)
    cv2.rectangle(image, (2, 2), (277, 57), (30, 30, 30), 2)
    cv2.putText(image, text, (22, 44), cv2.FONT_HERSHEY_SIMPLEX, 1.4, (20, 20, 20), 4, cv2.LINE_AA)
    return image


@pytest.fixture
def program() -> Iterator[None]:
    """Puts the program's name back: it is the library's one setting."""
    name = pytesseract.pytesseract.tesseract_cmd
    yield
    pytesseract.pytesseract.tesseract_cmd = name


def script(folder: Path, text: str) -> str:
    path = folder / "tesseract"
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


@with_tesseract
def test_a_drawn_plate_is_read() -> None:
    found = TesseractReader(deadline_s=30)(plate("KL 47 MX"))
    assert found is not None
    assert found.text == "KL47MX"
    assert len(found.char_confidence) == len(found.text)
    assert 0 <= found.confidence <= 1
    assert found.confidence == min(found.char_confidence)


@with_tesseract
def test_where_there_is_no_text_there_is_no_read() -> None:
    assert TesseractReader(deadline_s=30)(np.full((60, 280, 3), 128, np.uint8)) is None


@with_tesseract
def test_a_crop_of_one_pixel_harms_nobody() -> None:
    assert TesseractReader(deadline_s=30)(np.full((1, 1, 3), 128, np.uint8)) is None


@pytest.mark.usefixtures("program")
def test_a_reader_that_is_not_there_says_so(tmp_path: Path) -> None:
    pytesseract.pytesseract.tesseract_cmd = str(tmp_path / "tesseract")
    with pytest.raises(StageError, match="not installed") as fault:
        TesseractReader(deadline_s=5)(plate("KL 47 MX"))
    assert fault.value.reason == "reader_failed"


@pytest.mark.usefixtures("program")
def test_a_reader_that_fails_says_so(tmp_path: Path) -> None:
    pytesseract.pytesseract.tesseract_cmd = script(tmp_path, "echo no such language >&2; exit 1")
    with pytest.raises(StageError, match="no such language") as fault:
        TesseractReader(deadline_s=5)(plate("KL 47 MX"))
    assert fault.value.reason == "reader_failed"


@pytest.mark.usefixtures("program")
def test_a_reader_that_hangs_is_killed_at_the_deadline(tmp_path: Path) -> None:
    pytesseract.pytesseract.tesseract_cmd = script(tmp_path, "exec sleep 600")
    with pytest.raises(StageError, match=r"over 0\.2 s") as fault:
        TesseractReader(deadline_s=0.2)(plate("KL 47 MX"))
    assert fault.value.reason == "reader_too_slow"
