from __future__ import annotations

import pytest

from edge.inspection.paint import may_be_one


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("red", "red"),
        ("silver", "white"),
        ("black", "grey"),
        ("blue", "silver"),
        ("red", "orange"),
        ("orange", "silver"),
        ("purple", "red"),
        ("black", "green"),
        (None, "red"),
        ("anthracite", "red"),
    ],
)
def test_light_takes_one_for_the_other(one: str | None, other: str | None) -> None:
    assert may_be_one(one, other)
    assert may_be_one(other, one)


@pytest.mark.parametrize(("one", "other"), [("red", "white"), ("blue", "red"), ("green", "silver")])
def test_a_repaint_is_none_of_the_light_s(one: str, other: str) -> None:
    assert not may_be_one(one, other)
    assert not may_be_one(other, one)
