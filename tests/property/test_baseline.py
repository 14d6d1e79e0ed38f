"""What any number of visits make together, and what anybody may hand over."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from edge.domain.inspection import Inspection, Seen
from edge.inspection.baseline import compose, well_seen
from edge.wire.handed import handed_over
from edge.wire.plain import WireError
from tests.examples import KEY, finding, inspection
from tests.passages import coverage

VIEWS = ("front", "left", "rear", "right")
SIDES = st.dictionaries(st.sampled_from(VIEWS), st.sampled_from(Seen), min_size=1)


@st.composite
def visits(draw: st.DrawFn) -> list[Inspection]:
    """The newest first, each with one finding on each view that it tells of."""
    drawn = draw(st.lists(SIDES, min_size=1, max_size=5))
    return [visit(number, sides) for number, sides in enumerate(drawn)]


def visit(number: int, sides: dict[str, Seen]) -> Inspection:
    findings = tuple(replace(finding(None), id=f"{number}-{view}", view=view) for view in sides)
    views = tuple(coverage(seen, view=view) for view, seen in sides.items())
    return replace(inspection(number + 1), coverage=views, findings=findings)


@given(visits())
def test_every_view_is_of_one_visit_and_of_the_newest_that_saw_it_well(seen: list[Inspection]) -> None:
    made = compose(seen)
    views = {side.view for each in seen for side in each.coverage}
    assert {side.view for side in made.inspection.coverage} == views
    for view in views:
        well = [each for each in seen if view in well_seen(each)]
        told = [each for each in seen if any(side.view == view for side in each.coverage)]
        assert made.of(view) is (well or told)[0]
        assert (view in well_seen(made.inspection)) == bool(well)
        assert [f.id for f in made.inspection.findings if f.view == view] == [
            f.id for f in made.of(view).findings if f.view == view
        ]


@given(visits())
def test_views_older_than_the_newest_visit_are_told(seen: list[Inspection]) -> None:
    made = compose(seen)
    assert made.older == {view for view, each in made.sides.items() if each is not seen[0]}


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.just(KEY),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(("key", "checkout", "last", "source", "inspection", "pictures", "x")), inner
        )
    ),
    max_leaves=12,
)


@given(st.binary(max_size=40) | JSON.map(lambda plain: json.dumps(plain).encode()))
def test_whatever_is_handed_over_is_read_or_refused(payload: bytes) -> None:
    with suppress(WireError):
        assert handed_over(payload, KEY).key == KEY
