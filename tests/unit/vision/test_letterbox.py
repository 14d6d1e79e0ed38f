from __future__ import annotations

import numpy as np

from edge.domain.geometry import Box
from edge.vision.letterbox import letterbox, stretch

WHITE = np.full((100, 200, 3), 255, np.uint8)


def test_the_border_is_filled_and_the_picture_lies_in_the_middle() -> None:
    fitted, fit = letterbox(WHITE, width=64, height=64, fill=7)
    assert fitted.shape == (64, 64, 3)
    assert (fitted[:16] == 7).all()
    assert (fitted[16:48] == 255).all()
    assert (fitted[48:] == 7).all()
    assert (fit.pad_x, fit.pad_y, fit.scale_x) == (0, 16, 0.32)


def test_a_box_goes_in_and_comes_back() -> None:
    _, fit = letterbox(WHITE, width=64, height=64)
    inside = fit.forward(Box(left=0, top=0, right=200, bottom=100))
    assert inside == Box(left=0, top=16, right=64, bottom=48)
    assert fit.back(inside) == Box(left=0, top=0, right=200, bottom=100)


def test_at_half_the_scale_the_picture_is_half_as_large() -> None:
    fitted, fit = letterbox(WHITE, width=64, height=64, fill=7, scale=0.5)
    assert (fitted[24:40, 16:48] == 255).all()
    assert (fitted != 255).any(axis=2).sum() == 64 * 64 - 16 * 32
    assert fit.back(Box(left=16, top=24, right=48, bottom=40)) == Box(left=0, top=0, right=200, bottom=100)


def test_stretching_fills_everything() -> None:
    fitted, fit = stretch(WHITE, width=32, height=64)
    assert (fitted == 255).all()
    assert fit.forward(Box(left=0, top=0, right=200, bottom=100)) == Box(left=0, top=0, right=32, bottom=64)
