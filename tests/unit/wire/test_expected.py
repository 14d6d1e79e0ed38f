from __future__ import annotations

import json

import pytest

from edge.wire.ack import Ack
from edge.wire.expected import expected_cars
from edge.wire.plain import WireError, from_json, to_json
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


def test_a_large_roster_is_read_to_its_first_fault() -> None:
    cars = [{"key": f"{number:032x}"} for number in range(3_000)]
    payload = json.dumps(cars).encode()
    assert [car.key for car in expected_cars(payload)] == [car["key"] for car in cars]
    cars[1_000] |= {"colour": "red"}
    cars[2_000] |= {"colour": "red"}
    with pytest.raises(WireError, match=r"^1000\.colour: [^;]*$"):
        expected_cars(json.dumps(cars).encode())


@pytest.mark.timeout(10)
def test_millions_of_faults_are_not_gathered() -> None:
    with pytest.raises(WireError, match=r"^0: [^;]*$"):
        expected_cars(b"[" + b"1," * 1_900_000 + b"1]")
    with pytest.raises(WireError, match=r"^document: 200001 faults$"):
        from_json(Ack, b'{"ids": [' + b"1," * 200_000 + b"1]}")


@pytest.mark.parametrize("payload", [b"", b"\xff\x00", b"{}", b"null", b'"x"', b"[" * 100_000, b"[null]"])
def test_what_is_no_roster_is_told(payload: bytes) -> None:
    with pytest.raises(WireError):
        expected_cars(payload)
