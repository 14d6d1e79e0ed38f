"""Two pictures of one side of a car: every state, and every reason for not knowing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edge.domain.detection import Detection
from edge.domain.frame import Image
from edge.domain.geometry import Box
from edge.domain.inspection import Status
from edge.inspection.compare.verdict import Reason, Verdict
from edge.inspection.compare.views import Side, Views, whole
from tests.carside import HERE, THERE, WHOLE, car_side, seen_again
from tests.examples import judge

LATER = seen_again(car_side(HERE))


def side(image: Image, *boxes: Box, kind: str = "scratch") -> Side:
    found = tuple(Detection(box=box, label=kind, score=0.8) for box in boxes)
    return Side(image=image, vehicle=whole(image), detections=found)


def judged(earlier: Side, later: Side) -> Sequence[Verdict]:
    return Views(earlier, later).judged(judge())


def tells(verdict: Verdict) -> bool:
    rule = judge().suspicion
    assert rule is not None
    return rule.tells(verdict.confidence)


def said(verdict: Verdict) -> tuple[Status, Reason]:
    return verdict.state, verdict.reason


@pytest.mark.parametrize("seed", range(4))
def test_what_the_earlier_picture_does_not_show_is_new(seed: int) -> None:
    (new,) = judged(side(car_side()), side(seen_again(car_side(HERE), seed=seed), HERE))
    assert said(new) == (Status.NEW, Reason.CHANGED)
    assert new.confidence > 0.5
    assert new.earlier_box is not None
    assert new.earlier_box.iou(HERE) > 0.3


@pytest.mark.parametrize("seed", range(4))
def test_what_the_detector_missed_before_and_the_picture_shows_is_old(seed: int) -> None:
    (old,) = judged(side(car_side(HERE)), side(seen_again(car_side(HERE), seed=seed), HERE))
    assert said(old) == (Status.PRE_EXISTING, Reason.UNCHANGED)
    assert (old.earlier, old.later) == (None, 0)


def test_a_false_alarm_on_what_was_always_so_is_not_new() -> None:
    verdicts = judged(side(car_side()), side(seen_again(car_side()), HERE, THERE))
    assert [said(each) for each in verdicts] == [(Status.PRE_EXISTING, Reason.UNCHANGED)] * 2


def test_where_both_detectors_speak_the_place_decides() -> None:
    off = HERE.moved(8, -4)
    (old,) = judged(side(car_side(HERE), HERE), side(seen_again(car_side(HERE)), off))
    assert said(old) == (Status.PRE_EXISTING, Reason.MATCHED)
    assert (old.earlier, old.later, old.earlier_box, old.later_box) == (0, 0, HERE, off)


def test_what_is_gone_is_repaired() -> None:
    (gone,) = judged(side(car_side(HERE), HERE), side(seen_again(car_side())))
    assert said(gone) == (Status.REPAIRED, Reason.CHANGED)
    assert (gone.earlier, gone.later) == (0, None)


def test_what_the_detector_misses_now_and_the_picture_shows_is_there_still() -> None:
    (still,) = judged(side(car_side(HERE), HERE), side(seen_again(car_side(HERE))))
    assert said(still) == (Status.PRE_EXISTING, Reason.UNCHANGED)
    assert still.later_box is not None
    assert still.later_box.iou(HERE) > 0.3


def test_each_of_two_is_judged_for_itself() -> None:
    verdicts = judged(side(car_side(HERE), HERE), side(seen_again(car_side(HERE, THERE)), HERE, THERE))
    assert [each.state for each in verdicts] == [Status.PRE_EXISTING, Status.NEW]


def test_pictures_that_do_not_agree_tell_nothing_of_what_is_new() -> None:
    stranger = np.full_like(car_side(), 90)
    (unknown,) = judged(side(stranger), side(car_side(HERE), HERE))
    assert said(unknown) == (Status.NOT_COMPARABLE, Reason.NOT_ALIGNED)
    assert unknown.earlier_box is None


def test_without_alignment_a_box_at_the_same_place_of_the_vehicle_is_the_same() -> None:
    stranger = np.full_like(car_side(), 90)
    (old,) = judged(side(stranger, HERE), side(car_side(HERE), HERE))
    assert said(old) == (Status.PRE_EXISTING, Reason.MATCHED)


def test_what_was_outside_the_earlier_picture_cannot_be_compared() -> None:
    later = car_side(HERE)
    cut_off = Side(image=later[:, 260:].copy(), vehicle=WHOLE.moved(-260, 0), detections=())
    verdicts = judged(cut_off, side(later, HERE))
    assert [said(each) for each in verdicts] == [(Status.NOT_COMPARABLE, Reason.OUTSIDE)]


def test_what_was_overexposed_before_cannot_be_compared() -> None:
    earlier = car_side()
    earlier[130:200, 150:260] = 255
    (unknown,) = judged(side(earlier), side(car_side(HERE), HERE))
    assert said(unknown) == (Status.NOT_COMPARABLE, Reason.UNLIT)


def test_the_same_pictures_give_the_same_verdicts() -> None:
    sides = side(car_side(HERE), HERE), side(seen_again(car_side(THERE)), THERE)
    assert judged(*sides) == judged(*sides)


@given(
    st.lists(
        st.builds(
            Box.of_size,
            st.floats(-300, 900),
            st.floats(-300, 900),
            st.floats(0.01, 2000),
            st.floats(0.01, 2000),
        ),
        max_size=4,
    )
)
@settings(max_examples=40, deadline=None)
def test_any_boxes_get_an_answer_each(boxes: list[Box]) -> None:
    verdicts = judged(side(car_side(HERE), *boxes[:2]), side(LATER, *boxes))
    assert [each.later for each in verdicts if each.later is not None] == list(range(len(boxes)))
    assert all(0 <= each.confidence <= 1 for each in verdicts)


def suspecting(image: Image, suspected: Box, *told: Box, score: float = 0.2) -> Side:
    return replace(side(image, *told), suspected=(Detection(box=suspected, label="dent", score=score),))


def test_a_suspicion_where_the_place_changed_may_be_new() -> None:
    (new,) = Views(side(car_side()), suspecting(LATER, HERE, score=0.4)).suspicions(judge())
    assert said(new) == (Status.NEW, Reason.CHANGED)
    assert tells(new)
    assert (new.earlier, new.later, new.later_box) == (None, 0, HERE)
    assert new.earlier_box is not None
    assert new.earlier_box.iou(HERE) > 0.3


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        (side(car_side(HERE)), suspecting(LATER, HERE)),
        (side(car_side()), suspecting(LATER, THERE)),
        (side(car_side()), suspecting(LATER, HERE, score=0.001)),
    ],
    ids=["it was there before", "nothing is there", "hardly suspected"],
)
def test_a_suspicion_is_not_told(earlier: Side, later: Side) -> None:
    (one,) = Views(earlier, later).suspicions(judge())
    assert not tells(one)


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        (side(car_side()), suspecting(LATER, HERE, HERE.moved(3, 2))),
        (side(car_side(), HERE), suspecting(LATER, HERE)),
    ],
    ids=["it is told", "it was told before"],
)
def test_what_is_told_is_not_suspected_as_well(earlier: Side, later: Side) -> None:
    assert Views(earlier, later).suspicions(judge()) == ()


@pytest.mark.parametrize(("kind", "told"), [("dent", 0), ("scratch", 1)])
def test_what_was_suspected_of_the_same_kind_before_is_no_suspicion_any_more(kind: str, told: int) -> None:
    doubt = Detection(box=HERE.moved(2, 1), label=kind, score=0.1)
    earlier = replace(side(car_side()), suspected=(doubt,))
    assert len(Views(earlier, suspecting(LATER, HERE)).suspicions(judge())) == told


def test_what_was_suspected_before_is_old_unless_the_pictures_loudly_say_otherwise() -> None:
    doubt = Detection(box=HERE, label="scratch", score=0.1)
    views = Views(replace(side(car_side()), suspected=(doubt,)), side(LATER, HERE))
    (new,) = views.judged(judge())
    assert said(new) == (Status.NEW, Reason.CHANGED)
    (old,) = views.judged(replace(judge(), surely_from=1.1))
    assert said(old) == (Status.PRE_EXISTING, Reason.SUSPECTED)
    assert old.confidence == pytest.approx(1 - new.confidence, abs=1e-3)
    assert old.earlier is None


def test_what_another_network_sees_there_makes_a_suspicion_surer() -> None:
    rule = judge().suspicion
    assert rule is not None
    weighing = replace(judge(), suspicion=replace(rule, opinion=1.0))
    sure, unasked, doubting = (
        Views(side(car_side()), replace(side(LATER), suspected=(doubt,))).suspicions(weighing)[0].confidence
        for doubt in (
            Detection(box=HERE, label="scratch", score=0.1, second_opinion=opinion)
            for opinion in (0.9, None, 0.1)
        )
    )
    assert sure > unasked > doubting


def test_without_a_rule_nothing_is_suspected() -> None:
    views = Views(side(car_side()), suspecting(LATER, HERE))
    assert views.suspicions(replace(judge(), suspicion=None)) == ()


def test_a_change_of_which_the_detector_is_hardly_sure_is_not_clear() -> None:
    later = replace(side(LATER), detections=(Detection(box=HERE, label="dent", score=0.001),))
    (unclear,) = judged(side(car_side()), later)
    assert said(unclear) == (Status.NOT_COMPARABLE, Reason.UNCLEAR)
