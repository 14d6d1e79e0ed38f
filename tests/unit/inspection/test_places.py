"""Which detections of two visits are one damage."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from edge.domain.geometry import Box
from edge.inspection.compare.places import OTHER_KIND_IOU, SAME_KIND_IOU, one_to_one

HERE = Box(left=100, top=100, right=200, bottom=200)

boxes = st.builds(Box.of_size, st.floats(0, 300), st.floats(0, 300), st.floats(5, 200), st.floats(5, 200))
detections = st.lists(st.tuples(st.sampled_from(["dent", "scratch"]), boxes), max_size=6)


@given(detections, detections)
def test_each_is_in_one_pair_at_most_and_every_pair_overlaps(
    earlier: list[tuple[str, Box]], later: list[tuple[str, Box]]
) -> None:
    pairs = one_to_one(earlier, later)
    partners = [m for m, _ in pairs.values()]
    assert len(set(partners)) == len(partners)
    for n, (m, overlap) in pairs.items():
        same = earlier[m][0] == later[n][0]
        assert later[n][1].iou(earlier[m][1]) == overlap >= (SAME_KIND_IOU if same else OTHER_KIND_IOU)


@given(detections, detections)
def test_no_two_that_are_left_over_are_at_one_place(
    earlier: list[tuple[str, Box]], later: list[tuple[str, Box]]
) -> None:
    pairs = one_to_one(earlier, later)
    taken = {m for m, _ in pairs.values()}
    for n, (kind, box) in enumerate(later):
        for m, (other, place) in enumerate(earlier):
            if n not in pairs and m not in taken:
                assert box.iou(place) < (SAME_KIND_IOU if kind == other else OTHER_KIND_IOU)


def test_the_nearer_of_two_is_the_one() -> None:
    later = [("dent", HERE.moved(40, 0)), ("dent", HERE.moved(5, 0))]
    assert {n: m for n, (m, _) in one_to_one([("dent", HERE)], later).items()} == {1: 0}


def test_another_kind_is_the_same_only_at_very_much_the_same_place() -> None:
    assert one_to_one([("dent", HERE)], [("scratch", HERE.moved(10, 0))])
    assert not one_to_one([("dent", HERE)], [("scratch", HERE.moved(50, 0))])
    assert one_to_one([("dent", HERE)], [("dent", HERE.moved(50, 0))])
