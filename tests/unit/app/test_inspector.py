from __future__ import annotations

from itertools import count

import numpy as np
import pytest

from edge.app.inspector import Inspector, Stage
from edge.domain.errors import StageError
from edge.domain.inspection import Candidate, Gap, MakeModel, ModelRef, Seen
from edge.domain.observation import Damage, Embedder, Observation, PlateVote, Recognition
from edge.domain.passage import Passage
from tests.passages import damage, passage, plate_vote, view

REFS = (ModelRef(name="condition", version="1", sha256="ab" * 32),)
DARK = np.zeros((180, 320, 3), np.uint8)


def reads(seen: Passage) -> PlateVote:
    return plate_vote()


def sees_none(seen: Passage) -> Gap:
    return Gap(stage="plate", reason="no_plate_visible")


def reader_fails(seen: Passage) -> PlateVote:
    raise StageError("reader_failed", "no such program")


EMBEDDER = Embedder(network="ab" * 32, least_alike=0.6)
MODEL = MakeModel(label="polo", confidence=0.9, top=(Candidate(label="polo", confidence=0.9),))


def recognises(seen: Passage) -> Recognition:
    return Recognition(make_model=MODEL, aspects=("rear",), embeddings=((0.6, 0.8),), embedder=EMBEDDER)


def network_fails(seen: Passage) -> Recognition:
    raise StageError("network_failed", "out of memory")


def finds(seen: Passage) -> tuple[Damage, ...]:
    return (damage(),)


def looker_fails(seen: Passage) -> tuple[Damage, ...]:
    raise StageError("network_failed", "out of memory")


def has_a_bug(seen: Passage) -> tuple[Damage, ...]:
    raise ZeroDivisionError


def inspected(
    plate: Stage[PlateVote] = reads,
    look: Stage[tuple[Damage, ...]] = finds,
    seen: Passage | None = None,
    vehicle: Stage[Recognition] = recognises,
) -> Observation:
    ticks = count(0, 5_000_000)
    inspector = Inspector(plate=plate, vehicle=vehicle, damage=look, models=REFS, now_ns=lambda: next(ticks))
    return inspector.inspect(seen or passage())


def test_everything_that_the_stages_say_is_in_the_observation() -> None:
    seen = inspected()
    assert seen.plate == plate_vote()
    assert seen.damages == (damage(),)
    assert seen.color == "red"
    assert (seen.make_model, seen.aspects, seen.embeddings) == (MODEL, ("rear",), ((0.6, 0.8),))
    assert seen.embedder == EMBEDDER
    assert seen.models == REFS


def test_a_stage_that_fails_becomes_a_gap_and_the_others_go_on() -> None:
    seen = inspected(reader_fails)
    assert seen.plate == Gap(stage="plate", reason="reader_failed", detail="no such program")
    assert seen.damages == (damage(),)


def test_every_stage_may_fail_and_there_is_still_an_observation() -> None:
    seen = inspected(reader_fails, looker_fails, passage(view(DARK)), network_fails)
    assert (seen.aspects, seen.embeddings) == ((), ())
    assert [(gap.stage, gap.reason) for gap in seen.gaps] == [
        ("plate", "reader_failed"),
        ("make_model", "network_failed"),
        ("color", "view_too_dark"),
        ("damage", "network_failed"),
    ]


def test_absence_is_no_failure() -> None:
    assert inspected(sees_none).plate == Gap(stage="plate", reason="no_plate_visible")


def test_a_bug_is_no_gap() -> None:
    with pytest.raises(ZeroDivisionError):
        inspected(look=has_a_bug)


def test_every_stage_is_timed_even_one_that_fails() -> None:
    stages = ("plate", "make_model", "color", "damage")
    assert inspected(reader_fails).timing_ms == dict.fromkeys(stages, 5.0)


def test_coverage_is_told_per_view() -> None:
    cut, blurred = view(whole=False), view(quality=0.1)
    told = inspected(seen=passage(view(), cut, blurred, view(DARK))).coverage
    assert [(c.status, c.reason) for c in told] == [
        (Seen.SEEN, None),
        (Seen.PARTLY, "cut_by_the_picture"),
        (Seen.PARTLY, "small_or_blurred"),
        (Seen.UNSEEN, "view_too_dark"),
    ]
