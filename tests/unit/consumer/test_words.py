from __future__ import annotations

import pytest

from deploy.consumer.broker import Place, ack_topic, place_of
from deploy.consumer.verdict import Hole
from deploy.consumer.words import (
    CONDITIONS,
    DECISIONS,
    INTERVALS,
    MANOEUVRES,
    PROVENANCES,
    STATUSES,
    hole_in_words,
    in_words,
    masked,
)
from edge.domain.inspection import Decision, Interval, Manoeuvre, Provenance, Status
from edge.wire.standing import Condition
from tests.unit.consumer.bodies import STORE


def test_every_code_of_the_contract_has_its_word() -> None:
    assert set(DECISIONS) == set(Decision)
    assert set(STATUSES) == set(Status)
    assert set(MANOEUVRES) == set(Manoeuvre)
    assert set(INTERVALS) == set(Interval)
    assert set(PROVENANCES) == set(Provenance)
    assert set(CONDITIONS) == set(Condition)
    signs = [told.sign for told in DECISIONS.values()]
    assert len(set(signs)) == len(signs), "a decision must stand out without its colour"


@pytest.mark.parametrize(
    ("plate", "shown"), [("12가3456", "12••••6"), ("AB1", "•••"), ("", ""), ("AB12", "AB•2")]
)
def test_a_plate_is_masked(plate: str, shown: str) -> None:
    assert masked(plate) == shown


def test_codes_read_as_words() -> None:
    assert in_words("coverage:lane:small_or_blurred") == "coverage · lane · small or blurred"
    assert in_words("every_view_compared") == "every view compared"


def test_a_hole_is_told_in_plain_words() -> None:
    one = Hole(source="/depot-7/gate-2", store=STORE, first=4, last=4)
    assert hole_in_words(one) == "1 event of gate depot-7/gate-2 is missing: number 4 of its store 7b8f0f39."


@pytest.mark.parametrize(
    ("topic", "place"),
    [
        ("a/b/v1/depot-7/gate-2/inspection", Place(sender="/depot-7/gate-2", tail=("inspection",))),
        ("a/b/v1/depot-7/gate-2/evidence/x/0", Place(sender="/depot-7/gate-2", tail=("evidence", "x", "0"))),
        ("a/b/v1/depot-7/expected", None),
        ("a/b/v1//gate-2/inspection", None),
        ("other/v1/depot-7/gate-2/inspection", None),
        ("a/b/v1/depot-7/gate-2/evidence//0", None),
    ],
)
def test_a_topic_says_whose_it_is(topic: str, place: Place | None) -> None:
    assert place_of("a/b", topic) == place


def test_the_ack_goes_to_its_gate() -> None:
    assert ack_topic("a/b", "/depot-7/gate-2") == "a/b/v1/depot-7/gate-2/ack"
