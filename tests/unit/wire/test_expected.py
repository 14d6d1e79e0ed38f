from __future__ import annotations

import json

import pytest

from edge.wire.expected import expected_cars
from edge.wire.plain import WireError, to_json
from tests.examples import KEY, expected

OTHER = KEY[::-1]


def test_what_is_written_is_read_back() -> None:
    cars = (expected(), expected(OTHER))
    assert expected_cars(b"[" + b",".join(to_json(car) for car in cars) + b"]") == cars


def test_a_car_that_stands_there_twice_is_named() -> None:
    cars = [{"key": key} for key in (KEY, OTHER, KEY, OTHER)]
    with pytest.raises(WireError, match=r"^2\.key: that of 0 again; 3\.key: that of 1 again$"):
        expected_cars(json.dumps(cars).encode())


def test_every_fault_is_named_by_its_place() -> None:
    cars = [{"key": KEY, "purpose": "sale"}, {"model": "Ray"}]
    with pytest.raises(WireError, match=r"^0\.purpose: .*; 1\.key: "):
        expected_cars(json.dumps(cars).encode())


@pytest.mark.parametrize("payload", [b"", b"\xff\x00", b"{}", b"null", b'"x"', b"[" * 100_000, b"[null]"])
def test_what_is_no_roster_is_told(payload: bytes) -> None:
    with pytest.raises(WireError):
        expected_cars(payload)
