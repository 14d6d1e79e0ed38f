"""From passages to what is said of a car that may be another: plates misread, swapped, alike; a repaint."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from edge.domain.inspection import Candidate, Decision, Gap, Inspection, Status
from edge.domain.observation import Embedder, Observation, PlateVote
from edge.inspection.identity import vehicle_key
from edge.inspection.roster import Roster
from edge.inspection.vote import vote
from edge.storage.store import Store
from edge.wire.event import event_from_json
from edge.wire.expected import Expected
from edge.wire.ruling import Accept
from tests.carside import drives_by
from tests.examples import NOON
from tests.passages import damage, observation, reading, sighting
from tests.unit.app.test_desk import FLEET, desk, store_in

ONE, NEXT = "AB123CD", "AB124CD"
"""Of two equal cars, registered on one day."""
SCRATCH, ANOTHER, THIRD = 90, 200, 300
THIS_LOOK, OTHER_LOOK = (1.0, 0.1, 0.0), (0.1, 1.0, 0.0)
EMBEDDER = Embedder(network="ab" * 32, least_alike=0.6)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with store_in(tmp_path) as opened:
        yield opened


def key(plate: str) -> str:
    return vehicle_key(plate, FLEET)


def read(text: str, sure: float = 0.97, *others: tuple[str, float]) -> PlateVote:
    """Two reads that agree, each as sure, and what else they may be."""
    candidates = tuple(Candidate(label=label, confidence=odds) for label, odds in ((text, sure), *others))
    whole = replace(reading(text, sure), candidates=candidates)
    told = vote([replace(sighting(text), reading=whole, view=place) for place in (0, 0)])
    assert isinstance(told, PlateVote)
    return told


def seen(
    plate: PlateVote, *lefts: float, color: str = "white", look: tuple[float, ...] = THIS_LOOK
) -> Observation:
    """A car with scratches; the network tells its front, and what it looks like."""
    return replace(
        observation(*(damage(left=left) for left in lefts)),
        passage=drives_by(*lefts),
        plate=plate,
        color=color,
        aspects=("front",),
        embeddings=(look,),
        embedder=EMBEDDER,
    )


def filed(store: Store, car: Observation, *expected: str) -> Inspection:
    """Through the desk; ``expected``: plates on the roster, without one there is no roster."""
    roster = Roster.of(Expected(key=key(plate), color="white") for plate in expected) if expected else None
    lane = replace(desk(store, car), roster=lambda: roster)
    event = event_from_json(lane.file(car.passage).body).data
    assert isinstance(event, Inspection)
    return event


def doubted(told: Inspection, *reasons: str) -> None:
    """Nothing of the history is in it, and nothing is called new."""
    assert told.decision is Decision.NEEDS_REVIEW
    assert told.decision_reasons == reasons
    assert told.baseline is None
    assert {each.status for each in told.findings} <= {Status.NOT_COMPARABLE}


def test_a_first_visit(store: Store) -> None:
    told = filed(store, seen(read(ONE), SCRATCH), ONE, NEXT)
    assert (told.decision, told.decision_reasons) == (Decision.FIRST_SEEN, ("no_earlier_inspection",))
    assert told.baseline is None
    assert told.gaps == (Gap(stage="make_model", reason="no_network"),)


def test_two_equal_cars_with_consecutive_plates_keep_each_its_own_history(store: Store) -> None:
    one = filed(store, seen(read(ONE), SCRATCH), ONE, NEXT)
    other = filed(store, seen(read(NEXT), SCRATCH, ANOTHER), ONE, NEXT)
    one_again = filed(store, seen(read(ONE), SCRATCH), ONE, NEXT)
    other_again = filed(store, seen(read(NEXT), SCRATCH, ANOTHER), ONE, NEXT)
    assert other.decision is Decision.FIRST_SEEN
    for again, before in ((one_again, one), (other_again, other)):
        assert again.decision is Decision.NO_NEW_DAMAGE
        assert again.baseline is not None
        assert again.baseline.inspection_id == before.inspection_id


def test_a_plate_that_may_be_the_next_car_s_as_well_is_compared_with_neither(store: Store) -> None:
    filed(store, seen(read(ONE), SCRATCH), ONE, NEXT)
    unsure = read(ONE, 0.6, (NEXT, 0.35))
    told = filed(store, seen(unsure, SCRATCH, ANOTHER), ONE, NEXT)
    doubted(told, f"roster:plate_near_expected:{key(NEXT)}")
    assert told.vehicle.key == key(ONE)


def test_the_next_car_need_not_be_expected_if_it_was_here(store: Store) -> None:
    filed(store, seen(read(ONE), SCRATCH))
    filed(store, seen(read(NEXT), SCRATCH))
    told = filed(store, seen(read(ONE, 0.6, (NEXT, 0.35)), SCRATCH, ANOTHER))
    doubted(told, f"identity:plate_near_known:{key(NEXT)}")


def test_a_plate_misread_in_one_character_is_no_first_visit_where_the_right_one_is_expected(
    store: Store,
) -> None:
    filed(store, seen(read(ONE), SCRATCH), ONE)
    told = filed(store, seen(read("A8123CD"), SCRATCH, ANOTHER), ONE)
    doubted(told, f"roster:plate_near_expected:{key(ONE)}", "roster:not_expected")
    assert told.vehicle.key == key("A8123CD")


def test_nor_where_the_right_one_was_here_and_the_reader_was_not_sure(store: Store) -> None:
    filed(store, seen(read(ONE), SCRATCH))
    told = filed(store, seen(read("A8123CD", 0.55, (ONE, 0.4)), SCRATCH, ANOTHER))
    doubted(told, f"identity:plate_near_known:{key(ONE)}")


def test_a_plate_surely_misread_as_another_car_s_borrows_nothing_of_a_car_of_another_colour(
    store: Store,
) -> None:
    filed(store, seen(read(ONE), SCRATCH, color="red"))
    doubted(filed(store, seen(read(ONE), SCRATCH, ANOTHER)), "identity:color_was_red_is_white")


def test_swapped_plates(store: Store) -> None:
    """On two white cars that are not equal: each has a scratch that the other has not, and its own look."""
    one = filed(store, seen(read(ONE), SCRATCH, look=THIS_LOOK), ONE, "XY987ZW")
    other = filed(store, seen(read("XY987ZW"), ANOTHER, look=OTHER_LOOK), ONE, "XY987ZW")
    swapped = [
        filed(store, seen(read(ONE), ANOTHER, look=OTHER_LOOK), ONE, "XY987ZW"),
        filed(store, seen(read("XY987ZW"), SCRATCH, look=THIS_LOOK), ONE, "XY987ZW"),
    ]
    for told, before in zip(swapped, (one, other), strict=True):
        doubted(told, "identity:looks_unlike")
        assert [(gap.stage, gap.reason, gap.detail) for gap in told.gaps[-1:]] == [
            ("baseline", "identity_in_doubt", f"not used: {before.inspection_id}")
        ]


def test_swapped_plates_of_two_equal_cars_show_in_their_old_damage(store: Store) -> None:
    filed(store, seen(read(ONE), SCRATCH, ANOTHER))
    filed(store, seen(read("XY987ZW"), THIRD))
    doubted(filed(store, seen(read(ONE), THIRD)), "identity:old_damage_gone")


def test_swapped_plates_show_at_the_first_visit_where_the_roster_knows_the_colour(store: Store) -> None:
    told = filed(store, seen(read(ONE), SCRATCH, color="red"), ONE)
    doubted(told, "identity:color_expected_white_is_red")


def test_a_repainted_car_is_no_baseline_before_a_person_has_accepted_it(store: Store) -> None:
    white = filed(store, seen(read(ONE), SCRATCH, ANOTHER))
    doubted(filed(store, seen(read(ONE), SCRATCH, ANOTHER, color="red")), "identity:color_was_white_is_red")
    back = filed(store, seen(read(ONE), SCRATCH, ANOTHER, color="silver"))
    assert back.baseline is not None
    assert back.baseline.inspection_id == white.inspection_id


def test_a_repainted_car_is_itself_again_when_a_person_has_accepted_it(store: Store) -> None:
    filed(store, seen(read(ONE), SCRATCH, ANOTHER))
    red = filed(store, seen(read(ONE), SCRATCH, ANOTHER, color="red"))
    said = Accept(transaction="t", by="Kim", why="painted last week", inspection=red.inspection_id)
    store.rulings.accept(said, red, NOON)
    again = filed(store, seen(read(ONE), SCRATCH, ANOTHER, color="red"))
    assert again.decision is Decision.NO_NEW_DAMAGE
    assert again.baseline is not None
    assert again.baseline.inspection_id == red.inspection_id


def test_the_light_of_another_hour_paints_no_car(store: Store) -> None:
    filed(store, seen(read(ONE), SCRATCH, color="white"))
    assert filed(store, seen(read(ONE), SCRATCH, color="silver")).decision is Decision.NO_NEW_DAMAGE


def test_the_look_of_another_network_is_compared_with_nothing(store: Store) -> None:
    filed(store, seen(read(ONE), SCRATCH, look=THIS_LOOK))
    retrained = Embedder(network="cd" * 32, least_alike=0.6)
    told = filed(store, replace(seen(read(ONE), SCRATCH, look=OTHER_LOOK), embedder=retrained))
    assert told.decision is Decision.NO_NEW_DAMAGE
