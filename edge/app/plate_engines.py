"""`[plate]` to what finds and reads plates, by plain constructor calls."""

from __future__ import annotations

from functools import partial

from edge.app.plates import Detect, JudgedReader, PlateLook
from edge.config.inspecting import Plate
from edge.domain.errors import ModelError
from edge.inference.card import Folder
from edge.inference.detector import Detector
from edge.inference.plate_reader import NetworkReader, PlateReader
from edge.inference.runtime import OpenNetwork
from edge.inference.second_opinion import SecondOpinion
from edge.inference.tesseract import Line, TesseractReader
from edge.inspection.formats import Formats
from edge.resources import plate_formats
from edge.vision.contours import find_quadrilaterals, to_grey
from edge.vision.textline import text_line

DOUBTFUL = 0.5
"""Of the detector's operating point: boxes from here on are read, for the reader knows better."""


def make_formats(plate: Plate) -> Formats:
    """The formats of the site's regions."""
    return Formats.of(plate_formats(), plate.regions)


def make_reader(plate: Plate, network: Folder | None, *, open_network: OpenNetwork) -> PlateReader:
    """The configured reader; called in the thread that will use it.

    Args:
        plate: the configuration.
        network: the reader network's folder, for the engine that wants it.
        open_network: makes its interpreter.
    """
    formats = make_formats(plate)
    first = JudgedReader(_engine(plate, network, open_network), formats)
    if plate.engine != "network" or not plate.second_opinion_below:
        return first
    second = JudgedReader(_tesseract(plate, text_line), formats)
    return SecondOpinion(first=first, second=second, below=plate.second_opinion_below)


def make_look(plate: Plate, detector: Folder, read: PlateReader, *, open_network: OpenNetwork) -> PlateLook:
    """What finds and reads the plate of one picture; called in the thread that will use it."""
    return PlateLook(detect=_detect(plate, detector, open_network), read=read, formats=make_formats(plate))


def _engine(plate: Plate, network: Folder | None, open_network: OpenNetwork) -> PlateReader:
    if plate.engine == "network":
        if network is None:
            raise ModelError("plate-reader: not loaded, and [plate] engine is 'network'")
        return NetworkReader(network, open_network=open_network)
    return _tesseract(plate, to_grey if plate.engine == "contour-tesseract" else text_line)


def _tesseract(plate: Plate, line: Line) -> TesseractReader:
    languages = "kor" if "kr" in plate.regions else "eng"  # kor+eng takes hangul for digits
    return TesseractReader(deadline_s=plate.deadline_s, languages=languages, line=line)


def _detect(plate: Plate, folder: Folder, open_network: OpenNetwork) -> Detect:
    if plate.engine == "contour-tesseract":
        return find_quadrilaterals
    detector = Detector(folder, open_network=open_network)
    return partial(detector, min_score=DOUBTFUL * detector.card.calibration.threshold)
