from __future__ import annotations

from dataclasses import replace

import pytest

from edge.domain.inspection import UNKNOWN, Candidate, Finding, Gap, MakeModel, Status, Vehicle
from edge.domain.observation import Embedder, Observation
from edge.inspection.baseline import Baseline
from edge.inspection.identity_gate import Identity, identify, old_damage
from edge.inspection.likeness import Embedded, Look
from edge.inspection.roster import NO_LISTING, Listing
from tests.examples import expected, finding, inspection
from tests.passages import observation

NETWORK = "ab" * 32
RED = observation()
DARK = Gap(stage="color", reason="view_too_dark")


def told(label: str, confidence: float, *others: tuple[str, float]) -> MakeModel:
    top = tuple(Candidate(label=name, confidence=odds) for name, odds in ((label, confidence), *others))
    return MakeModel(label=label, confidence=confidence, top=top)


def repaired(*, left: float, view: str = "left", kind: str = "dent", confidence: float = 0.6) -> Finding:
    return replace(
        finding(None),
        status=Status.REPAIRED,
        view=view,
        kind=kind,
        confidence=confidence,
        vehicle_box=(left, 0.2, 0.1, 0.1),
    )


def was(color: str | None = "red", model: MakeModel | None = None, *looks: Look) -> Baseline:
    vehicle = Vehicle(key="k", plate=None, make_model=model, color=color)
    return Baseline(inspection=replace(inspection(7), vehicle=vehicle), looks=looks)


def look(*embedding: float, network: str = NETWORK) -> Look:
    return Look(view="lane", aspect="front", embedded=Embedded.of(embedding, network))


def looking(*embedding: float, least: float | None = 0.6) -> Observation:
    maker = Embedder(network=NETWORK, least_alike=least)
    return replace(RED, aspects=("front",), embeddings=(embedding,), embedder=maker)


def test_a_car_that_was_never_here_and_that_nobody_expects() -> None:
    assert identify(RED, None, NO_LISTING).agrees


def test_another_paint_is_another_car() -> None:
    assert identify(RED, was("white"), NO_LISTING).contradictions == ("identity:color_was_white_is_red",)


@pytest.mark.parametrize(
    ("before", "now"), [("red", "orange"), (None, "red"), ("white", DARK), ("red", "red")]
)
def test_a_colour_that_may_be_the_same_or_that_nobody_saw(before: str | None, now: str | Gap) -> None:
    assert identify(replace(RED, color=now), was(before), NO_LISTING).agrees


def test_the_roster_knows_the_colour_of_a_car_that_comes_for_the_first_time() -> None:
    white = Listing(car=replace(expected(), color="White"))
    assert identify(RED, None, white).contradictions == ("identity:color_expected_white_is_red",)
    assert identify(RED, None, Listing(car=replace(expected(), color="candy red"))).agrees


def test_another_model_is_another_car() -> None:
    seen = replace(RED, make_model=told("golf", 0.8, ("polo", 0.03)))
    judged = identify(seen, was("red", told("polo", 0.7, ("golf", 0.02))), NO_LISTING)
    assert judged.contradictions == ("identity:model_was_polo_is_golf",)


@pytest.mark.parametrize(
    ("before", "now"),
    [
        (told("polo", 0.9), told("polo", 0.9)),
        (told("polo", 0.9), told(UNKNOWN, 0.9, ("golf", 0.1))),
        (told(UNKNOWN, 0.9, ("polo", 0.1)), told("golf", 0.9)),
        (told("polo", 0.59), told("golf", 0.9)),
        (told("polo", 0.8, ("golf", 0.05)), told("golf", 0.9)),
        (told("polo", 0.9), told("golf", 0.8, ("polo", 0.05))),
        (None, told("golf", 0.9)),
        (told("polo", 0.9), Gap(stage="make_model", reason="no_network")),
    ],
)
def test_models_that_do_not_exclude_each_other(before: MakeModel | None, now: MakeModel | Gap) -> None:
    assert identify(replace(RED, make_model=now), was("red", before), NO_LISTING).agrees


def test_a_model_that_was_enrolled_since_gives_the_same_look_another_name() -> None:
    seen = replace(looking(1.0, 0.0), make_model=told("fleet golf", 0.9))
    before = told("polo", 0.8)
    assert identify(seen, was("red", before, look(1.0, 0.0)), NO_LISTING).agrees
    assert identify(seen, was("red", before, look(0.0, 1.0)), NO_LISTING).reasons == (
        "identity:model_was_polo_is_fleet golf",
        "identity:looks_unlike",
    )


def test_views_that_are_less_alike_than_one_car_s_are_doubted() -> None:
    assert identify(looking(1.0, 0.0), was("red", None, look(0.5, 0.8)), NO_LISTING) == Identity(
        doubts=("identity:looks_unlike",)
    )
    assert identify(looking(1.0, 0.0), was("red", None, look(0.8, 0.5)), NO_LISTING).agrees


def test_where_nothing_is_comparable_or_measured_the_look_says_nothing() -> None:
    unlike = look(0.0, 1.0)
    assert identify(looking(1.0, 0.0), was(), NO_LISTING).agrees
    assert identify(looking(1.0, 0.0, least=None), was("red", None, unlike), NO_LISTING).agrees
    of_another = look(0.0, 1.0, network="cd" * 32)
    assert identify(looking(1.0, 0.0), was("red", None, of_another), NO_LISTING).agrees


def test_plates_that_it_may_be_as_well_are_doubts_and_what_contradicts_goes_first() -> None:
    near = Listing(doubts=("roster:plate_near_expected:k",))
    judged = identify(RED, was("white"), near, ("j",))
    assert judged.reasons == (
        "identity:color_was_white_is_red",
        "roster:plate_near_expected:k",
        "identity:plate_near_known:j",
    )


@pytest.mark.parametrize(
    ("gone", "there", "agrees"), [(0, 0, True), (1, 0, True), (2, 0, False), (2, 1, True), (0, 1, True)]
)
def test_old_damage_that_is_all_gone_is_rather_another_car_s(gone: int, there: int, agrees: bool) -> None:
    found = [repaired(left=0.3 * place) for place in range(gone)]
    found += [replace(finding(None), status=Status.PRE_EXISTING)] * there
    new = replace(finding(None), status=Status.NEW)
    assert old_damage((*found, new)).agrees is agrees


def test_what_was_told_twice_of_one_place_is_one_damage_that_is_gone() -> None:
    """On the proving ground a lamp's reflection was told as glass and as a scratch, and was gone at night."""
    here = repaired(left=0.3)
    assert old_damage([here, repaired(left=0.33, kind="scratch")]).agrees
    assert not old_damage([here, repaired(left=0.33, view="rear")]).agrees


def test_what_was_only_suspected_is_not_missed() -> None:
    damages = [repaired(left=0.1), repaired(left=0.6, confidence=0.07)]
    assert old_damage(damages, sure_from=0.25).agrees
    assert not old_damage(damages, sure_from=0.05).agrees
