from __future__ import annotations

import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytesseract
import pytest

from edge.app.plate_engines import make_look, make_reader
from edge.config.inspecting import Engine, Plate
from edge.domain.errors import ModelError
from edge.domain.frame import Image
from edge.domain.geometry import Box
from edge.inference.card import Folder
from edge.inference.runtime import Network
from tests.passages import reading
from tests.unit.inference.cards import Scripted, silent_tensors, write
from tests.unit.inference.test_plate_reader import LABELS, written

CROP: Image = np.full((60, 280, 3), 235, np.uint8)
WHOLE = Box.of_size(0, 0, 280, 60)


def network_reader(folder: Path) -> Folder:
    return Folder(write(folder / "plate-reader", task="reading", labels=LABELS))


def test_the_network_reads_in_the_light_of_the_formats(tmp_path: Path) -> None:
    read = make_reader(
        Plate(engine="network", regions=("kr",)),
        network_reader(tmp_path),
        open_network=lambda path: Scripted([written("12가", "3012")]),
    )
    found = read(CROP, WHOLE)
    assert found is not None
    assert (found.text, found.region) == ("12가3012", "kr")


def test_without_its_network_the_engine_says_so() -> None:
    with pytest.raises(ModelError, match="plate-reader: not loaded"):
        make_reader(Plate(engine="network"), None, open_network=Network)


@pytest.fixture
def recorded(tmp_path: Path) -> Iterator[Path]:
    """Stands for Tesseract: finds nothing, and writes down what it was asked."""
    before = pytesseract.pytesseract.tesseract_cmd
    program, told = tmp_path / "tesseract", tmp_path / "told"
    program.write_text(f'#!/bin/sh\necho "$@" >>{told}\necho "<html/>" >"$2.hocr"\n')
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    pytesseract.pytesseract.tesseract_cmd = str(program)
    yield told
    pytesseract.pytesseract.tesseract_cmd = before


def lettered() -> Image:
    image = CROP.copy()
    cv2.putText(image, "KL 47 MX", (22, 44), cv2.FONT_HERSHEY_SIMPLEX, 1.4, (20, 20, 20), 4, cv2.LINE_AA)
    return image


@pytest.mark.parametrize(("regions", "languages"), [((), "-l eng "), (("kr", "us"), "-l kor ")])
def test_tesseract_reads_in_the_region_s_script(
    recorded: Path, regions: tuple[str, ...], languages: str
) -> None:
    read = make_reader(Plate(engine="tesseract", regions=regions), None, open_network=Network)
    assert read(lettered(), WHOLE) is None
    assert languages in recorded.read_text()


@pytest.mark.parametrize(("below", "asked"), [(0.0, False), (1.0, True)])
def test_a_second_opinion_is_asked_only_if_the_site_wants_it(
    tmp_path: Path, recorded: Path, below: float, asked: bool
) -> None:
    read = make_reader(
        Plate(engine="network", second_opinion_below=below),
        network_reader(tmp_path),
        open_network=lambda path: Scripted([written("A12", "3B", sure=6.0)]),
    )
    found = read(lettered(), WHOLE)
    assert found is not None
    assert found.text == "A123B"
    assert recorded.exists() is asked


@pytest.mark.parametrize(("engine", "finds"), [("contour-tesseract", True), ("tesseract", False)])
def test_the_contour_search_takes_the_place_of_the_detector(
    tmp_path: Path, engine: Engine, finds: bool
) -> None:
    image = np.full((200, 400, 3), 60, np.uint8)
    cv2.rectangle(image, (120, 90), (279, 129), (240, 240, 240), cv2.FILLED)
    look = make_look(
        Plate(engine=engine),
        Folder(write(tmp_path / "plate-detector")),
        lambda image, box: reading(),
        open_network=lambda path: Scripted(silent_tensors()),
    )
    assert (look(image, Box.of_size(0, 0, 400, 200)) is not None) is finds


@pytest.mark.skipif(shutil.which("tesseract") is None, reason="tesseract is not installed")
def test_the_old_way_shows_tesseract_the_crop_as_it_is() -> None:
    found = make_reader(Plate(engine="contour-tesseract"), None, open_network=Network)(lettered(), WHOLE)
    assert found is not None
    assert found.text == "KL47MX"
