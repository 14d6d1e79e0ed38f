"""The table that ships: every pattern has an example, and every example its pattern."""

from __future__ import annotations

import re

import pytest

from edge.inspection.formats import Formats
from edge.inspection.plate_text import LONGEST, SHORTEST, normalize_plate
from edge.resources import known_regions, plate_formats

TABLE = plate_formats()
REGIONS = TABLE["region"]


@pytest.mark.parametrize("region", REGIONS)
def test_every_pattern_has_its_example(region: str) -> None:
    entry = REGIONS[region]
    for pattern in entry["patterns"]:
        assert any(re.fullmatch(pattern, example) for example in entry["examples"]), pattern
    for example in entry["examples"]:
        assert Formats.of(TABLE, [region]).region(example) == region, example


@pytest.mark.parametrize("region", REGIONS)
def test_examples_are_written_as_reads_are(region: str) -> None:
    for example in REGIONS[region]["examples"]:
        assert normalize_plate(example) == example
        assert SHORTEST <= len(example) <= LONGEST


def test_a_group_is_of_regions_that_there_are() -> None:
    for members in TABLE["group"].values():
        assert set(members) <= set(REGIONS)
    assert "eu" in known_regions()


@pytest.mark.parametrize(
    "text",
    ["12가3456", "123하4567", "99허1234", "01호0001", "서울12가3456", "제주7아1234", "12바3456", "12배3456"],
)
def test_korean_plates(text: str) -> None:
    assert Formats.of(TABLE, ["kr"]).fits(text)


@pytest.mark.parametrize("text", ["12각3456", "1234가567", "1가3456", "평양12가3456", "12가345"])
def test_no_korean_plates(text: str) -> None:
    assert not Formats.of(TABLE, ["kr"]).fits(text)


@pytest.mark.parametrize(
    ("region", "text"),
    [
        ("fr", "AO123CD"),
        ("it", "AB123QD"),
        ("es", "1234ABC"),
        ("gb", "AI12CDE"),
        ("de", "B012"),
        ("br", "AB12345"),
        ("cz", "0KM2371"),
        ("pl", "KMZO371"),
        ("dk", "KO12371"),
        ("lv", "AB0123"),
        ("nl", "AB12CD"),
        ("es", "KM2371I"),
    ],
)
def test_letters_that_a_region_does_not_use(region: str, text: str) -> None:
    assert not Formats.of(TABLE, [region]).fits(text)
