from __future__ import annotations

import numpy as np

from models.train.plates.placed import replaced


def test_a_drawn_plate_takes_the_place_and_the_light_of_what_was_there() -> None:
    picture = np.full((120, 200, 3), 40, np.uint8)
    picture[50:80, 60:140] = 100
    drawn = np.full((88, 300, 3), 240, np.uint8)
    drawn[:, 100:200] = 10
    corners = np.array([[60, 50], [140, 50], [140, 80], [60, 80]], np.float32)
    shown = replaced(picture, drawn, corners, np.random.default_rng(1))
    assert abs(shown[55:75, 65:80].mean() - 100) < 6, "as light as the plate before"
    assert shown[55:75, 95:105].mean() < 12, "its ink is where it was drawn"
    assert np.array_equal(shown[:45], picture[:45])
    assert np.array_equal(picture[60, 70], [100, 100, 100]), "the picture itself is left alone"
