"""`[plate]` to what finds and reads plates, by plain constructor calls."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from edge.app.box_readers import JudgedReader, PooledReader, ReadBox, SecondOpinion
from edge.app.plates import Detect, PlateLook
from edge.config.inspecting import Plate
from edge.domain.errors import ModelError
from edge.inference.card import Folder
from edge.inference.detector import Detector
from edge.inference.plate_reader import NetworkReader
from edge.inference.runtime import OpenNetwork
from edge.inference.tesseract import TesseractReader
from edge.inspection.formats import Formats
from edge.resources import plate_formats
from edge.vision.contours import find_quadrilaterals, to_grey
from edge.vision.textline import text_line

NETWORK_RIMS = (0.03, 0.07, 0.1)
SHARPNESS = 1.5
"""Of 1, 1.25, 1.5, 1.75 and 2 the one whose confidence in whole texts has the least log loss on the real
plates, Latin ones, in pictures held out of the training; on drawn Korean ones that is 1."""
TESSERACT_RIMS = (0.06,)
"""Of a plate's box: how far around it the reader looks. The network learnt 0 to 0.12."""
DOUBTFUL = 0.5
"""Of the detector's operating point: boxes from here on are read, for the reader knows better."""


def make_formats(plate: Plate) -> Formats:
    """The formats of the site's regions."""
    return Formats.of(plate_formats(), plate.regions)


def make_reader(
    plate: Plate, network: Folder | None, *, open_network: OpenNetwork, rims: Sequence[float] = ()
) -> ReadBox:
    """The configured reader; called in the thread that will use it.

    Args:
        plate: the configuration.
        network: the reader network's folder, for the engine that wants it.
        open_network: makes its interpreter.
        rims: how far around a box to look; by default as far as suits the engine.
    """
    formats = make_formats(plate)
    tesseract = JudgedReader(PooledReader(_tesseract(plate), rims or TESSERACT_RIMS), formats)
    if plate.engine != "network":
        return tesseract
    if network is None:
        raise ModelError("plate-reader: not loaded, and [plate] engine is 'network'")
    read = NetworkReader(network, open_network=open_network)
    first = JudgedReader(PooledReader(read, rims or NETWORK_RIMS, sharpness=SHARPNESS), formats)
    if not plate.second_opinion_below:
        return first
    return SecondOpinion(first=first, second=tesseract, below=plate.second_opinion_below)


def make_look(plate: Plate, detector: Folder, read: ReadBox, *, open_network: OpenNetwork) -> PlateLook:
    """What finds and reads the plate of one picture; called in the thread that will use it."""
    return PlateLook(detect=_detect(plate, detector, open_network), read=read, formats=make_formats(plate))


def _tesseract(plate: Plate) -> TesseractReader:
    line = to_grey if plate.engine == "contour-tesseract" else text_line
    languages = "kor" if "kr" in plate.regions else "eng"  # kor+eng takes hangul for digits
    return TesseractReader(deadline_s=plate.deadline_s, languages=languages, line=line)


def _detect(plate: Plate, folder: Folder, open_network: OpenNetwork) -> Detect:
    if plate.engine == "contour-tesseract":
        return find_quadrilaterals
    detector = Detector(folder, open_network=open_network)
    return partial(detector, min_score=DOUBTFUL * detector.card.calibration.threshold)
