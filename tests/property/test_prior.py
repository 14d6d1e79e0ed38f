"""The prior, for any candidates: it chooses and spells, and never invents."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from edge.domain.inspection import Candidate
from edge.domain.observation import PlateReading
from edge.inspection.candidates import reading_of
from edge.inspection.formats import Formats
from edge.inspection.plate_text import folded, spellings
from edge.inspection.prior import UNFIT, judged
from edge.resources import plate_formats
from tests.passages import reading

texts = st.text(st.sampled_from("AB8O0I1X7가"), min_size=1, max_size=8)
formats = st.sampled_from(
    [Formats.of(plate_formats(), names) for names in ((), ("br",), ("kr", "us"), ("eu",))]
)


@st.composite
def reads(draw: st.DrawFn) -> PlateReading:
    """Of a network: at most all of the probability, best first."""
    found = draw(st.lists(texts, min_size=1, max_size=6, unique=True))
    shares = sorted(
        draw(st.lists(st.integers(1, 99), min_size=len(found), max_size=len(found))), reverse=True
    )
    whole = sum(shares) + draw(st.integers(0, 50))
    return reading_of(
        [Candidate(label=text, confidence=n / whole) for text, n in zip(found, shares, strict=True)],
        raw=found[0],
    )


@given(reads(), formats)
def test_it_tells_only_what_the_reader_told(read: PlateReading, expected: Formats) -> None:
    better = judged(read, expected)
    assert better.text in {candidate.label for candidate in read.candidates}
    assert better.raw == read.raw
    assert 0 <= better.confidence <= 1
    assert len(better.char_confidence) == len(better.text)
    assert all(better.confidence <= sure + 1e-4 <= 1 + 1e-3 for sure in better.char_confidence)
    assert sum(candidate.confidence for candidate in better.candidates) <= 1 + 1e-6


@given(reads(), formats)
def test_what_the_picture_makes_far_more_probable_stands(read: PlateReading, expected: Formats) -> None:
    chances: dict[str, float] = {}
    for candidate in read.candidates:
        look = folded(candidate.label)
        chances[look] = chances.get(look, 0.0) + candidate.confidence
    first, *others = sorted(chances.values(), reverse=True)
    if all(first * UNFIT > other for other in others):
        assert chances[folded(judged(read, expected).text)] == first


@given(texts, formats)
def test_without_candidates_only_the_spelling_changes(text: str, expected: Formats) -> None:
    better = judged(reading(text, 0.6), expected)
    assert better.text in set(spellings(text))
    assert better.confidence == 0.6
