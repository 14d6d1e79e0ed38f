from __future__ import annotations

from dataclasses import replace

import pytest

from edge.domain.inspection import Candidate
from edge.domain.observation import PlateReading
from edge.inspection.candidates import reading_of
from edge.inspection.formats import Formats
from edge.inspection.prior import judged
from edge.resources import plate_formats
from tests.passages import reading

TABLE = plate_formats()
BRAZIL, EVERYWHERE = Formats.of(TABLE, ["br"]), Formats.of(TABLE)


def told(**chances: float) -> PlateReading:
    """A network's read; the first candidate is the one that it told."""
    found = [Candidate(label=text, confidence=p) for text, p in chances.items()]
    return reading_of(found, raw=found[0].label)


def test_a_format_spells_what_looks_alike() -> None:
    found = judged(told(ABCO234=0.9, ABC0234=0.08), BRAZIL)
    assert (found.text, found.raw, found.region) == ("ABC0234", "ABCO234", "br")
    assert found.confidence == pytest.approx(0.98)


def test_a_text_too_long_for_a_plate_is_not_spelled_in_all_its_ways() -> None:
    long = reading("OIB80O1I8B" * 20)
    assert judged(long, EVERYWHERE) == replace(long, region=None)


def test_a_reader_that_saw_which_it_is_is_believed() -> None:
    seen = told(ABCO234=0.9999, ABC0234=0.00001)
    assert judged(seen, BRAZIL) == seen


def test_of_two_spellings_that_fit_the_picture_decides() -> None:
    found = judged(told(ABC1823=0.3, ABC1B23=0.6), BRAZIL)
    assert found.text == "ABC1B23"
    assert found.confidence == pytest.approx(0.6)


def test_of_two_regions_the_one_with_fewer_plates_says_more() -> None:
    either = told(JSQI413=0.6, JSQ1413=0.3)
    assert judged(either, EVERYWHERE).text == "JSQ1413", "Brazil has fewer than Germany with its JS QI 413"
    clear = told(JSQI413=0.9, JSQ1413=0.02)
    assert judged(clear, EVERYWHERE).text == "JSQI413"


def test_a_candidate_that_fits_wins_if_the_picture_leaves_it_open() -> None:
    found = judged(told(AB01234=0.5, ABD1234=0.4), BRAZIL)
    assert found.text == "ABD1234"
    assert found.confidence == pytest.approx(0.4 / (0.4 + 0.15 + 0.1), abs=1e-4)


def test_it_never_invents() -> None:
    assert judged(told(AB51234=0.95, ABS1234=0.04), BRAZIL).text == "AB51234"


def test_a_read_of_no_format_stays_as_read() -> None:
    foreign = told(AB12=0.7, A812=0.2)
    assert judged(foreign, BRAZIL) == foreign


def test_a_better_known_format_leaves_less_to_the_others() -> None:
    found = judged(told(ABC1234=0.8, ABCI2345=0.1), BRAZIL)
    assert found.confidence == pytest.approx(0.8 / (0.8 + 0.03 + 0.1), abs=1e-4)


def test_a_reader_without_candidates_leaves_every_spelling_open() -> None:
    assert judged(reading("A8CIZZ4", 0.7), BRAZIL).text == "A8CIZZ4", "Z is no 2"
    found = judged(reading("A8CI234", 0.7), BRAZIL)
    assert (found.text, found.raw, found.region, found.confidence) == ("ABC1234", "A8CI234", "br", 0.7)


def test_a_spelling_is_changed_as_little_as_it_takes() -> None:
    assert judged(reading("ABC1B23"), BRAZIL).text == "ABC1B23"
    assert judged(reading("ABC1823"), BRAZIL).text == "ABC1823"


@pytest.mark.parametrize(
    ("text", "regions", "region"),
    [
        ("12가3456", [], "kr"),
        ("AB123CD", [], None),
        ("AB123CD", ["it", "fr"], "it"),
        ("AB123CD", ["fr", "it"], "fr"),
        ("AB123CD", ["eu"], None),
        ("AB123CD", ["br"], None),
        ("A7B2C3D", [], None),
        ("A7B2C3D", ["us"], "us"),
        ("ABC1234", ["us", "br"], "us"),
    ],
)
def test_the_region(text: str, regions: list[str], region: str | None) -> None:
    assert judged(reading(text), Formats.of(TABLE, regions)).region == region


def test_a_serial_is_spelled_by_its_pattern() -> None:
    assert judged(told(ABCO234=0.9, ABC0234=0.08), Formats.of(TABLE, ["us"])).text == "ABC0234"


def test_a_shape_names_the_region_and_corrects_nothing() -> None:
    personal = judged(told(MYO1CAR=0.9, MY01CAR=0.08), Formats.of(TABLE, ["us"]))
    assert (personal.text, personal.region) == ("MYO1CAR", "us")


def test_without_regions_a_shape_names_none() -> None:
    assert judged(told(MYO1CAR=0.9), Formats.of(TABLE, [])).region is None
