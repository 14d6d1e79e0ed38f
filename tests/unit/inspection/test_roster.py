from __future__ import annotations

import pytest

from edge.domain.inspection import Purpose
from edge.inspection.identity import vehicle_key
from edge.inspection.roster import NO_LISTING, Listing, Roster
from edge.wire.expected import Expected
from tests.examples import expected

FLEET = b"a fleet's key"


def car(plate: str, purpose: Purpose | None = None) -> Expected:
    return Expected(key=vehicle_key(plate, FLEET), rental=f"R-{plate}", purpose=purpose)


def near(plate: str) -> str:
    return f"roster:plate_near_expected:{vehicle_key(plate, FLEET)}"


def listing(plate: str, *plates: str) -> Listing:
    return Roster.of(car(each) for each in plates).look_up(plate, FLEET)


def test_an_expected_car_is_found_by_its_plate() -> None:
    assert listing("AB123CD", "XY987ZW", "AB123CD") == Listing(car=car("AB123CD"))


@pytest.mark.parametrize("plates", [(), ("XY987ZW",), ("A8123C0X",), ("A8I230D",)])
def test_a_car_that_is_not_expected_is_told_as_such(plates: tuple[str, ...]) -> None:
    assert listing("AB123CD", *plates) == Listing(notes=("roster:not_expected",))


@pytest.mark.parametrize(
    ("read", "right"), [("AB123CD", "A8123CD"), ("AB123CD", "ABI23C0"), ("12가3456", "1Z거3456")]
)
def test_a_plate_that_may_be_an_expected_one_is_doubted(read: str, right: str) -> None:
    told = listing(read, right, "XY987ZW")
    assert told.car is None
    assert told.doubts == (f"roster:plate_near_expected:{vehicle_key(right, FLEET)}",)
    assert told.notes == ("roster:not_expected",)


def test_where_several_could_be_meant_two_are_named() -> None:
    told = listing("AB123CD", "A8123CD", "ABI23CD", "AB1Z3CD").doubts
    assert len(told) == 2
    assert set(told) < {near("A8123CD"), near("ABI23CD"), near("AB1Z3CD")}


def test_an_expected_plate_is_not_doubted_for_another_beside_it() -> None:
    assert listing("AB123CD", "AB123CD", "A8123CD").doubts == ()


def test_an_expected_plate_is_doubted_for_one_that_it_may_be_as_well() -> None:
    roster = Roster.of([car("AB123CD"), car("AB124CD")])
    told = roster.look_up("AB123CD", FLEET, ["AB125CD", "AB124CD"])
    assert told == Listing(car=car("AB123CD"), doubts=(near("AB124CD"),))


def test_a_rival_is_looked_for_where_the_plate_is_not_expected_too() -> None:
    told = Roster.of([car("AB124CD")]).look_up("AB123CD", FLEET, ["AB124CD"])
    assert told == Listing(doubts=(near("AB124CD"),), notes=("roster:not_expected",))


def test_the_roster_s_purpose_and_rental_go_before_the_lane_s() -> None:
    told = Listing(car=expected())
    assert (told.purpose(Purpose.RETURN), told.rental) == (Purpose.CHECKOUT, "R-7")


@pytest.mark.parametrize(
    "told", [NO_LISTING, Listing(car=car("A1")), Listing(car=car("A1", Purpose.UNKNOWN))]
)
def test_where_it_names_no_purpose_the_lane_does(told: Listing) -> None:
    assert told.purpose(Purpose.MOVE) is Purpose.MOVE
