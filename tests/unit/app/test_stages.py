from __future__ import annotations

import numpy as np
import pytest

from edge.app.stages import measure_color
from edge.domain.inspection import Gap
from tests.passages import car_picture, passage, view

RED, BLUE, GREEN = (40, 40, 180), (190, 50, 30), (40, 140, 40)
"""Paints, BGR; None is the night."""
Paint = tuple[int, int, int] | None


@pytest.mark.parametrize(
    ("paints", "color"),
    [
        ((RED,), "red"),
        ((BLUE, RED, RED), "red"),
        ((BLUE, RED), "blue"),
        ((None, None, GREEN), "green"),
        ((GREEN, None, RED, RED, None, None), "red"),
    ],
)
def test_most_of_the_views_tell_the_colour_and_else_the_best(paints: tuple[Paint, ...], color: str) -> None:
    dark = np.zeros_like(car_picture())
    seen = passage(*(view(dark if paint is None else car_picture(paint)) for paint in paints))
    assert measure_color(seen) == color


def test_in_the_dark_nobody_can_tell() -> None:
    dark = view(np.zeros_like(car_picture()))
    assert measure_color(passage(dark, dark)) == Gap(stage="color", reason="view_too_dark")
